from collections.abc import Callable

import pytest
from django.test import Client

from resources.services import load_resources
from tests.cast import Cast, client_of, make_cast
from tests.clock import clock  # noqa: F401  a fixture
from tests.jobs.conftest import machines, worker  # noqa: F401  fixtures


@pytest.fixture
def cast(db: None) -> Cast:
    load_resources()
    return make_cast()


@pytest.fixture
def ani(cast: Cast) -> Client:
    """Ani's phone, signed in."""
    return client_of(cast.ani)


@pytest.fixture
def has_old_secret(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Lets the words count as entered too long ago."""

    def age() -> None:
        monkeypatch.setattr("django.conf.settings.REENTRY_SECONDS", -1)

    return age
