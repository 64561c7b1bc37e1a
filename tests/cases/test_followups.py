"""When to look again at a report, and what a look or a refusal leads to; without a page."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from cases.details import ReportDetails
from cases.enums import ReportRecipient, ReportStatus, Seen
from cases.followups import following, is_look_due, looked

SENT_ON = date(2026, 3, 1)
SENT = ReportDetails(
    platform="instagram",
    kind="ncii",
    addresses=("https://a.example/1",),
    language="en",
    text="To the team",
    ticket="IG-7",
    status="sent",
    sent_on=SENT_ON.isoformat(),
)


def after(days: int) -> date:
    return SENT_ON + timedelta(days=days)


@pytest.mark.parametrize(
    ("days", "looked_after", "is_due"),
    [
        (0, (), False),
        (6, (), False),
        (7, (), True),
        (7, (7,), False),
        (13, (3,), True),
        (13, (9,), False),
        (14, (9,), True),
        (29, (15,), False),
        (30, (15,), True),
        (90, (15,), True),
        (90, (31,), False),
    ],
)
def test_a_look_is_due_after_7_14_and_30_days(
    days: int, looked_after: tuple[int, ...], is_due: bool
) -> None:
    details = replace(SENT, looked_on=tuple(after(one).isoformat() for one in looked_after))
    assert is_look_due(details, after(days)) is is_due


@pytest.mark.parametrize("status", ReportStatus)
def test_only_what_was_sent_or_taken_down_is_looked_at(status: ReportStatus) -> None:
    is_watched = status in (ReportStatus.SENT, ReportStatus.DOWN)
    assert is_look_due(replace(SENT, status=status.value), after(7)) is is_watched


def test_without_a_day_of_sending_nothing_is_due() -> None:
    assert not is_look_due(replace(SENT, sent_on=""), after(90))


def test_not_now_puts_it_off_for_three_days() -> None:
    put_off = looked(SENT, Seen.NOT_NOW, after(7))
    assert (put_off.status, put_off.looked_on) == ("sent", ())
    assert [is_look_due(put_off, after(days)) for days in (7, 9, 10)] == [False, False, True]


@pytest.mark.parametrize(
    ("status", "seen", "follows"),
    [
        ("sent", Seen.STILL, "sent"),
        ("sent", Seen.GONE, "down"),
        ("down", Seen.STILL, "reappeared"),
        ("down", Seen.GONE, "down"),
    ],
)
def test_what_she_saw_decides_where_the_report_stands(
    status: str, seen: Seen, follows: str
) -> None:
    found = looked(replace(SENT, status=status), seen, after(8))
    assert (found.status, found.looked_on) == (follows, (after(8).isoformat(),))


@pytest.mark.parametrize(
    ("status", "recipient", "outcome", "keeps_addresses"),
    [
        ("refused", ReportRecipient.PLATFORM, "refused", True),
        ("refused", ReportRecipient.MINISTRY, "refused", True),
        ("reappeared", ReportRecipient.PLATFORM, "reappeared", False),
        ("reappeared", ReportRecipient.MINISTRY, "reappeared", True),
        ("sent", ReportRecipient.MINISTRY, "sent", True),
        ("draft", ReportRecipient.PLATFORM, "", True),
    ],
)
def test_a_report_that_follows_names_the_one_before_it(
    status: str, recipient: ReportRecipient, outcome: str, keeps_addresses: bool
) -> None:
    found = following(replace(SENT, status=status), recipient)
    assert (found.earlier_outcome, found.earlier_ticket) == (outcome, "IG-7" if outcome else "")
    assert bool(found.addresses) is keeps_addresses
    assert (found.status, found.text, found.sent_on, found.ticket) == ("draft", "", "", "")


def test_older_reports_went_to_the_platform() -> None:
    assert ReportDetails.from_json({"platform": "instagram"}).recipient == "platform"
