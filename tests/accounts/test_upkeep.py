"""What is over is forgotten: sessions, failures, and when somebody was last here."""

from datetime import timedelta

import pytest

from accounts import services
from accounts.models import Session, Throttle, User
from accounts.throttling import count_failure
from core.clock import now, today
from tests import cast

pytestmark = pytest.mark.django_db


def test_an_idle_session_is_deleted_and_a_live_one_kept() -> None:
    ani, wulan = cast.make_owner(), cast.make_owner(name="Wulan")
    cast.client_of(ani), cast.client_of(wulan)
    Session.objects.filter(user=ani.user).update(seen_at=now() - timedelta(hours=1))
    services.forget_what_is_over()
    assert [row.user_id for row in Session.objects.all()] == [wulan.user.id]


def test_failures_of_another_day_are_deleted() -> None:
    count_failure("192.0.2.1")
    Throttle.objects.update(open_at=now() - timedelta(days=2))
    services.forget_what_is_over()
    assert not Throttle.objects.exists()


def test_the_last_week_is_forgotten_after_ninety_days() -> None:
    ani = cast.make_owner()
    User.objects.filter(pk=ani.user.pk).update(last_week=today() - timedelta(days=91))
    services.forget_what_is_over()
    assert User.objects.get(pk=ani.user.pk).last_week is None
