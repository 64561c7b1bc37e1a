"""Times, addresses and titles as every page shows them."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest
from django.utils import translation

from core.templatetags.components import channel_link, day, listed, moment, step_title, unbroken

LATE = datetime(2026, 3, 1, 17, 30, tzinfo=UTC)


@dataclass(frozen=True)
class Channel:
    link: str
    shown: str


@pytest.mark.parametrize(
    ("language", "told"), [("id", "2 Maret 2026, 00.30 WIB"), ("en", "2 March 2026, 00:30 WIB")]
)
def test_a_time_is_told_by_the_clock_of_western_indonesia(language: str, told: str) -> None:
    with translation.override(language):
        assert moment(LATE) == told


def test_a_day_is_the_one_of_that_clock() -> None:
    with translation.override("en"):
        assert (day(LATE), day(date(2026, 3, 1))) == ("2 March 2026", "1 March 2026")


def test_an_address_breaks_only_between_its_parts_and_a_number_nowhere() -> None:
    web = channel_link(Channel("https://www.contoh.go.id/a", "contoh.go.id/a"))
    assert ">contoh.<wbr>go.<wbr>id/<wbr>a</a>" in web
    assert 'class="web"' in web
    assert channel_link(Channel("tel:110", "110")).endswith('rel="noreferrer nofollow">110</a>')


def test_the_number_of_an_item_never_breaks_and_is_never_markup() -> None:
    assert unbroken("B-01") == '<span class="nr">B-01</span>'
    assert listed(["B-01", "<b>"]) == (
        '<span class="nr">B-01</span>, <span class="nr">&lt;b&gt;</span>'
    )


def test_a_title_tells_pages_apart_and_nothing_more() -> None:
    with translation.override("id"):
        assert step_title(2, 8) == "Langkah 2 dari 8"
