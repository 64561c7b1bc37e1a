"""Fictional people and cases, made through the same services that serve real ones."""
