"""Two sessions that change a case's keys at once, on the kind of database this run stands on."""

from pathlib import Path

from tests.jobs.databases import database  # noqa: F401  a fixture
from tests.jobs.site import Site


def test_of_two_revocations_at_once_one_has_to_be_asked_again(
    database: str,  # noqa: F811
    tmp_path: Path,
) -> None:
    site = Site(tmp_path / "site", database=database)
    assert site.step("revoke_at_once") == {
        "ends": ["done", "refused"],
        "epochs": [1, 2],
        "notes_read": True,
        "held": True,
    }
