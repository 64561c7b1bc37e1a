"""The project's door to the vault: whether what it stands on is there at all."""

from vault.errors import VaultError
from vault.primitives import require_support


def keys_can_be_wrapped() -> bool:
    """False where the linked OpenSSL lacks ML-KEM, without which no key reaches anybody."""
    try:
        require_support()
    except VaultError:
        return False
    return True
