"""What a file says of itself, as a page tells it."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import translation

from evidence.details import LOCKED, ItemDetails
from evidence.readout import PLAIN, TECHNICAL, read_out
from evidence.sandbox.picture_answer import YES


@pytest.mark.parametrize(
    ("kept", "told"),
    [
        ("2026-05-01 12:30:45 +07:00", "1 May 2026, 12:30 (UTC+07:00)"),
        ("2026-05-01 12:30:45 UTC", "1 May 2026, 12:30 UTC"),
        ("2026-05-01 12:30:45", "1 May 2026, 12:30"),
        ("2026-13-41 12:30:45", "2026-13-41 12:30:45"),
        ("kemarin", "kemarin"),
    ],
)
def test_a_time_is_told_as_people_write_it(kept: str, told: str) -> None:
    with translation.override("en"):
        assert read_out(ItemDetails(metadata={"taken": kept})).plain[0][1] == told


def test_what_needs_a_technician_stands_apart() -> None:
    told = read_out(ItemDetails(metadata={"camera": "HP", "xmp": YES, "from_the_future": "1"}))
    with translation.override("en"):
        assert [(str(name), text) for name, text in told.plain] == [("Device", "HP")]
        assert [str(name) for name, _ in told.technical] == ["Has XMP notes"]


def test_each_name_stands_in_one_of_the_two() -> None:
    assert PLAIN.keys().isdisjoint(TECHNICAL)


def test_of_a_locked_file_nothing_is_told() -> None:
    told = read_out(ItemDetails(held_reason=LOCKED, metadata={"camera": "HP", "xmp": YES}))
    assert (told.plain, told.technical) == ((), ())


def test_a_number_that_is_shown_never_breaks() -> None:
    """But for titles, and where it stands alone or is only heard."""
    bare = re.compile(r"{{ (?:item|item\.row|row\.item|twin|place|step|entry)\.label }}")
    alone = re.compile(r'block title|<span (?:class="(?:vh|tile-face)"|[^>]*aria-hidden)')
    for page in Path(settings.BASE_DIR, "templates").rglob("*.html"):
        for line in page.read_text().splitlines():
            assert not bare.search(line) or alone.search(line), (page.name, line)
