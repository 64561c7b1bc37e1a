"""What a credential has to be, whoever chooses it."""

from django.utils.translation import gettext_lazy as _

from core.exceptions import PolicyRefused

PASSWORD_CHARACTERS = 15


def check_password_is_long(password: str) -> None:
    """Length is the only rule: composition rules make passwords worse (NIST SP 800-63B)."""
    if len(password) < PASSWORD_CHARACTERS:
        raise PolicyRefused(_("A password needs at least 15 characters."))
