import re
from html import unescape

import pytest
from django.test import Client

from cases.details import ContactDetails
from cases.enums import Channel, ChannelAct, RecordKind
from cases.forms.contact import DONE, ChannelForm, SafeToCutForm
from cases.models import Case
from cases.reading import only
from cases.services import save_record
from resources.ways import way_for
from tests.cases.pages import page
from tests.cast import ADULT_GATE as ADULT
from tests.cast import Cast, client_of, make_case

AT_HOME = ADULT | {"q12_serumah": ["ya"]}
SAVED, NOTHING = ChannelAct.SAVED.value, ChannelAct.NOTHING.value
TEXT = re.compile(r"(?<=>)[^<]+(?=<)")


def write(cast: Cast, case: Case, details: ContactDetails) -> None:
    save_record(cast.ani.actor, cast.ani.keys(case), RecordKind.CONTACT_PLAN, details)


def kept(cast: Cast) -> ContactDetails:
    found = only(cast.ani.keys(cast.case), RecordKind.CONTACT_PLAN, ContactDetails)
    return found.details if found else ContactDetails()


def answer(client: Client, address: str, *answers: dict[str, object]) -> str:
    for one in answers:
        response = client.post(address, one)
        assert response.status_code == 302, response.context["form"].errors
        address = response["Location"]
    return address


def test_ani_cuts_contact_channel_by_channel(cast: Cast, ani: Client) -> None:
    """It is safe for her: after the channels each has its own checklist."""
    ended_at = answer(
        ani,
        page(cast.case, "contact-step", 1),
        {"still_in_contact": "yes"},
        {"safe_to_cut": "yes"},
        {"channels": ["whatsapp", "tiktok"]},
        {"acts": ["saved", "blocked"]},
        {"skip": "1"},
        {"shared": ["location"]},
        {"trusted_person": "Sari"},
    )
    assert ended_at == page(cast.case, "contact-check")
    details = kept(cast)
    assert details.done == {"whatsapp": ["saved", "blocked"]}
    assert (details.shared, details.trusted_person) == (("location",), "Sari")


def test_where_it_is_not_safe_no_checklist_is_shown(cast: Cast, ani: Client) -> None:
    last = answer(
        ani,
        page(cast.case, "contact-step", 2),
        {"safe_to_cut": "no"},
        {"channels": ["whatsapp"]},
    )
    assert ani.get(last).context["form"].fields.keys() == {"shared"}
    check = ani.get(page(cast.case, "contact-check"))
    assert check.context["plan_first"] is True
    assert check.content.decode().count("/bantuan/") >= 1


@pytest.mark.parametrize(
    "near", [{"q11_pelaku": ["pasangan"]}, {"q12_serumah": ["kadang"]}, {"q10_akun": ["diawasi"]}]
)
def test_at_home_or_on_a_watched_phone_the_plan_is_asked_for_first(
    near: dict[str, list[str]], cast: Cast
) -> None:
    case = make_case(owner=cast.ani, gate=ADULT | near)
    response = client_of(cast.ani).get(page(case, "contact-step", 2))
    assert response.context["form"].fields.keys() == {"safety_plan"}
    assert b"notice care" in response.content


@pytest.mark.parametrize("plan", [{"safety_plan": "no"}, {"safety_plan": "unknown"}, {"skip": "1"}])
def test_at_home_without_a_plan_nothing_about_blocking_is_shown(
    plan: dict[str, object], cast: Cast
) -> None:
    """She wrote once that it is safe; then it turns out that this person lives with her."""
    case, ani = make_case(owner=cast.ani, gate=AT_HOME), client_of(cast.ani)
    write(cast, case, ContactDetails(safe_to_cut="yes", channels=("whatsapp",)))
    first = page(case, "contact-step", 2)
    last = answer(ani, first, plan, {"channels": ["whatsapp"]}, {"shared": ["location"]})
    assert ani.get(last).context["form"].fields.keys() == {"trusted_person"}
    check = ani.get(page(case, "contact-check"))
    questions = [row.question for row in check.context["rows"]]
    assert len(questions) == 5
    assert not {SafeToCutForm.base_fields["safe_to_cut"].label} & set(questions)
    assert check.context["needs_plan"] is True


def test_at_home_with_a_plan_the_checklists_open(cast: Cast) -> None:
    case, ani = make_case(owner=cast.ani, gate=AT_HOME), client_of(cast.ani)
    last = answer(
        ani,
        page(case, "contact-step", 1),
        {"still_in_contact": "yes"},
        {"safety_plan": "yes"},
        {"safe_to_cut": "yes"},
        {"channels": ["whatsapp"]},
    )
    assert ani.get(last).context["form"].fields.keys() == {"acts"}
    check = ani.get(page(case, "contact-check"))
    assert check.context["needs_plan"] is check.context["plan_first"] is False


def test_her_notes_lead_back_to_the_question_for_the_plan(cast: Cast) -> None:
    case, ani = make_case(owner=cast.ani, gate=AT_HOME), client_of(cast.ani)
    ani.post(page(case, "contact-step", 1), {"still_in_contact": "yes"})
    last = ani.get(page(case, "task-list")).context["last"]
    assert ani.get(last.url).context["form"].fields.keys() == {"safety_plan"}


@pytest.mark.parametrize("channel", Channel)
def test_each_channel_says_what_an_act_does_to_proof_and_contact(
    channel: Channel, cast: Cast, ani: Client
) -> None:
    write(cast, cast.case, ContactDetails(safe_to_cut="yes", channels=(channel.value,)))
    response = ani.get(page(cast.case, "contact-step", 4))
    shown, way = unescape(response.content.decode()), way_for(channel.place)
    for act in way.acts:
        assert {str(act.proof), str(act.contact), *map(str, act.how)} <= set(TEXT.findall(shown))
    offered = [value for value, _ in response.context["form"].fields["acts"].choices]
    assert offered == [SAVED, *(DONE[act.kind] for act in way.acts), NOTHING]


def test_what_she_ticked_before_stays_although_it_is_offered_no_more(cast: Cast) -> None:
    form = ChannelForm(initial={"acts": ["deactivated"]}, channel="whatsapp")
    assert "deactivated" in dict(form.fields["acts"].choices)


@pytest.mark.parametrize(
    ("gate", "count"), [(ADULT, 1), ({**ADULT, "q02_usia": ["u18_dulu_kini"]}, 0)]
)
def test_under_18_a_checklist_speaks_of_no_screenshot(
    gate: dict[str, list[str]], count: int, cast: Cast
) -> None:
    case = make_case(owner=cast.ani, gate=gate)
    write(cast, case, ContactDetails(safe_to_cut="yes", channels=("tiktok",)))
    shown = client_of(cast.ani).get(page(case, "contact-step", 4)).content.decode()
    assert shown.count("Tangkapan layar") == count


@pytest.mark.parametrize("name", ["contact-check", "contact-step"])
def test_where_money_is_demanded_not_paying_and_the_numbers_come_first(
    name: str, cast: Cast
) -> None:
    case = make_case(owner=cast.ani, gate=ADULT | {"q07_tuntutan": ["uang"]})
    place = [2] if name == "contact-step" else []
    shown = client_of(cast.ani).get(page(case, name, *place))
    main = shown.content.decode().partition('<main id="main"')[2]
    assert shown.context["is_extorted"] is True
    assert main.index("notice care") < main.index("</form>" if place else "btn")
    assert page(case, "incidents") in main


def test_nothing_yet_stands_alone_in_a_checklist(cast: Cast, ani: Client) -> None:
    answer(ani, page(cast.case, "contact-step", 2), {"safe_to_cut": "yes"}, {"channels": ["x"]})
    response = ani.post(page(cast.case, "contact-step", 4), {"acts": ["saved", "nothing"]})
    assert "acts" in response.context["form"].errors


def test_it_is_one_record_however_often_it_changes(cast: Cast, ani: Client) -> None:
    for safe in ("yes", "no", "unknown"):
        ani.post(page(cast.case, "contact-step", 2), {"safe_to_cut": safe})
    assert cast.case.records.of_kind(RecordKind.CONTACT_PLAN).count() == 1
    assert kept(cast).safe_to_cut == "unknown"


def test_the_check_page_leads_on_to_what_is_open(cast: Cast, ani: Client) -> None:
    ani.post(page(cast.case, "contact-step", 1), {"still_in_contact": "yes"})
    walk = ani.get(page(cast.case, "contact-check")).context["walk"]
    assert walk.go_on_url == page(cast.case, "contact-step", 2)
