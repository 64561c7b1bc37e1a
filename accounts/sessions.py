"""The unlocked session: all of it sealed under a half in the cookie and a half on the server.

A stolen database, disk or backup opens none of it; neither does a cookie alone.
"""

import json
import secrets
from base64 import b64decode, b64encode
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.sessions.backends.base import CreateError, SessionBase, UpdateError
from django.db import IntegrityError, transaction

from accounts.enums import UserKind
from accounts.models import Session, User
from accounts.sealing import PrivateKey, open_session, random_bytes, seal_session, session_mac
from core.clock import now
from core.exceptions import NotOpened
from core.preferences import LOCK_MINUTES, USUAL, Preferences

TOUCH_AFTER = timedelta(seconds=60)
STAFF_SESSIONS = 2


class SealedSession(SessionBase):
    """Django's session interface over one sealed row; limits are the row's, not the cookie's."""

    def __init__(self, session_key: str | None = None, cookie_half: bytes | None = None) -> None:
        super().__init__(session_key)
        self.cookie_half = cookie_half or b""
        self.row: Session | None = None

    @property
    def user(self) -> User | None:
        """The account this session belongs to, once it was opened."""
        self._get_session()  # type: ignore[attr-defined]
        return self.row.user if self.row else None

    def load(self) -> dict[str, Any]:
        row = self._live_row()
        if row is None:
            self._session_key = None
            return {}
        try:
            content = open_session(
                self.cookie_half, bytes(row.id_mac), row.user_id, bytes(row.sealed)
            )
        except NotOpened:
            self._session_key = None
            return {}
        self.row = row
        data: dict[str, Any] = json.loads(content)
        return data

    def _live_row(self) -> Session | None:
        if not self.session_key or len(self.cookie_half) != 32:
            return None
        mac = session_mac(self.session_key)
        row = Session.objects.select_related("user").filter(id_mac=mac).first()
        if row is None or is_over(row):
            return None
        return row

    def exists(self, session_key: str) -> bool:
        return Session.objects.filter(id_mac=session_mac(session_key)).exists()

    def create(self) -> None:
        """A new id and a new cookie half, for the same content."""
        user = self.row.user if self.row else None
        self._session_key = secrets.token_urlsafe(32)
        self.cookie_half = random_bytes(32)
        self.row = Session(
            id_mac=session_mac(self._session_key), user=user, started_at=now(), seen_at=now()
        )
        self.modified = True

    def save(self, must_create: bool = False) -> None:
        if self.row is None or self.session_key is None:
            self.create()
        assert self.row is not None  # noqa: S101
        content = json.dumps(self._get_session()).encode()  # type: ignore[attr-defined]
        mac = bytes(self.row.id_mac)
        self.row.sealed = seal_session(self.cookie_half, mac, self.row.user_id, content)
        self.row.seen_at = now()
        if self.row._state.adding:
            self._insert()
        elif not Session.objects.filter(id_mac=mac).update(
            sealed=self.row.sealed, seen_at=self.row.seen_at
        ):
            raise UpdateError

    def _insert(self) -> None:
        assert self.row is not None  # noqa: S101
        try:
            self.row.save(force_insert=True)
        except IntegrityError as error:
            raise CreateError from error

    def delete(self, session_key: str | None = None) -> None:
        key = session_key or self.session_key
        if key:
            Session.objects.filter(id_mac=session_mac(key)).delete()

    @classmethod
    def clear_expired(cls) -> None:
        oldest = now() - timedelta(seconds=settings.STAFF_ABSOLUTE_SECONDS)
        Session.objects.filter(started_at__lt=oldest).delete()
        longest = max(*(minutes * 60 for minutes in LOCK_MINUTES), settings.STAFF_IDLE_SECONDS)
        idle = now() - timedelta(seconds=longest)
        Session.objects.filter(seen_at__lt=idle).delete()

    def touch(self) -> None:
        """Notes that somebody is here; at most once a minute, so that reading stays reading."""
        if self.row is not None and now() - self.row.seen_at > TOUCH_AFTER:
            Session.objects.filter(pk=self.row.pk).update(seen_at=now())

    @property
    def preferences(self) -> Preferences:
        """How the pages behave for whoever is behind this session."""
        stored = self.get("preferences")
        return Preferences.from_json(stored) if stored else USUAL

    def follow(self, chosen: Preferences) -> None:
        """From the next page on; the time until it locks counts from now."""
        self["preferences"] = chosen.to_json()
        if self.row is not None:
            self.row.lock_seconds = chosen.lock_seconds
            Session.objects.filter(pk=self.row.pk).update(lock_seconds=chosen.lock_seconds)

    def private_key(self) -> bytes | None:
        stored = self.get("key")
        return b64decode(stored) if stored else None

    def unlock(self, user: User, key: PrivateKey, chosen: Preferences = USUAL) -> None:
        """Begins a fresh session for this person: new id, new halves, older sessions ended.

        An owner has one session at a time, staff two. Nothing of what this browser held before
        goes along: it may have been another person's. The key enters only here.
        """
        self.flush()
        with transaction.atomic():
            # Two sign-ins at the same moment queue here: neither overlooks the other's session.
            User.objects.select_for_update().get(pk=user.pk)
            ended_another = _end_older_sessions(user)
            self.create()
            assert self.row is not None  # noqa: S101
            self.row.user = user
            self["ended_another"] = ended_another
            self["key"] = b64encode(key.to_bytes()).decode()
            self["secret_at"] = now().timestamp()
            self.follow(chosen)
            self.save()

    def end_others(self) -> None:
        """Signs this person out everywhere but here."""
        if self.row is not None and self.row.user is not None:
            self.row.user.sessions.exclude(pk=self.row.pk).delete()

    def flush(self) -> None:
        """Ends the session here and now: its row goes, and nobody is behind it any more."""
        super().flush()
        self.row = None

    def confirm_secret(self) -> None:
        self["secret_at"] = now().timestamp()

    def has_recent_secret(self) -> bool:
        """Whether words or password were entered within the last five minutes."""
        entered: float = self.get("secret_at", 0.0)
        return now().timestamp() - entered < settings.REENTRY_SECONDS


def is_over(row: Session) -> bool:
    """Idle or absolute limit reached; an owner chooses how long she may be idle."""
    is_staff = row.user is not None and row.user.kind == UserKind.STAFF
    hers = row.lock_seconds or USUAL.lock_seconds
    idle = settings.STAFF_IDLE_SECONDS if is_staff else hers
    absolute = settings.STAFF_ABSOLUTE_SECONDS if is_staff else settings.OWNER_ABSOLUTE_SECONDS
    moment = now()
    return (moment - row.seen_at).total_seconds() > idle or (
        moment - row.started_at
    ).total_seconds() > absolute


def _end_older_sessions(user: User) -> bool:
    allowed = STAFF_SESSIONS if user.kind == UserKind.STAFF else 1
    live = [row for row in user.sessions.order_by("-started_at") if not is_over(row)]
    kept = [row.pk for row in live[: allowed - 1]]
    user.sessions.exclude(pk__in=kept).delete()
    return len(live) > len(kept)


def end_sessions_of(user_id: UUID) -> None:
    """Signs a person out everywhere, at once."""
    Session.objects.filter(user_id=user_id).delete()
