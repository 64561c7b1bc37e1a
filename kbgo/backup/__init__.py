"""Backups of ciphertext: two databases, each with its own shelf life, and the blobs."""
