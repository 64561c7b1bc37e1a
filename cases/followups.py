"""What comes after a report was sent: when to look again, and the report that follows it. Pure."""

from dataclasses import replace
from datetime import date, timedelta

from cases.details import ReportDetails
from cases.enums import ReportRecipient, ReportStatus, Seen
from resources.enums import Outcome
from resources.texts import LANGUAGES

# Days after sending on which it is worth looking: what was taken down often comes back.
LOOK_AFTER = (7, 14, 30)
PUT_OFF_DAYS = 3
WATCHED = (ReportStatus.SENT, ReportStatus.DOWN)
OUTCOMES = {
    ReportStatus.SENT: Outcome.SENT,
    ReportStatus.DOWN: Outcome.REAPPEARED,
    ReportStatus.REFUSED: Outcome.REFUSED,
    ReportStatus.REAPPEARED: Outcome.REAPPEARED,
}


def days_since(details: ReportDetails, today: date) -> int:
    """Days since it was sent."""
    return (today - date.fromisoformat(details.sent_on)).days


def is_look_due(details: ReportDetails, today: date) -> bool:
    """Whether one of the days has come and nobody looked since; nothing is due twice."""
    if details.status not in WATCHED or not details.sent_on or _is_put_off(details, today):
        return False
    passed = [days for days in LOOK_AFTER if days <= days_since(details, today)]
    if not passed:
        return False
    due_on = date.fromisoformat(details.sent_on) + timedelta(days=passed[-1])
    return not any(date.fromisoformat(day) >= due_on for day in details.looked_on)


def _is_put_off(details: ReportDetails, today: date) -> bool:
    until = details.put_off_until
    return bool(until) and today < date.fromisoformat(until)


def looked(details: ReportDetails, seen: Seen, today: date) -> ReportDetails:
    """What follows from a look. What is still there after it was taken down has come back."""
    if seen == Seen.NOT_NOW:
        until = today + timedelta(days=PUT_OFF_DAYS)
        return replace(details, put_off_until=until.isoformat())
    days = tuple(dict.fromkeys((*details.looked_on, today.isoformat())))
    status = details.status
    if seen == Seen.GONE:
        status = ReportStatus.DOWN.value
    elif status == ReportStatus.DOWN:
        status = ReportStatus.REAPPEARED.value
    return replace(details, looked_on=days, status=status, put_off_until="")


def following(details: ReportDetails, recipient: ReportRecipient) -> ReportDetails:
    """A new report that names this one. What came back stands elsewhere: its addresses are new.

    The ministry is written to in Indonesian, whatever the platform was written to in.
    """
    is_for_ministry = recipient == ReportRecipient.MINISTRY
    outcome = OUTCOMES.get(ReportStatus(details.status))
    is_new_place = outcome == Outcome.REAPPEARED and not is_for_ministry
    return ReportDetails(
        platform=details.platform,
        kind=details.kind,
        addresses=() if is_new_place else details.addresses,
        language=LANGUAGES[0] if is_for_ministry else details.language,
        recipient=recipient.value,
        earlier_outcome=outcome.value if outcome else "",
        earlier_ticket=details.ticket if outcome else "",
    )
