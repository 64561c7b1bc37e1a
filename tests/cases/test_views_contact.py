from django.test import Client

from cases.details import ContactDetails
from cases.enums import RecordKind
from cases.reading import only
from tests.cases.pages import page
from tests.cast import Cast, client_of, make_case


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


def test_a_person_in_the_same_home_is_warned_before_the_question(cast: Cast) -> None:
    gate = {"q02_usia": ["dewasa"], "q11_pelaku": ["pasangan"]}
    case = make_case(owner=cast.ani, gate=gate)
    response = client_of(cast.ani).get(page(case, "contact-step", 2))
    assert response.context["is_silent"] is True
    assert b"notice care" in response.content


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
