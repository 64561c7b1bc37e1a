from datetime import timedelta

import pytest
from django.db.models import F

from accounts import throttling
from accounts.exceptions import SlowDown
from accounts.models import Throttle

HERE, THERE = "192.0.2.1", "192.0.2.2"


@pytest.mark.parametrize(
    ("failures", "seconds"),
    [
        (0, 0), (1, 0), (4, 0), (5, 5), (6, 10), (7, 20), (8, 40), (9, 80), (10, 160), (11, 300),
        (12, 300), (1000, 300),
    ],
)  # fmt: skip
def test_the_wait_after_so_many_failures(failures: int, seconds: int) -> None:
    assert throttling.delay_after(failures) == seconds


def fail(times: int, client: str = HERE) -> None:
    for _ in range(times):
        throttling.count_failure(client)


def let_pass(seconds: int) -> None:
    Throttle.objects.update(open_at=F("open_at") - timedelta(seconds=seconds))


@pytest.mark.django_db
def test_four_failures_cost_no_wait() -> None:
    fail(4)
    throttling.check_may_try(HERE)


@pytest.mark.django_db
def test_the_fifth_failure_says_how_long_to_wait() -> None:
    fail(5)
    with pytest.raises(SlowDown) as refusal:
        throttling.check_may_try(HERE)
    assert refusal.value.seconds in (5, 6)


@pytest.mark.django_db
def test_after_the_wait_the_next_try_is_heard() -> None:
    fail(5)
    let_pass(6)
    throttling.check_may_try(HERE)


@pytest.mark.django_db
def test_another_client_is_not_slowed_down() -> None:
    fail(9, HERE)
    throttling.check_may_try(THERE)


@pytest.mark.django_db
def test_success_forgets_the_failures() -> None:
    fail(5)
    throttling.forget_failures(HERE)
    throttling.check_may_try(HERE)
    assert not Throttle.objects.exists()


@pytest.mark.django_db
def test_no_address_is_stored() -> None:
    fail(1)
    stored = bytes(Throttle.objects.get().bucket)
    assert len(stored) == 16
    assert HERE.encode() not in stored


@pytest.mark.django_db
def test_sweeping_leaves_todays_buckets() -> None:
    fail(1, HERE)
    let_pass(86401)
    fail(1, THERE)
    throttling.sweep()
    assert Throttle.objects.count() == 1
