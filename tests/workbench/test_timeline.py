"""The drawing of a case over time, without a case."""

from datetime import date, timedelta

import pytest

from workbench.timeline import LEFT, MOST_TICKS, RIGHT, Happening, Kind, Mark, Timeline, draw

DAY = date(2026, 3, 5)


def on(day: date, kind: Kind = Kind.THREAT) -> Happening:
    return Happening(kind, day, day)


def drawn(*happenings: Happening) -> Timeline:
    picture = draw(happenings)
    assert picture is not None
    return picture


def x_of(mark: Mark) -> int:
    return int(mark.path.split()[0].removeprefix("M"))


@pytest.mark.parametrize("happenings", [[], [on(DAY)]])
def test_fewer_than_two_happenings_make_no_picture(happenings: list[Happening]) -> None:
    assert draw(happenings) is None


def test_each_kind_has_its_lane_and_empty_ones_are_left_out() -> None:
    picture = drawn(on(DAY, Kind.REPORT), on(DAY, Kind.THREAT), on(DAY, Kind.THREAT))
    assert [(lane.name, len(lane.marks)) for lane in picture.lanes] == [
        (str(Kind.THREAT.label), 2),
        (str(Kind.REPORT.label), 1),
    ]
    assert len({lane.y for lane in picture.lanes}) == 2


def test_later_stands_further_right_and_nothing_outside() -> None:
    days = [DAY + timedelta(days=7 * week) for week in range(10)]
    places = [x_of(mark) for mark in drawn(*map(on, days)).lanes[0].marks]
    assert places == sorted(places)
    assert len(set(places)) == 10
    assert places[0] > LEFT
    assert places[-1] < RIGHT


def test_what_is_not_known_to_the_day_is_hollow_and_lies_over_its_month() -> None:
    month = Happening(Kind.POST, date(2026, 4, 1), date(2026, 4, 30), is_sharp=False)
    marks = drawn(on(date(2026, 3, 1), Kind.POST), month).lanes[0].marks
    assert [mark.look for mark in marks] == ["k-post", "k-post hollow"]
    assert (marks[0].extent, marks[1].extent[:1]) == ("", "M")


def test_one_and_the_same_day_can_be_drawn() -> None:
    picture = drawn(on(DAY), on(DAY))
    assert [tick.text for tick in picture.ticks] == ["5 Mar"]


@pytest.mark.parametrize("months", [2, 7, 20, 90, 700])
def test_a_long_time_has_as_many_ticks_as_can_be_read(months: int) -> None:
    ticks = drawn(on(DAY), on(DAY + timedelta(days=30 * months))).ticks
    assert 1 < len(ticks) <= MOST_TICKS
    assert all(LEFT <= tick.x <= RIGHT for tick in ticks)


def test_the_finding_says_what_is_seen() -> None:
    picture = drawn(on(DAY), on(DAY, Kind.POST), on(date(2026, 5, 1), Kind.POST))
    assert picture.finding.count("2026") == 2
    assert f"{Kind.THREAT.label}: 1, {Kind.POST.label}: 2." in picture.finding
