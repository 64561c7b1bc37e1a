"""Everything the case page shows, opened and put in order."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.actors import Actor
from cases.details import HelpDetails, IncidentDetails, ReportDetails
from cases.enums import RecordKind, ReportStatus
from cases.labels import platform_names, report_name
from cases.models import Assignment
from cases.reading import answers_of, opened_all, request_to
from cases.sealing import HeldKeys
from core.dates import Precision
from core.html import Chip
from evidence.chronology import Chronology, ShownItem, chronology_for
from evidence.enums import ItemState
from evidence.spread import spread_of as pictures_in
from resources.questionnaire import Path
from workbench.selectors import assigned_members, may_build_packets, own_organization
from workbench.situations import Situation, situation_of
from workbench.spread import ROW_HEIGHT, PlatformSpread, spread_of, total_in
from workbench.timeline import Happening, Kind, Timeline, draw

THREATS = frozenset({"ancaman_sebar", "sextortion"})
POSTS = frozenset({"ncii", "morphing", "doxing", "outing", "impersonasi", "pencemaran"})
SHARP = frozenset({Precision.EXACT, Precision.DAY})
# The states of a report as the components name them.
SHOWN_STATES = {
    ReportStatus.DRAFT: "todo",
    ReportStatus.SENT: "reported",
    ReportStatus.DOWN: "down",
    ReportStatus.REFUSED: "refused",
    ReportStatus.REAPPEARED: "back",
}


@dataclass(frozen=True, slots=True)
class ShownReport:
    platform: str
    state: str
    details: ReportDetails
    sent_on: date | None


@dataclass(frozen=True, slots=True)
class PicturesSeen:
    """How many pictures were seen somewhere, and in how many places together."""

    pictures: int
    places: int


@dataclass(frozen=True, slots=True)
class CasePage:
    help: HelpDetails | None
    path: Path | None
    chips: list[Chip]
    chronology: Chronology
    timeline: Timeline | None
    spread: list[PlatformSpread]
    pictures: PicturesSeen
    reports: list[ShownReport]
    assigned: list[Assignment]

    @property
    def alias(self) -> str:
        return self.help.alias if self.help else ""

    @property
    def spread_height(self) -> int:
        return len(self.spread) * ROW_HEIGHT


def case_page(actor: Actor, keys: HeldKeys) -> CasePage:
    """As many queries for a long case as for a short one."""
    chronology = chronology_for(keys, with_previews=True)
    incidents = [one.details for one in chronology.incidents]
    kept = keys.case.records.of_kind(RecordKind.PLATFORM_REPORT)
    reports = [one.details for one in opened_all(keys, kept, ReportDetails)]
    names = platform_names()
    spread = spread_of(incidents, reports, names)
    situation = situation_of(answers_of(keys))
    return CasePage(
        help=request_to(keys, own_organization(actor).id),
        path=situation.path,
        chips=list(_chips(situation, chronology, spread, may_build_packets(actor, keys.case))),
        chronology=chronology,
        timeline=draw([*_happenings(incidents), *_reported(reports)]),
        spread=spread,
        pictures=_pictures_seen(chronology),
        reports=[_shown(one, names) for one in reports],
        assigned=assigned_members(actor, [keys.case])[keys.case.id],
    )


def _pictures_seen(chronology: Chronology) -> PicturesSeen:
    """Counted, and never shown."""
    found = pictures_in(chronology)
    return PicturesSeen(len(found), sum(len(one.places) for one in found))


def _chips(
    situation: Situation, chronology: Chronology, spread: list[PlatformSpread], may_pass_on: bool
) -> Iterator[Chip]:
    """What decides what to do first, in words."""
    yield Chip(situation.text, strong=situation.is_urgent)
    if spread:
        active = total_in("active", spread)
        text = ngettext("%(n)d address still online", "%(n)d addresses still online", active)
        yield Chip(text % {"n": active})
    damaged = sum(item.row.state == ItemState.DAMAGED for item in _items(chronology))
    if damaged:
        text = ngettext("%(n)d damaged file", "%(n)d damaged files", damaged)
        yield Chip(text % {"n": damaged}, strong=True)
    locked = [item.row.label for item in _items(chronology) if item.details.is_locked]
    if locked:
        yield Chip(_("Locked: %(labels)s") % {"labels": ", ".join(locked)}, strong=True)
    yield Chip(_("Consent: reading and packets") if may_pass_on else _("Consent: reading"))


def _items(chronology: Chronology) -> Iterator[ShownItem]:
    yield from chronology.loose
    for incident in chronology.incidents:
        yield from incident.items


def _happenings(incidents: Iterable[IncidentDetails]) -> Iterator[Happening]:
    """An incident stands in the lane of each of its forms; without a date it stands in none."""
    for incident in incidents:
        claimed = incident.claimed_time
        first, last = claimed.first_day(), claimed.last_day()
        if first and last:
            for kind in _kinds(incident.forms):
                yield Happening(kind, first, last, claimed.precision in SHARP)


def _kinds(forms: Iterable[str]) -> list[Kind]:
    named = set(forms)
    found = [kind for kind, ids in ((Kind.THREAT, THREATS), (Kind.POST, POSTS)) if named & ids]
    return found + ([Kind.OTHER] if named - THREATS - POSTS or not named else [])


def _reported(reports: Iterable[ReportDetails]) -> Iterator[Happening]:
    """When each was sent. When a platform answered is not known: only when the owner wrote it
    down."""
    for report in reports:
        if report.sent_on:
            sent = date.fromisoformat(report.sent_on)
            yield Happening(Kind.REPORT, sent, sent)


def _shown(details: ReportDetails, names: Mapping[str, str]) -> ShownReport:
    return ShownReport(
        platform=report_name(details, names) or str(_("Platform not named")),
        state=SHOWN_STATES[ReportStatus(details.status)],
        details=details,
        sent_on=date.fromisoformat(details.sent_on) if details.sent_on else None,
    )
