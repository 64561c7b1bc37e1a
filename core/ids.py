"""Random identifiers: rows by UUID, addresses a person may see by a short reference."""

import secrets
from uuid import UUID, uuid4

CROCKFORD = "0123456789abcdefghjkmnpqrstvwxyz"
REF_LENGTH = 8


def new_id() -> UUID:
    return uuid4()


def new_ref() -> str:
    """Eight Crockford characters, 40 random bits: a name in an address, never a secret."""
    return "".join(secrets.choice(CROCKFORD) for _ in range(REF_LENGTH))


def new_blob_name() -> str:
    """Two levels of folders and 128 random bits, so that a name says nothing about its item."""
    name = secrets.token_hex(16)
    return f"{name[:2]}/{name}"
