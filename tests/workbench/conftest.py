import pytest
from django.test import Client

from resources.services import load_resources
from tests.clock import clock  # noqa: F401  a fixture
from tests.workbench.desk import Desk, browser_of, lay_out


@pytest.fixture
def desk(db: None) -> Desk:
    load_resources()
    return lay_out()


@pytest.fixture
def budi(desk: Desk) -> Client:
    """The browser of the paralegal who works on the case."""
    return browser_of(desk.people.budi)


@pytest.fixture
def lina(desk: Desk) -> Client:
    """The browser of the lead, to whom the case is not assigned."""
    return browser_of(desk.people.lina)
