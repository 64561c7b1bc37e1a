from collections.abc import Callable
from dataclasses import replace

import pytest
from django.test import Client
from django.urls import reverse

from accounts.sealing import fingerprint_of
from cases.details import HelpDetails, IncidentDetails
from cases.enums import RecordKind
from cases.exceptions import NoKey
from cases.models import Case, Grant
from cases.reading import incidents_of, opened_all
from cases.views.steps import NEW
from custody.enums import CustodyAction
from tests.cases.pages import acts, make_record, page, query_count, read, walk
from tests.cast import Cast, client_of, make_organization, make_staff


def asked(cast: Cast, *consents: str) -> HelpDetails:
    return HelpDetails(
        organization=str(cast.dua.id), extent="whole", alias="Melati", consents=consents
    )


def test_ani_asks_lbh_dua_for_help(cast: Cast, ani: Client) -> None:
    """Nothing is opened before the last page; then Dewi can read, and Ani sees a receipt."""
    answers = [
        {"organization": str(cast.dua.id)},
        {"extent": "whole"},
        {"save": "1"},
        {"ways": ["message"], "safe_way": "WhatsApp, teks saja"},
        {"safe_hours": "9-15", "zone": "WITA", "message_left": "neutral"},
        {"safe_word": "mangga"},
        {"needs": ["company"], "need": "Ditemani ke polisi"},
        {"alias": "Melati"},
        {"consents": ["seen"]},
    ]
    check = walk(ani, cast.case, "help", answers)
    assert not Case.objects.visible_to(cast.dewi.actor).exists()
    record = ani.get(check).context["walk"].record
    sent = ani.post(page(cast.case, "help-share", record.ref), {"save": "1"})["Location"]
    assert sent == page(cast.case, "help-sent", record.ref)
    assert "mangga" not in ani.get(sent).content.decode()
    grant = Grant.objects.live().get(organization=cast.dua)
    assert grant.may_build_packets is False
    assert acts(cast.ani, cast.case)[-1] == CustodyAction.CASE_GRANT_CREATED
    assert incidents_of(cast.dewi.keys(cast.case)) == []


def test_before_she_shares_she_is_told_what_stands_in_their_list(cast: Cast, ani: Client) -> None:
    record = make_record(owner=cast.ani, case=cast.case, details=asked(cast, "seen"))
    ani.cookies["__Host-l"] = "en"
    shown = ani.get(page(cast.case, "help-share", record.ref)).content.decode()
    assert "situation stand in the list of the organisation" in shown


def test_what_she_wrote_reaches_the_organisation_she_asked(cast: Cast, ani: Client) -> None:
    record = make_record(owner=cast.ani, case=cast.case, details=asked(cast, "seen", "passed_on"))
    ani.post(page(cast.case, "help-share", record.ref), {"save": "1"})
    keys = cast.dewi.keys(cast.case)
    requests = opened_all(keys, keys.case.records.of_kind(RecordKind.HELP_REQUEST), HelpDetails)
    assert [one.details.alias for one in requests] == ["Melati"]
    assert Grant.objects.live().get(organization=cast.dua).may_build_packets is True


def test_the_words_of_the_organisations_key_are_shown(cast: Cast, ani: Client) -> None:
    record = make_record(owner=cast.ani, case=cast.case, details=asked(cast))
    shown = ani.get(page(cast.case, "help-step", record.ref, 3))
    assert shown.context["words"] == fingerprint_of(cast.dua.key_pairs.current().get())
    assert len(shown.context["words"]) == 8


def test_without_her_yes_nothing_is_opened(cast: Cast, ani: Client) -> None:
    record = make_record(owner=cast.ani, case=cast.case, details=asked(cast, "passed_on"))
    check = ani.get(page(cast.case, "help-check", record.ref))
    assert check.context["may_share"] is False
    response = ani.post(page(cast.case, "help-share", record.ref), {"save": "1"})
    assert response.status_code == 409
    assert not Grant.objects.live().filter(organization=cast.dua).exists()


def test_sharing_asks_for_the_words_again(
    cast: Cast, ani: Client, has_old_secret: Callable[[], None]
) -> None:
    record = make_record(owner=cast.ani, case=cast.case, details=asked(cast, "seen"))
    has_old_secret()
    response = ani.post(page(cast.case, "help-share", record.ref), {"save": "1"})
    assert response["Location"] == reverse("accounts:reenter")
    assert not Grant.objects.live().filter(organization=cast.dua).exists()


def test_taking_back_asks_for_the_words_again(
    cast: Cast, ani: Client, has_old_secret: Callable[[], None]
) -> None:
    has_old_secret()
    response = ani.post(page(cast.case, "take-back", cast.case.grants.get().ref), {"save": "1"})
    assert response["Location"] == reverse("accounts:reenter")
    assert cast.case.grants.live().count() == 1


def test_taking_back_closes_the_case_to_everybody_there(cast: Cast, ani: Client) -> None:
    """Lina and Budi of LBH Satu get 404 from then on, and hold no key to what is written."""
    browsers = [client_of(cast.lina), client_of(cast.budi)]
    address = reverse("workbench:case", args=[cast.case.ref])
    assert [one.get(address).status_code for one in browsers] == [200, 200]
    response = ani.post(page(cast.case, "take-back", cast.case.grants.get().ref), {"save": "1"})
    assert response["Location"] == page(cast.case, "sharing")
    assert [one.get(address).status_code for one in browsers] == [404, 404]
    assert acts(cast.ani, cast.case)[-3:] == [
        CustodyAction.CASE_GRANT_REVOKED,
        CustodyAction.CASE_UNASSIGNED,
        CustodyAction.CASE_EPOCH_STARTED,
    ]


def test_her_notes_stay_hers_after_taking_back(cast: Cast, ani: Client) -> None:
    make_record(owner=cast.ani, case=cast.case, details=IncidentDetails(forms=("ncii",)))
    ani.post(page(cast.case, "take-back", cast.case.grants.get().ref), {"save": "1"})
    ani.post(page(cast.case, "incident-step", NEW, 1), {"forms": ["doxing"]})
    forms = {one.details.forms for one in incidents_of(cast.ani.keys(cast.case))}
    assert forms == {("ncii",), ("doxing",)}


def test_a_grant_is_taken_back_once(cast: Cast, ani: Client) -> None:
    address = page(cast.case, "take-back", cast.case.grants.get().ref)
    ani.post(address, {"save": "1"})
    assert ani.get(address).status_code == 404


@pytest.mark.parametrize("number", [1, 2, 9])
def test_what_a_live_grant_rests_on_does_not_change(number: int, cast: Cast, ani: Client) -> None:
    record = make_record(owner=cast.ani, case=cast.case, details=asked(cast, "seen"))
    ani.post(page(cast.case, "help-share", record.ref), {"save": "1"})
    check = page(cast.case, "help-check", record.ref)
    assert ani.get(page(cast.case, "help-step", record.ref, number))["Location"] == check
    assert sum(not row.change_url for row in ani.get(check).context["rows"]) == 3


def test_the_way_to_reach_her_can_change_at_any_time(cast: Cast, ani: Client) -> None:
    record = make_record(owner=cast.ani, case=cast.case, details=asked(cast, "seen"))
    ani.post(page(cast.case, "help-share", record.ref), {"save": "1"})
    ani.post(page(cast.case, "help-step", record.ref, 4), {"safe_way": "jangan hubungi"})
    assert read(cast.ani, record, HelpDetails).safe_way == "jangan hubungi"


def test_only_organisations_that_can_be_asked_are_offered(cast: Cast, ani: Client) -> None:
    closed = make_organization(name="LBH Tutup", lead=make_staff(name="Tia"))
    closed.is_active = False
    closed.save()
    offered = ani.get(page(cast.case, "help-new")).context["form"].fields["organization"].choices
    assert [label for _, label in offered] == ["LBH Dua"]
    response = ani.post(page(cast.case, "help-new"), {"organization": str(closed.id)})
    assert "organization" in response.context["form"].errors


def test_with_nobody_left_to_ask_the_page_says_so(cast: Cast, ani: Client) -> None:
    cast.dua.is_active = False
    cast.dua.save()
    response = ani.get(page(cast.case, "help-new"))
    assert response.status_code == 200
    assert "form" not in response.context


def test_an_organisation_that_closed_meanwhile_gets_nothing(cast: Cast, ani: Client) -> None:
    record = make_record(owner=cast.ani, case=cast.case, details=asked(cast, "seen"))
    cast.dua.is_active = False
    cast.dua.save()
    assert ani.post(page(cast.case, "help-share", record.ref), {"save": "1"}).status_code == 409
    with pytest.raises((NoKey, Case.DoesNotExist)):
        cast.dewi.keys(cast.case)


def test_the_list_shows_who_can_read_and_what_was_written(cast: Cast, ani: Client) -> None:
    make_record(owner=cast.ani, case=cast.case, details=asked(cast))
    shown = ani.get(page(cast.case, "sharing")).context
    assert [grant.organization.name for grant in shown["grants"]] == ["LBH Satu"]
    assert [(name, is_open) for _, name, is_open in shown["rows"]] == [("LBH Dua", False)]


def test_many_requests_cost_no_more_queries(cast: Cast, ani: Client) -> None:
    make_record(owner=cast.ani, case=cast.case, details=asked(cast))
    at_one = query_count(ani, page(cast.case, "sharing"))
    for _ in range(19):
        make_record(owner=cast.ani, case=cast.case, details=asked(cast))
    assert query_count(ani, page(cast.case, "sharing")) == at_one


def test_what_exactly_and_how_reaches_the_organisation(cast: Cast, ani: Client) -> None:
    """Choices and own words stand together where Dewi reads them, with the zone of the hours."""
    told = replace(
        asked(cast, "seen"),
        needs=("company", "accounts"),
        need="Hari Selasa",
        ways=("message",),
        safe_way="0812",
        safe_hours="9-15",
        zone="WITA",
        message_left="neutral",
    )
    record = make_record(owner=cast.ani, case=cast.case, details=told)
    ani.post(page(cast.case, "help-share", record.ref), {"save": "1"})
    dewi = client_of(cast.dewi)
    dewi.cookies["__Host-l"] = "en"
    address = reverse("workbench:case", args=[cast.case.ref])
    answer = dewi.post(address, {"reason": "Saya membaca sebelum menjawab."}, follow=True)
    shown = " ".join(answer.content.decode().split())
    assert "Somebody to come along, for example to the police, Make my phone" in shown
    assert "Hari Selasa" in shown
    assert "A message, for example WhatsApp or SMS: 0812" in shown
    assert "9-15 WITA" in shown
    assert "without a name or a reason" in shown


def test_who_is_not_to_be_contacted_is_not_asked_for_hours(cast: Cast, ani: Client) -> None:
    record = make_record(owner=cast.ani, case=cast.case, details=asked(cast, "seen"))
    ani.post(page(cast.case, "help-step", record.ref, 4), {"ways": ["none"]})
    after = ani.get(page(cast.case, "help-step", record.ref, 5)).context["form"]
    assert "safe_word" in after.fields
    sent = ani.get(page(cast.case, "help-sent", record.ref), {"lang": "en"}).content.decode()
    assert "They do not contact you." in sent


def test_not_to_be_contacted_stands_alone(cast: Cast, ani: Client) -> None:
    address = page(cast.case, "help-step", NEW, 4)
    response = ani.post(address, {"ways": ["none", "call"]})
    assert "ways" in response.context["form"].errors


def test_choices_of_a_newer_version_are_left_out() -> None:
    told = HelpDetails(needs=("talk", "later_kind"), need="Singkat", ways=("later_way",))
    assert told.asks_for.endswith("\nSingkat")
    assert "later" not in told.asks_for
    assert (told.way_labels, told.message_label) == ([], "")
