"""Names, in the reader's language, for the ids that stand in sealed records."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.formats import date_format

from cases.details import Quote, ReportDetails
from cases.enums import ReportRecipient
from resources.incident_forms import incident_form
from resources.questionnaire import questionnaire
from resources.selectors import place_choices, platform_choices

RELATION_QUESTION = "q11_pelaku"


@dataclass(frozen=True, slots=True)
class ItemChoice:
    """A box to tick: which file it is, of what kind, and since when it is kept; no picture."""

    ref: str
    label: str
    kept_on: str


def form_labels(ids: Iterable[str]) -> tuple[str, ...]:
    """What happened, in words; an id of an older taxonomy is left out."""
    found = (incident_form(one) for one in ids)
    return tuple(str(form.label) for form in found if form is not None)


def plain_labels(ids: Iterable[str]) -> tuple[str, ...]:
    """The same as the owner reads it."""
    found = (incident_form(one) for one in ids)
    return tuple(str(form.plain) for form in found if form is not None)


def relation_label(value: str) -> str:
    question = questionnaire().question(RELATION_QUESTION)
    option = question.option(value) if question else None
    return str(option.label) if option else ""


def platform_names() -> Mapping[str, str]:
    """All platforms and places by slug, in one query; a slug that is gone shows as itself."""
    platforms = dict(platform_choices())
    return platforms | dict(place_choices(platforms))


def report_name(details: ReportDetails, names: Mapping[str, str]) -> str:
    """Where a report goes; of one to the ministry, also which platform it is about."""
    platform = names.get(details.platform, details.platform)
    ministry = ReportRecipient.MINISTRY.label if details.is_for_ministry else ""
    return " · ".join(str(part) for part in (ministry, platform) if part)


def wall_time(quote: Quote) -> str:
    """When a quoted message was sent by the clock of its export, with what is known of its zone;
    the export's own words where they are no time."""
    try:
        wall = datetime.fromisoformat(quote.wall)
    except ValueError:
        return quote.wall
    return f"{date_format(wall, 'j F Y')}, {wall:%H:%M} {quote.zone}".rstrip()
