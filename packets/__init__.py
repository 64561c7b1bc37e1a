"""Papers that others can act on: frozen, built in the background, verifiable offline by anyone."""
