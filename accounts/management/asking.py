"""Asks for a password on the terminal, or takes the first line of what is piped in."""

import sys
from getpass import getpass

from django.core.management.base import CommandError

from accounts.policies import check_password_is_long
from core.exceptions import PolicyRefused


def new_password(name: str) -> str:
    """A password nobody sees; CommandError where it is too short or differs the second time."""
    if sys.stdin.isatty():
        password = getpass(f"Password for {name}: ")
        if getpass("Once more: ") != password:
            raise CommandError("The two were not the same.")
    else:
        password = sys.stdin.readline().rstrip("\n")
    try:
        check_password_is_long(password)
    except PolicyRefused as refusal:
        raise CommandError(str(refusal.reason)) from refusal
    return password
