"""What the risk map keeps, and what it must not."""

import pytest

from cases import services
from cases.details import AnswersDetails, PlanDetails
from cases.enums import RecordKind
from cases.models import RecordRevision
from cases.reading import answers_of, only
from core.exceptions import NotPermitted
from custody.enums import CustodyAction
from resources.exceptions import AnswerNotAllowed
from tests.cases.pages import acts
from tests.cast import Cast


def answer(cast: Cast, question: str, *chosen: str) -> None:
    services.answer_question(cast.ani.actor, cast.ani.keys(cast.case), question, chosen)


def test_an_answer_is_sealed_and_told_in_the_chain(cast: Cast) -> None:
    answer(cast, "q13_data", "alamat", "telepon")
    assert answers_of(cast.ani.keys(cast.case))["q13_data"] == ["alamat", "telepon"]
    assert acts(cast.ani, cast.case)[-1] == CustodyAction.RECORD_ADDED


def test_the_same_answer_twice_is_one_revision(cast: Cast) -> None:
    answer(cast, "q13_data", "alamat")
    answer(cast, "q13_data", "alamat")
    assert acts(cast.ani, cast.case)[-1] == CustodyAction.RECORD_ADDED


@pytest.mark.parametrize(
    ("question", "chosen"), [("q05_diri", "ya_kini"), ("q22_kriminal", "kirim_lagi")]
)
def test_crisis_and_self_incriminating_answers_leave_no_trace(
    cast: Cast, question: str, chosen: str
) -> None:
    before = (RecordRevision.objects.count(), acts(cast.ani, cast.case))
    answer(cast, question, chosen)
    assert (RecordRevision.objects.count(), acts(cast.ani, cast.case)) == before
    assert question not in answers_of(cast.ani.keys(cast.case))


def test_changing_to_an_answer_that_is_not_kept_takes_the_old_one_out(cast: Cast) -> None:
    answer(cast, "q09_jenis", "rekayasa")
    answer(cast, "q09_jenis", "asli_setuju")
    found = only(cast.ani.keys(cast.case), RecordKind.RISK_ASSESSMENT, AnswersDetails)
    assert found is not None
    assert found.details.answers == {}


def test_what_is_not_offered_is_refused(cast: Cast) -> None:
    with pytest.raises(AnswerNotAllowed):
        answer(cast, "q13_data", "made_up")


def test_budi_cannot_answer_for_her(cast: Cast) -> None:
    keys = cast.budi.keys(cast.case)
    with pytest.raises(NotPermitted):
        services.answer_question(cast.budi.actor, keys, "q13_data", ["alamat"])
    with pytest.raises(NotPermitted):
        services.choose_card(cast.budi.actor, keys, "A_BUKTI", "done")


def test_a_card_is_marked_and_opened_again(cast: Cast) -> None:
    keys = cast.ani.keys(cast.case)
    for choice, kept in (("done", {"A_BUKTI": "done"}), ("", {})):
        services.choose_card(cast.ani.actor, keys, "A_BUKTI", choice)
        found = only(keys, RecordKind.SAFETY_PLAN, PlanDetails)
        assert found is not None
        assert found.details.choices == kept
