"""Owners, browsers and moved clocks for the tests of signing in."""

from datetime import timedelta

import pytest
from django.db.models import F
from django.test import Client

from accounts.models import Session
from tests.cast import Cast, Person, make_case, make_cast, make_owner, sign_in


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast()


@pytest.fixture
def ani(db: None) -> Person:
    """An owner with one case."""
    person = make_owner()
    make_case(owner=person)
    return person


@pytest.fixture
def client() -> Client:
    return new_browser()


@pytest.fixture
def her_client(ani: Person) -> Client:
    """A browser in which Ani has signed in."""
    browser = new_browser()
    sign_in(browser, ani.secret)
    return browser


def new_browser() -> Client:
    """A browser that reads English, so that a test can name a sentence by its message id."""
    browser = Client()
    browser.cookies["__Host-l"] = "en"
    return browser


def move_sessions_back(*, seen: int = 0, started: int = 0) -> None:
    """Makes every session look this many seconds older, instead of waiting."""
    Session.objects.update(
        seen_at=F("seen_at") - timedelta(seconds=seen),
        started_at=F("started_at") - timedelta(seconds=started),
    )
