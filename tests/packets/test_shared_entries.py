"""A packet of a case of which chosen files are shared: the whole log, and nobody else's names."""

from pathlib import Path
from typing import Any

import pytest

from cases.services import end_membership, note_endings_if_due, note_share_opening
from evidence.services import download_shared
from jobs.services import make_worker_key
from resources.services import load_resources
from tests.cases.shared import REASON, Shared, lay_out
from tests.jobs.packetwork import packet_in_hand


@pytest.fixture
def shared(db: None, settings: Any, tmp_path: Path) -> Shared:
    """Fitri opened a file and left; Dewi opened the share after that."""
    settings.RUN_DIR = tmp_path
    load_resources()
    make_worker_key()
    built = lay_out()
    fitri, dewi = built.fitri, built.people.dewi
    row = built.row(built.chosen[0])
    download_shared(fitri.actor, fitri.share_keys(built.grant), row, REASON)
    end_membership(dewi.actor, fitri.membership)
    keys = dewi.share_keys(built.grant)
    note_endings_if_due(keys)
    note_share_opening(dewi.actor, keys, REASON)
    return built


def test_the_owners_packet_holds_the_entries_of_the_share_and_verifies(
    shared: Shared, tmp_path: Path
) -> None:
    got = packet_in_hand(shared.people.ani, shared.case, tmp_path)
    status, told = got.verified()
    assert status == 0, told
    assert got.everything.count(b'"case.share.opened"') == 1
    assert REASON.encode() in got.everything


@pytest.mark.parametrize("name", ["lina", "budi"])
def test_another_organisations_packet_verifies_and_does_not_tell_who_they_are(
    shared: Shared, name: str, tmp_path: Path
) -> None:
    got = packet_in_hand(shared.people.everybody[name], shared.case, tmp_path)
    status, told = got.verified()
    assert status == 0, told
    for hidden in (b"LBH Dua", b"Fitri", b"Dewi", REASON.encode()):
        assert hidden not in got.everything
