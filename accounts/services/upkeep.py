"""Forgets what is over: sessions, failures, codes, and when somebody was last here."""

from datetime import timedelta

from accounts import throttling
from accounts.models import PasswordCode, User
from accounts.sessions import SealedSession
from core.clock import now, today


def forget_what_is_over() -> None:
    """Ended sessions, old failures, codes nobody used, and the week of a visit after 90 days."""
    SealedSession.clear_expired()
    throttling.sweep()
    PasswordCode.objects.filter(expires_at__lte=now()).delete()
    long_ago = today() - timedelta(days=90)
    User.objects.filter(last_week__lt=long_ago).update(last_week=None)
