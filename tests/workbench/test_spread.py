"""Addresses by platform and by what became of them, without a case."""

from cases.details import IncidentDetails, ReportDetails
from workbench.spread import LEFT, RIGHT, spread_of, total_in

NAMES = {"telegram": "Telegram", "x": "X (Twitter)"}


def incident(*addresses: str, platform: str = "telegram") -> IncidentDetails:
    return IncidentDetails(platform=platform, addresses=addresses)


def report(status: str, *addresses: str, platform: str = "telegram") -> ReportDetails:
    return ReportDetails(platform=platform, addresses=addresses, status=status)


def counts(incidents: list[IncidentDetails], reports: list[ReportDetails]) -> dict[str, list[int]]:
    rows = spread_of(incidents, reports, NAMES)
    return {row.platform: list(row.counts.values()) for row in rows}


def test_what_nobody_reported_counts_as_online() -> None:
    assert counts([incident("a", "b")], []) == {"Telegram": [2, 0, 0]}


def test_an_address_counts_once() -> None:
    assert counts([incident("a"), incident("a")], [report("sent", "a")]) == {"Telegram": [0, 1, 0]}


def test_each_state_of_a_report_falls_under_one_of_three() -> None:
    for status, expected in {
        "draft": [1, 0, 0],
        "sent": [0, 1, 0],
        "down": [0, 0, 1],
        "refused": [1, 0, 0],
        "reappeared": [1, 0, 0],
    }.items():
        assert counts([incident("a")], [report(status, "a")]) == {"Telegram": expected}, status


def test_the_last_report_of_an_address_counts() -> None:
    reports = [report("down", "a"), report("reappeared", "a")]
    assert counts([incident("a")], reports) == {"Telegram": [1, 0, 0]}


def test_a_report_names_the_platform_that_an_incident_left_open() -> None:
    assert counts([incident("a", platform="")], [report("sent", "a", platform="x")]) == {
        "X (Twitter)": [0, 1, 0]
    }


def test_the_platform_with_most_online_comes_first() -> None:
    rows = [incident("a"), incident("b", "c", platform="x")]
    assert list(counts(rows, [])) == ["X (Twitter)", "Telegram"]


def test_bars_stay_in_the_picture_and_follow_one_another() -> None:
    addresses = [str(number) for number in range(300)]
    rows = spread_of([incident(*addresses)], [report("down", "0"), report("sent", "1")], NAMES)
    ends = [LEFT, *(part.x + part.width for part in rows[0].segments)]
    assert [part.x for part in rows[0].segments] == ends[:-1]
    assert ends[-1] <= RIGHT + 8
    assert [part.has_room for part in rows[0].segments] == [True, False, False]


def test_totals_are_over_all_platforms() -> None:
    rows = spread_of([incident("a"), incident("b", platform="x")], [], NAMES)
    assert (total_in("active", rows), total_in("down", rows)) == (2, 0)


def test_without_an_address_there_is_nothing_to_draw() -> None:
    assert spread_of([incident()], [report("sent")], NAMES) == []
