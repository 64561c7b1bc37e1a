"""An erased case and its backups: closed by whoever has no secret from before it was erased.

The case is erased on day 0. The main backup is one day or thirty days old by then; the secrets are
those of day 0, taken before, or those of day 8.
"""

import shutil
from pathlib import Path
from typing import Any

import pytest
from django.core.management.base import CommandError

from cases.models import Case
from cases.reading import incidents_of
from cases.services import dispose_case
from core.exceptions import NotOpened
from evidence.models import EvidenceItem
from evidence.storage import blob_exists
from kbgo.backup.shelf import Shelf
from tests.cast import Cast, make_cast
from tests.jobs.casework import PICTURE, keep_file, original, write_note
from tests.jobs.conftest import Clock, clock  # noqa: F401  a fixture
from tests.kbgo.backups import own_folders, run

pytestmark = pytest.mark.django_db
NOTE = "Catatan"


class Drill:
    """Ani's case, erased on day 0, and all that somebody could have kept of its backups."""

    def __init__(self, folder: Path, clock: Clock) -> None:  # noqa: F811
        self.cast: Cast = make_cast()
        write_note(self.cast.ani, self.cast.case, NOTE)
        self.item = keep_file(self.cast.ani, self.cast.case)
        self.shelf, self.kept = Shelf(folder / "shelf"), Shelf(folder / "kept")
        self.dumps: dict[str, str] = {}
        for day, days_to_the_next in ((-30, 29), (-1, 1), (0, 0)):
            self._back_up(day)
            clock.forward(days=days_to_the_next)
        dispose_case(self.cast.ani.actor, self.cast.ani.keys(self.cast.case), at_once=True)
        clock.forward(days=8)
        self._back_up(8)

    def _back_up(self, day: int) -> None:
        run("backup", self.shelf.folder)
        self.dumps[f"day {day}"] = self.shelf.stamps("main")[-1]
        shutil.copytree(self.shelf.folder, self.kept.folder, dirs_exist_ok=True)

    def restore(self, main: str, shred: str, *more: str) -> str:
        chosen = ("--main", self.dumps[main], "--shred", self.dumps[shred])
        return run("restore", self.kept.folder, "--replace", *chosen, *more)

    def opens(self) -> bool:
        """Whether Ani, with her own key, gets her note and her picture; the others likewise."""
        found = [self._opens_for(person) for person in (self.cast.ani, self.cast.lina)]
        assert len(set(found)) == 1
        return found[0]

    def _opens_for(self, person: Any) -> bool:
        try:
            keys = person.keys(self.cast.case)
        except NotOpened:
            return False
        [incident] = incidents_of(keys)
        item = EvidenceItem.objects.for_job(self.item.pk).get()
        return incident.details.note == NOTE and original(keys, item) == PICTURE


@pytest.fixture
def drill(db: None, settings: Any, tmp_path: Path, clock: Clock) -> Drill:  # noqa: F811
    own_folders(settings, tmp_path)
    return Drill(tmp_path, clock)


@pytest.mark.parametrize("main", ["day -1", "day -30"])
def test_with_the_secrets_of_day_8_the_case_is_closed(drill: Drill, main: str) -> None:
    with pytest.raises(CommandError, match="do not hold"):
        drill.restore(main, "day 8")
    assert Case.objects.within(pk=drill.cast.case.pk).exists()
    assert not drill.opens()


@pytest.mark.parametrize("main", ["day -1", "day -30"])
def test_with_the_secrets_of_day_0_it_still_opens(drill: Drill, main: str) -> None:
    """Why no copy of the secrets may be kept longer than the shelf keeps it."""
    assert "all hold" in drill.restore(main, "day 0")
    assert drill.opens()


def test_the_shelf_itself_has_no_such_secrets_any_more(drill: Drill) -> None:
    assert drill.shelf.stamps("shred") == [drill.dumps["day 8"]]
    assert drill.dumps["day -1"] in drill.shelf.stamps("main")


def test_the_erasure_is_finished_on_the_restored_site(drill: Drill) -> None:
    said = drill.restore("day -1", "day 8", "--finish-erasures")
    assert "cases that no key opens any more: 1" in said
    assert said.splitlines()[-2:] == ["erasures finished: 1", "all hold"]
    assert not Case.objects.for_upkeep().exists()
    assert not blob_exists(drill.item.blob)
