from collections.abc import Iterator

import pytest
from pytest_django import Settings

from tests.authority import Authority, papers, patience_with, running_authority
from tests.jobs.databases import database  # noqa: F401  a fixture


@pytest.fixture
def authority(settings: Settings) -> Iterator[Authority]:
    """The one authority that this site asks, trusted by its root."""
    with running_authority() as running:
        settings.TSA_URLS = [running.url]
        settings.TSA_ROOTS_FILE = str(papers().roots)
        settings.TSA_TIMEOUT_SECONDS = patience_with(running.mode)
        yield running
