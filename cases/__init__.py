"""The case, its records and who may see it; the owner's guided journey."""
