"""Keys, sealing, wrapping, signing and hashing: bytes in, bytes out.

Knows no framework, network, clock or database, and is the only door to `cryptography`.
Everything that does not open, verify or parse is a `vault.errors.VaultError`.
"""
