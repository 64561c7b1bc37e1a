"""What a report can be prepared from: addresses in her notes, a reason that fits, and a text."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases.details import IncidentDetails, ReportDetails
from cases.forms.fields import without_repeats
from cases.reading import answers_of, gate_of, incidents_of
from cases.sealing import CaseKeys
from resources.enums import Outcome, ReportKind, RouteKind
from resources.exceptions import NothingToReport
from resources.letters import Earlier, ReportFacts, prepare_letter
from resources.models import Platform
from resources.questionnaire import Answers
from resources.selectors import route_of_kind
from resources.texts import Text

FOR_OTHERS = frozenset({"orang_lain_setuju", "orang_lain_belum", "anak_saya"})
CHILD = frozenset({"u18_dulu_kini", "u18_dulu"})
ADULT = frozenset({"dewasa"})
SPREAD = frozenset({"terkirim_terbatas", "publik"})
ONLY_THREATENED = frozenset({"ancaman"})

# What was noted at a place, the strongest reason first.
KINDS_OF_FORMS = (
    (ReportKind.DEEPFAKE, frozenset({"morphing"})),
    (ReportKind.NCII, frozenset({"ncii", "rekam_diam"})),
    (ReportKind.IMPERSONATION, frozenset({"impersonasi"})),
    (ReportKind.THREAT, frozenset({"ancaman_sebar", "sextortion"})),
)
# What the answers say, in the order in which they decide.
KINDS_OF_ANSWERS = (
    (ReportKind.IMPERSONATION, "q10_akun", frozenset({"akun_palsu"})),
    (ReportKind.THREAT, "q06_tahap", ONLY_THREATENED),
    (ReportKind.DEEPFAKE, "q09_jenis", frozenset({"rekayasa"})),
)
WHY: dict[ReportKind, Promise] = {
    ReportKind.UNDERAGE: _("Suggested because somebody under 18 can be seen."),
    ReportKind.IMPERSONATION: _("Suggested because you noted a fake account."),
    ReportKind.THREAT: _("Suggested because so far it is a threat."),
    ReportKind.DEEPFAKE: _("Suggested because it is made up, and there is a form for that here."),
    ReportKind.NCII: _("Suggested because it fits private pictures and videos."),
}
AGE_NOT_KNOWN = _("Suggested because the age is not known. Choose another one if it is 18 or over.")


@dataclass(frozen=True, slots=True)
class Told:
    """What her notes say that a report depends on."""

    answers: Answers
    notes: tuple[IncidentDetails, ...]

    @property
    def may_be_young(self) -> bool:
        """Under 18, or nobody said so: then no picture is asked for."""
        ages = frozenset(self.answers.get("q02_usia", ()))
        return not ages or not ages <= ADULT

    @property
    def is_child(self) -> bool:
        return not CHILD.isdisjoint(self.answers.get("q02_usia", ()))

    @property
    def is_spread(self) -> bool:
        is_noted = any("ncii" in note.forms for note in self.notes)
        return is_noted or not SPREAD.isdisjoint(self.answers.get("q06_tahap", ()))

    def addresses(self, platform: str) -> tuple[str, ...]:
        """Addresses and accounts she wrote down, those on this platform first."""
        found = sorted(self.notes, key=lambda note: note.platform != platform)
        return without_repeats(line for note in found for line in (*note.addresses, *note.accounts))


@dataclass(frozen=True, slots=True)
class Suggestion:
    kind: ReportKind
    why: Promise


def told_by(keys: CaseKeys) -> Told:
    """The age counts as the gate counts it: an answer that shuts it wins wherever it stands."""
    notes = tuple(one.details for one in incidents_of(keys))
    return Told({**answers_of(keys), **gate_of(keys)}, notes)


def suggested_kind(told: Told, slug: str, platform: Platform | None) -> Suggestion:
    """Age decides first, then what was noted on this platform, then the answers."""
    if told.may_be_young:
        why = WHY[ReportKind.UNDERAGE] if told.is_child else AGE_NOT_KNOWN
        return Suggestion(ReportKind.UNDERAGE, why)
    here = [note for note in told.notes if note.platform in (slug, "")]
    signs = (*_kinds_noted(here), *_kinds_answered(told.answers))
    kind = next((sign for sign in signs if _is_taken(sign, platform)), ReportKind.NCII)
    return Suggestion(kind, WHY[kind])


def _kinds_noted(notes: Collection[IncidentDetails]) -> Iterator[ReportKind]:
    forms = {form for note in notes for form in note.forms}
    return (kind for kind, named in KINDS_OF_FORMS if forms & named)


def _kinds_answered(answers: Answers) -> Iterator[ReportKind]:
    """A stage counts as a threat only where nothing else is said of it."""
    for kind, question, options in KINDS_OF_ANSWERS:
        given = frozenset(answers.get(question, ()))
        if given & options and (kind != ReportKind.THREAT or given <= options):
            yield kind


def _is_taken(kind: ReportKind, platform: Platform | None) -> bool:
    """Made-up images are a reason of their own only where the platform has a form for them."""
    if kind != ReportKind.DEEPFAKE:
        return True
    return platform is not None and route_of_kind(platform, RouteKind.DEEPFAKE) is not None


def prepared_letter(details: ReportDetails, platform: Platform | None, told: Told) -> Text:
    """The letter in both languages; empty as long as there is nothing to report."""
    suggested = suggested_kind(told, details.platform, platform).kind
    kind = ReportKind(details.kind or suggested)
    facts = ReportFacts(
        platform=str(platform.name) if platform else details.platform,
        kind=kind,
        addresses=details.addresses,
        for_another=not FOR_OTHERS.isdisjoint(told.answers.get("q01_siapa", ())),
        is_unsure=kind == ReportKind.UNDERAGE and not told.is_child,
        to_ministry=details.is_for_ministry,
        earlier=_earlier(details),
    )
    try:
        return prepare_letter(facts).body
    except NothingToReport:
        return Text("", "")


def _earlier(details: ReportDetails) -> Earlier | None:
    if not details.earlier_outcome:
        return None
    return Earlier(Outcome(details.earlier_outcome), details.earlier_ticket)
