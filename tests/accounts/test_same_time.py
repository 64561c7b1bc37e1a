"""What is right and what is wrong cost the same: one Argon2 run, and every refusal is one page."""

import re
from collections.abc import Callable
from functools import wraps
from typing import Any

import pytest
from django.test import Client

from accounts import services
from accounts.models import User
from accounts.sealing import WORDS
from tests.accounts.conftest import new_browser
from tests.cast import PASSWORD, Cast, Person, sign_in, sign_in_staff
from vault import credentials, primitives

NOBODYS = " ".join(WORDS[:7])
Runs = list[bytes]


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch) -> Runs:
    """What each real Argon2 run gave from now on."""
    given: Runs = []

    @wraps(primitives.argon2id)
    def counted(*args: Any, **kwargs: Any) -> bytes:
        given.append(primitives.argon2id(*args, **kwargs))
        return given[-1]

    monkeypatch.setattr(credentials, "argon2id", counted)
    return given


def hers(ani: Person) -> str:
    return ani.secret


def in_another_order(ani: Person) -> str:
    return " ".join(reversed(ani.secret.split()))


def replaced(ani: Person) -> str:
    """Her old words, after she was given new ones."""
    services.renew_words(ani.unlocked, services.draw_words())
    return ani.secret


def ended(ani: Person) -> str:
    User.objects.filter(pk=ani.user.pk).update(is_active=False)
    return ani.secret


WRONG: dict[str, Callable[[Person], str]] = {
    "of nobody": lambda _: NOBODYS,
    "in another order": in_another_order,
    "replaced by new ones": replaced,
    "of an account that ended": ended,
}


def plain_page(client: Client, typed: str, answer: Any) -> str:
    """The refusal, without what differs by nature: the form's token and what was typed."""
    assert answer.status_code == 200
    without_token = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", answer.content.decode())
    return without_token.replace(typed, "")


def test_her_own_words_cost_one_run(ani: Person, runs: Runs) -> None:
    assert sign_in(new_browser(), ani.secret).status_code == 302
    assert len(runs) == 1


@pytest.mark.parametrize("kind", WRONG)
def test_words_that_open_nothing_cost_one_run_and_get_the_page_of_unknown_words(
    kind: str, ani: Person, runs: Runs
) -> None:
    words, browser = WRONG[kind](ani), new_browser()
    runs.clear()
    page = plain_page(browser, words, sign_in(browser, words))
    assert len(runs) == 1
    other = new_browser()
    assert page == plain_page(other, NOBODYS, sign_in(other, NOBODYS))


def test_a_right_password_costs_one_run(cast: Cast, runs: Runs) -> None:
    assert sign_in_staff(new_browser(), cast.budi.email).status_code == 302
    assert len(runs) == 1


def test_no_page_and_no_time_tell_which_addresses_are_known(cast: Cast, runs: Runs) -> None:
    """Known with a wrong password, known to be gone, an owner's words, and never heard of."""
    User.objects.filter(pk=cast.citra.user.pk).update(is_active=False)
    tries = [
        (cast.budi.email, "sandi lain yang panjang"),
        (cast.citra.email, PASSWORD),
        (cast.lina.email, cast.ani.secret),
        ("siapa@contoh.id", PASSWORD),
    ]
    pages = set()
    for email, password in tries:
        runs.clear()
        browser = new_browser()
        pages.add(plain_page(browser, email, sign_in_staff(browser, email, password)))
        assert len(runs) == 1, email
    assert len(pages) == 1
