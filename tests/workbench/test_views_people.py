"""The pages about members: who leaves, who lost a password, who waits for the key."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Membership, OrganizationKeyWrap
from tests.accounts.browsing import let_secret_grow_old
from tests.cast import PASSWORD, Person, client_of, make_staff, sign_in_staff
from tests.workbench.desk import Desk, browser_of, text_of

NEW = "kalimat sandi yang baru"
PEOPLE = "/k/orang/"


def page(name: str, person: Person) -> str:
    return reverse(f"workbench:{name}", args=[person.membership.id])


@pytest.fixture
def oka(desk: Desk) -> Client:
    return browser_of(desk.people.oka)


def test_lead_and_admin_see_who_belongs_and_who_left(desk: Desk, lina: Client, oka: Client) -> None:
    lina.post(page("person-end", desk.people.citra))
    for browser in (lina, oka):
        shown = text_of(browser, PEOPLE)
        assert "Budi" in shown
        assert shown.index("Left") < shown.index("Citra")
        assert "Dewi" not in shown


def test_the_admin_lands_here_after_signing_in(desk: Desk) -> None:
    answer = sign_in_staff(Client(), desk.people.oka.email)
    assert answer["Location"] == PEOPLE


def test_a_membership_ends_only_by_post_and_with_a_recent_secret(desk: Desk, oka: Client) -> None:
    where = page("person-end", desk.people.citra)
    assert "Citra leaves" in text_of(oka, where)
    let_secret_grow_old(oka)
    assert oka.post(where)["Location"] == reverse("accounts:reenter")
    assert Membership.objects.get(pk=desk.people.citra.membership.pk).is_active


def test_members_of_another_organization_do_not_exist_here(desk: Desk, lina: Client) -> None:
    for name in ("person-end", "person-reset", "person-key"):
        assert lina.get(page(name, desk.people.dewi)).status_code == 404
        assert lina.post(page(name, desk.people.dewi)).status_code == 404


def test_a_lost_password_ends_in_a_new_one(desk: Desk, lina: Client) -> None:
    answer = lina.post(page("person-reset", desk.people.budi), follow=True)
    found = re.search(r'class="code">([^<]+)<', answer.content.decode())
    assert found
    assert 'class="code"' not in text_of(lina, PEOPLE)
    fresh = Client()
    given = {"code": found[1], "password": NEW}
    assert fresh.post(reverse("accounts:staff-code"), given)["Location"] == "/kerja"
    assert sign_in_staff(fresh, desk.people.budi.email, NEW)["Location"] == "/k/"
    assert desk.case.ref not in text_of(fresh, "/k/")


@pytest.mark.parametrize("given", [{"code": "x", "password": NEW}, {"code": "0" * 26}])
def test_what_is_no_code_or_no_password_changes_nothing(desk: Desk, given: dict[str, str]) -> None:
    answer = Client().post(reverse("accounts:staff-code"), given)
    assert answer.status_code == 200
    assert sign_in_staff(Client(), desk.people.budi.email)["Location"] == "/k/"


def test_a_lead_with_a_new_pair_is_given_the_key_by_another(desk: Desk, lina: Client) -> None:
    mira = make_staff(name="Mira")
    Membership.objects.create(
        user=mira.user,
        organization=desk.people.satu,
        role="lead",
        alias="Mira",
        joined_on=desk.case.created_on,
    )
    assert "waits for the organisation’s key" in text_of(lina, PEOPLE)
    assert lina.post(page("person-key", mira))["Location"] == PEOPLE
    assert OrganizationKeyWrap.objects.filter(holder__user=mira.user).exists()
    assert mira.keys(desk.case).epochs == (1,)


def test_a_changed_password_closes_every_other_place(desk: Desk, budi: Client) -> None:
    elsewhere = client_of(desk.people.budi)
    answer = budi.post(reverse("accounts:new-password"), {"password": NEW})
    assert answer["Location"] == "/k/"
    assert desk.case.ref in text_of(budi, "/k/")
    assert elsewhere.get("/k/").status_code == 302
    assert sign_in_staff(Client(), desk.people.budi.email, PASSWORD).status_code == 200


def test_a_short_new_password_is_not_taken(desk: Desk, budi: Client) -> None:
    answer = budi.post(reverse("accounts:new-password"), {"password": "pendek"})
    assert "15 characters" in answer.content.decode()
    assert sign_in_staff(Client(), desk.people.budi.email)["Location"] == "/k/"
