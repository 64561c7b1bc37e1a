"""What a report can be prepared from: addresses in her notes, a text, and the way to send it."""

from cases.details import ReportDetails
from cases.forms.fields import without_repeats
from cases.reading import incidents_of
from cases.sealing import CaseKeys
from resources.enums import ReportKind
from resources.exceptions import NothingToReport
from resources.letters import ReportFacts, prepare_letter
from resources.models import Platform
from resources.questionnaire import Answers

FOR_OTHERS = frozenset({"orang_lain_setuju", "orang_lain_belum", "anak_saya"})
CHILD = frozenset({"u18_dulu_kini", "u18_dulu"})


def known_addresses(keys: CaseKeys, platform: str) -> tuple[str, ...]:
    """Addresses and accounts she wrote down, those on this platform first."""
    found = sorted(incidents_of(keys), key=lambda one: one.details.platform != platform)
    return without_repeats(
        line for one in found for line in (*one.details.addresses, *one.details.accounts)
    )


def suggested_kind(answers: Answers) -> str:
    """A child in the picture decides the way in; else intimate content is the usual reason."""
    is_child = CHILD.intersection(answers.get("q02_usia", ()))
    return (ReportKind.UNDERAGE if is_child else ReportKind.NCII).value


def prepared_text(details: ReportDetails, platform: Platform | None, answers: Answers) -> str:
    """The letter in the language she chose; empty as long as there is nothing to report."""
    facts = ReportFacts(
        platform=str(platform.name) if platform else details.platform,
        kind=ReportKind(details.kind or suggested_kind(answers)),
        addresses=details.addresses,
        for_another=bool(FOR_OTHERS.intersection(answers.get("q01_siapa", ()))),
    )
    try:
        return prepare_letter(facts).body.in_language(details.language or "id")
    except NothingToReport:
        return ""
