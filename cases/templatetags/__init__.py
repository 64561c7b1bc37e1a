"""Template tags for what records hold."""
