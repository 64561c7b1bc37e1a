"""Her plan: what she does with its cards, what she adds, and what it says when it changed."""

import pytest
from django.test import Client
from django.utils.translation import override

from cases import services
from cases.details import ContactDetails, IncidentDetails, OwnCard, PlanDetails
from cases.enums import RecordKind
from cases.reading import only
from cases.services.plan import MOST_OWN_CARDS
from resources.questionnaire import questionnaire
from tests.cases.pages import acts, make_record, page
from tests.cast import Cast

TEXT = "Menelepon kakak"


def tell(cast: Cast, question: str, *chosen: str) -> None:
    services.answer_question(cast.ani.actor, cast.ani.keys(cast.case), question, chosen)


def sections(ani: Client, cast: Cast) -> dict[str, list[str]]:
    """The cards and her own words below each heading."""
    shown = ani.get(page(cast.case, "plan")).context["sections"]
    with override("en"):
        return {
            str(section.title): [card.card.id for card in section.cards]
            + [own.text for own in section.own]
            for section in shown
        }


def press(ani: Client, cast: Cast, **sent: str) -> None:
    assert ani.post(page(cast.case, "plan"), sent).status_code == 302


def kept(cast: Cast) -> PlanDetails:
    found = only(cast.ani.keys(cast.case), RecordKind.SAFETY_PLAN, PlanDetails)
    return found.details if found else PlanDetails()


def test_what_she_puts_off_did_or_left_moves_to_its_place(ani: Client, cast: Cast) -> None:
    tell(cast, "q06_tahap", "publik")
    first = sections(ani, cast)["Now"]
    assert {"A_TERSEBAR", "A_BUKTI"} <= set(first)
    for choice, heading in (("later", "Later"), ("done", "Done"), ("skipped", "Not for me")):
        press(ani, cast, card="A_BUKTI", choice=choice)
        now = sections(ani, cast)
        assert "A_BUKTI" in now[heading]
        assert "A_BUKTI" not in now["Now"]
    press(ani, cast, card="A_BUKTI", choice="")
    assert sections(ani, cast)["Now"] == first


def test_what_she_takes_on_stays_where_it_is(ani: Client, cast: Cast) -> None:
    tell(cast, "q06_tahap", "publik")
    before = sections(ani, cast)
    press(ani, cast, card="A_BUKTI", choice="taken")
    assert sections(ani, cast) == before
    assert kept(cast).choices == {"A_BUKTI": "taken"}


def test_she_adds_something_of_her_own_and_does_it(ani: Client, cast: Cast) -> None:
    answer = ani.post(page(cast.case, "plan-add"), {"text": TEXT, "when": "week"})
    assert answer["Location"] == page(cast.case, "plan")
    assert sections(ani, cast)["This week"] == [TEXT]
    own = kept(cast).own[0]
    press(ani, cast, own=own.id, choice="done")
    assert sections(ani, cast)["Done"] == [TEXT]
    press(ani, cast, own=own.id, choice="skipped")
    assert kept(cast).own == ()


@pytest.mark.parametrize("wrong", [{"text": "", "when": "now"}, {"text": TEXT, "when": "kapan"}])
def test_what_is_no_card_is_asked_again(ani: Client, cast: Cast, wrong: dict[str, str]) -> None:
    answer = ani.post(page(cast.case, "plan-add"), wrong)
    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert kept(cast).own == ()


def test_a_made_up_card_of_her_own_changes_nothing(ani: Client, cast: Cast) -> None:
    assert (
        ani.post(page(cast.case, "plan"), {"own": "zzzzzzzz", "choice": "done"}).status_code == 200
    )
    assert kept(cast) == PlanDetails()


def test_the_plan_says_what_changed_until_she_has_seen_it(ani: Client, cast: Cast) -> None:
    tell(cast, "q24_blokir", "belum")
    press(ani, cast, card="A_BUKTI", choice="taken")
    assert changes(ani, cast) == {}
    tell(cast, "q12_serumah", "ya")
    tell(cast, "q06_tahap", "publik")
    told = changes(ani, cast)
    assert told["Cut contact step by step"] == "Waits for now:"
    assert told["Already spread: write it down first, then report"] == "New:"
    press(ani, cast)
    assert changes(ani, cast) == {}


def changes(ani: Client, cast: Cast) -> dict[str, str]:
    told = ani.get(page(cast.case, "plan")).context["changes"]
    with override("en"):
        titles = {card.id: str(card.title) for card in questionnaire().cards}
        return {titles[one.card]: str(one.kind) for one in told}


def test_going_back_to_the_first_answer_leaves_nothing_to_tell(ani: Client, cast: Cast) -> None:
    tell(cast, "q06_tahap", "publik")
    press(ani, cast, card="A_BUKTI", choice="taken")
    tell(cast, "q06_tahap", "ancaman")
    assert changes(ani, cast)
    tell(cast, "q06_tahap", "publik")
    assert changes(ani, cast) == {}


def test_a_plan_she_cannot_know_yet_is_not_compared(ani: Client, cast: Cast) -> None:
    for question, chosen in (("q17_khawatir", "uang"), ("q13_data", "alamat")):
        tell(cast, question, chosen)
    assert changes(ani, cast) == {}
    tell(cast, "q14_kenali", "wajah")
    tell(cast, "q06_tahap", "publik")
    assert changes(ani, cast)


@pytest.mark.parametrize("relation", ["pasangan", "keluarga"])
def test_somebody_close_in_her_notes_starts_the_silent_path(
    ani: Client, cast: Cast, relation: str
) -> None:
    for one in (relation, "asing"):
        make_record(owner=cast.ani, case=cast.case, details=IncidentDetails(relation=one))
    assert ani.get(page(cast.case, "plan")).context["is_silent"]
    tell(cast, "q11_pelaku", "asing")
    assert not ani.get(page(cast.case, "plan")).context["is_silent"]


def test_the_plan_remembers_nothing_of_an_answer_that_is_not_kept(cast: Cast) -> None:
    tell(cast, "q06_tahap", "publik")
    before = acts(cast.ani, cast.case)
    tell(cast, "q05_diri", "ya_kini")
    assert acts(cast.ani, cast.case) == before
    assert "A_KRISIS" not in kept(cast).known


def test_a_card_says_how_at_the_places_she_wrote_down(ani: Client, cast: Cast) -> None:
    make_record(owner=cast.ani, case=cast.case, details=IncidentDetails(platform="telegram"))
    services.save_record(
        cast.ani.actor,
        cast.ani.keys(cast.case),
        RecordKind.CONTACT_PLAN,
        ContactDetails(channels=("whatsapp",)),
    )
    tell(cast, "q06_tahap", "publik")
    shown = ani.get(page(cast.case, "plan")).context["sections"]
    cards = {card.card.id: card for section in shown for card in section.cards}
    assert [there.name for there in cards["A_BUKTI"].there] == ["Telegram", "WhatsApp"]
    assert cards["A_BUKTI"].there[0].steps


def test_past_fifty_of_her_own_the_oldest_that_is_done_goes(cast: Cast) -> None:
    keys, ani = cast.ani.keys(cast.case), cast.ani.actor
    full = tuple(OwnCard(str(n), TEXT, "now", is_done=n == 3) for n in range(MOST_OWN_CARDS))
    services.save_record(ani, keys, RecordKind.SAFETY_PLAN, PlanDetails(own=full))
    services.add_own_card(ani, keys, "lagi", "now")
    own = kept(cast).own
    assert (len(own), own[-1].text) == (MOST_OWN_CARDS, "lagi")
    assert "3" not in [card.id for card in own]


def test_with_fifty_open_ones_she_is_told_and_keeps_her_text(ani: Client, cast: Cast) -> None:
    full = tuple(OwnCard(str(n), TEXT, "now") for n in range(MOST_OWN_CARDS))
    keys = cast.ani.keys(cast.case)
    services.save_record(cast.ani.actor, keys, RecordKind.SAFETY_PLAN, PlanDetails(own=full))
    answer = ani.post(page(cast.case, "plan-add"), {"text": "lagi", "when": "now"})
    assert answer.status_code == 200
    assert answer.context["form"].errors.keys() == {"text"}
    assert answer.context["form"]["text"].value() == "lagi"
    assert kept(cast).own == full


def test_plans_of_before_open_without_what_is_new() -> None:
    old = PlanDetails.from_json({"choices": {"A_BUKTI": "done"}})
    assert old == PlanDetails(choices={"A_BUKTI": "done"})
    new = PlanDetails(own=(OwnCard("a", TEXT, "now"),), known={"A_BUKTI": "now"})
    assert PlanDetails.from_json(new.to_json()) == new
