"""Ani with her case, in a browser of her own."""

from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from cases.models import Case
from core.invariants import Breach
from evidence.invariants import breaches
from evidence.models import EvidenceItem
from resources.services import load_resources
from tests import cast
from tests.evidence import owned
from tests.jobs.conftest import clock, machines, worker  # noqa: F401  fixtures

NewBreaches = Callable[[], list[Breach]]


@dataclass(frozen=True, slots=True)
class Desk:
    """What a test of uploads works with."""

    person: cast.Person
    case: Case
    client: Client

    def send(self, name: str, content: bytes, **fields: str) -> HttpResponse:
        file = BytesIO(content)
        file.name = name
        data = {"file": file, "intimate": "no", "minor": "no", "shows": ""} | fields
        return self.client.post(reverse("evidence:add", args=[self.case.ref]), data)

    @property
    def items(self) -> list[EvidenceItem]:
        return list(EvidenceItem.objects.visible_to(self.person.actor))


@pytest.fixture
def desk(db: None) -> Desk:
    ani = cast.make_owner()
    case = cast.make_case(owner=ani)
    return Desk(ani, case, cast.client_of(ani))


@pytest.fixture
def desk_of_a_minor(db: None) -> Desk:
    ani = cast.make_owner()
    gate = {"q01_siapa": ["diri"], "q02_usia": ["tidak_tahu"]}
    case = cast.make_case(owner=ani, gate=gate)
    return Desk(ani, case, cast.client_of(ani))


def files_left() -> list[Path]:
    """Every file that an upload may have left anywhere in the state directory's stores."""
    folders = (Path(settings.BLOB_DIR), Path(settings.STATE_DIR) / "incoming")
    return [path for folder in folders for path in folder.rglob("*") if path.is_file()]


@pytest.fixture
def files_before() -> set[Path]:
    return set(files_left())


@pytest.fixture
def hers(db: None) -> owned.Owned:
    load_resources()
    return owned.lay_out()


@pytest.fixture
def new_breaches(db: None) -> NewBreaches:
    """Those that the test has made: an earlier one may have left old blobs without their rows."""
    known = set(breaches())
    return lambda: [breach for breach in breaches() if breach not in known]
