"""The guided journeys as lists of steps: which form a page shows, which part of a record it fills.

Pure: knows no request and no key. A form's fields bear the names of the details they fill.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Generic, TypeVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases.details import ContactDetails, Details, HelpDetails, IncidentDetails, ReportDetails
from cases.enums import Consent, GrantScope, RecordKind, ReportStatus
from cases.forms import contact, incidents, reports, sharing
from core.dates import ClaimedTime
from core.forms import Answer, BaseForm
from resources.plan import make_plan
from resources.questionnaire import Answers

D = TypeVar("D", bound=Details)

CONTACT_PAGE = "cases/contact/step.html"


@dataclass(frozen=True, slots=True)
class Step(Generic[D]):
    """One page. `form_options` are what its form needs besides data, initial values and the day."""

    form: type[BaseForm]
    template: str = "cases/step.html"

    @property
    def form_options(self) -> Mapping[str, Any]:
        return {}

    def initial(self, details: D) -> dict[str, Any]:
        """What was saved before, as the form shows it."""
        return {name: _shown(getattr(details, name)) for name in self._filled(details)}

    def fill(self, details: D, cleaned: Mapping[str, Any]) -> D:
        """The details with this page's answer in them."""
        answer = {name: _kept(cleaned[name]) for name in self._filled(details)}
        return replace(details, **answer)

    def is_answered(self, details: D) -> bool:
        untouched = type(details)()
        names = self._filled(details)
        return any(getattr(details, name) != getattr(untouched, name) for name in names)

    @property
    def asks(self) -> bool:
        """Whether there is anything to answer; some pages only say something."""
        return bool(self.form.base_fields)

    def _filled(self, details: D) -> list[str]:
        return [name for name in self.form.base_fields if hasattr(details, name)]


@dataclass(frozen=True, slots=True)
class ChannelStep(Step[ContactDetails]):
    """The checklist of one channel: an entry of `done`, not a field of its own."""

    channel: str = ""

    @property
    def form_options(self) -> Mapping[str, Any]:
        return {"channel": self.channel}

    def initial(self, details: ContactDetails) -> dict[str, Any]:
        return {"acts": details.done.get(self.channel, [])}

    def fill(self, details: ContactDetails, cleaned: Mapping[str, Any]) -> ContactDetails:
        return replace(details, done={**details.done, self.channel: list(cleaned["acts"])})

    def is_answered(self, details: ContactDetails) -> bool:
        return bool(details.done.get(self.channel))


def _unsettled(details: D, today: date) -> D:
    return details


@dataclass(frozen=True, slots=True)
class Journey(Generic[D]):
    """`steps` may depend on what was answered. `settle` adds what follows from an answer.

    `route` is the stem of the names of its pages: `<route>-step`, `<route>-check`. A repeated one
    has many records, each with its own reference in the address.
    """

    kind: RecordKind
    details: type[D]
    title: Promise
    route: str
    home: str
    steps: Callable[[D], tuple[Step[D], ...]]
    settle: Callable[[D, date], D] = _unsettled
    is_repeated: bool = True

    def open_numbers(self, details: D) -> list[int]:
        """The questions without an answer."""
        return [
            number for number, step in self._questions(details) if not step.is_answered(details)
        ]

    def goes_on_at(self, details: D) -> int | None:
        """The open question after the last answered one; None where none is left after it."""
        answered = [n for n, step in self._questions(details) if step.is_answered(details)]
        last = max(answered, default=0)
        return next((number for number in self.open_numbers(details) if number > last), None)

    def _questions(self, details: D) -> list[tuple[int, Step[D]]]:
        steps = enumerate(self.steps(details), start=1)
        return [(number, step) for number, step in steps if step.asks]


def _shown(stored: Any) -> Any:
    return ClaimedTime.from_json(stored) if isinstance(stored, dict) else stored


def _kept(answer: Any) -> Any:
    if isinstance(answer, ClaimedTime):
        return answer.to_json()
    return tuple(answer) if isinstance(answer, list) else answer


def _incident_steps(details: IncidentDetails) -> tuple[Step[IncidentDetails], ...]:
    return (
        Step(incidents.WhatForm),
        Step(incidents.WhereForm),
        Step(incidents.LinksForm),
        Step(incidents.WhenForm),
        Step(incidents.WhoForm),
        Step(incidents.ProofForm, "cases/incidents/proof.html"),
        Step(incidents.NoteForm),
    )


def _contact_steps(details: ContactDetails) -> tuple[Step[ContactDetails], ...]:
    return (
        Step(contact.StillInContactForm),
        *_cutting(details),
        Step(contact.SharedForm),
        Step(contact.TrustedForm),
    )


def _silent_contact_steps(details: ContactDetails) -> tuple[Step[ContactDetails], ...]:
    """Before there is a safety plan nothing is asked or said about blocking, whatever she
    answered about it at another time."""
    is_planned = details.safety_plan == Answer.YES
    return (
        Step(contact.StillInContactForm),
        Step(contact.SafetyPlanForm, CONTACT_PAGE),
        *(_cutting(details) if is_planned else (Step(contact.ChannelsForm),)),
        Step(contact.SharedForm),
        Step(contact.TrustedForm),
    )


def _cutting(details: ContactDetails) -> tuple[Step[ContactDetails], ...]:
    """The checklists that change something come only where she says that it is safe."""
    checklists: tuple[Step[ContactDetails], ...] = ()
    if details.safe_to_cut == Answer.YES:
        checklists = tuple(
            ChannelStep(contact.ChannelForm, CONTACT_PAGE, channel) for channel in details.channels
        )
    return (
        Step(contact.SafeToCutForm, CONTACT_PAGE),
        Step(contact.ChannelsForm),
        *checklists,
    )


def _report_steps(details: ReportDetails) -> tuple[Step[ReportDetails], ...]:
    """The ministry reads Indonesian, so its letter has no choice of language."""
    if details.is_for_ministry:
        return (
            Step(reports.PlaceForm),
            Step(reports.KindForm, "cases/reports/kind.html"),
            Step(reports.AddressesForm, "cases/reports/addresses.html"),
            Step(reports.TextForm, "cases/reports/text.html"),
            Step(reports.WayForm, "cases/reports/ministry.html"),
            Step(reports.TicketForm),
            Step(reports.StatusForm),
        )
    return (
        Step(reports.PlatformForm),
        Step(reports.KindForm, "cases/reports/kind.html"),
        Step(reports.AddressesForm, "cases/reports/addresses.html"),
        Step(reports.LanguageForm),
        Step(reports.TextForm, "cases/reports/text.html"),
        Step(reports.WayForm, "cases/reports/way.html"),
        Step(reports.TicketForm),
        Step(reports.StatusForm),
    )


def _settled_report(details: ReportDetails, today: date) -> ReportDetails:
    """A number means that it was sent; the first day on which it was is kept."""
    if details.ticket and details.status == ReportStatus.DRAFT:
        details = replace(details, status=ReportStatus.SENT.value)
    if details.status != ReportStatus.DRAFT and not details.sent_on:
        details = replace(details, sent_on=today.isoformat())
    return details


def _settled_help(details: HelpDetails, today: date) -> HelpDetails:
    """Of chosen files no packets are made, whatever she agreed to before she chose them."""
    if details.extent != GrantScope.ITEMS:
        return details
    agreed = tuple(one for one in details.consents if one == Consent.SEEN)
    return replace(details, consents=agreed)


def _help_steps(details: HelpDetails) -> tuple[Step[HelpDetails], ...]:
    """The boxes come only where she does not open everything, hours only where she is reached."""
    of_items = details.extent == GrantScope.ITEMS
    boxes: tuple[Step[HelpDetails], ...] = ()
    if of_items:
        boxes = (Step(sharing.ItemsForm, "cases/sharing/items.html"),)
    hours: tuple[Step[HelpDetails], ...] = ()
    if details.may_be_reached:
        hours = (Step(sharing.SafeTimeForm),)
    return (
        Step(sharing.OrganizationForm, "cases/sharing/organization.html"),
        Step(sharing.ExtentForm, "cases/sharing/extent.html"),
        *boxes,
        Step(sharing.FingerprintForm, "cases/sharing/fingerprint.html"),
        Step(sharing.SafeWayForm),
        *hours,
        Step(sharing.SafeWordForm),
        Step(sharing.NeedForm),
        Step(sharing.AliasForm),
        Step(sharing.ItemsConsentForm if of_items else sharing.ConsentForm),
    )


INCIDENT = Journey(
    kind=RecordKind.INCIDENT,
    details=IncidentDetails,
    title=_("Keep proof"),
    route="cases:incident",
    home="cases:incidents",
    steps=_incident_steps,
)
CONTACT = Journey(
    kind=RecordKind.CONTACT_PLAN,
    details=ContactDetails,
    title=_("Cut contact"),
    route="cases:contact",
    home="cases:task-list",
    steps=_contact_steps,
    is_repeated=False,
)
SILENT_CONTACT = replace(CONTACT, steps=_silent_contact_steps)
REPORT = Journey(
    kind=RecordKind.PLATFORM_REPORT,
    details=ReportDetails,
    title=_("Report to a platform"),
    route="cases:report",
    home="cases:reports",
    steps=_report_steps,
    settle=_settled_report,
)
HELP = Journey(
    kind=RecordKind.HELP_REQUEST,
    details=HelpDetails,
    title=_("Ask for help"),
    route="cases:help",
    home="cases:sharing",
    steps=_help_steps,
    settle=_settled_help,
)


def contact_journey(answers: Answers) -> Journey[ContactDetails]:
    """Step B as it fits her answers: at home with this person, or on a watched phone, with a
    safety plan before anything that could be noticed."""
    return SILENT_CONTACT if make_plan(answers).is_silent else CONTACT
