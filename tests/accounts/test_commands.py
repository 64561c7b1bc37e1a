"""An organisation and its people are made on the command line, where no web page can be fooled."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from accounts.models import Membership, Organization, User
from accounts.services import enter_with_password

pytestmark = pytest.mark.django_db
PASSWORD = "lima belas huruf lebih"
LEAD = {"lead_email": "lina@satu.invalid", "lead_name": "Lina"}


def run(
    monkeypatch: pytest.MonkeyPatch, *arguments: str, told: str = PASSWORD, **options: str
) -> str:
    monkeypatch.setattr("sys.stdin", StringIO(f"{told}\n"))
    said = StringIO()
    call_command(*arguments, stdout=said, **options)
    return said.getvalue()


def test_founding_prints_eight_words_and_lets_the_lead_in(monkeypatch: pytest.MonkeyPatch) -> None:
    words = run(monkeypatch, "found_organization", "LBH Satu", **LEAD)
    assert len(words.split()) == 8
    lead = enter_with_password("lina@satu.invalid", PASSWORD, "192.0.2.1")
    assert lead.user.membership.role == "lead"


def test_a_member_joins_her_organisation(monkeypatch: pytest.MonkeyPatch) -> None:
    run(monkeypatch, "found_organization", "LBH Satu", **LEAD)
    who = {"organization": "LBH Satu", "email": "budi@satu.invalid", "name": "Budi"}
    run(monkeypatch, "add_staff", "paralegal", **who)
    assert Membership.objects.get(alias="Budi").organization.name == "LBH Satu"


def test_a_site_admin_belongs_to_no_organisation(monkeypatch: pytest.MonkeyPatch) -> None:
    run(monkeypatch, "add_staff", "site_admin", email="eko@situs.invalid", name="Eko")
    assert User.objects.get().is_site_admin
    assert not Membership.objects.exists()


def test_a_short_password_makes_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(CommandError):
        run(monkeypatch, "found_organization", "LBH Satu", told="pendek", **LEAD)
    assert not Organization.objects.exists()
    assert not User.objects.exists()


def test_an_unknown_organisation_gets_no_member(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(CommandError):
        run(monkeypatch, "add_staff", "lawyer", email="a@b.invalid", name="A")
    assert not User.objects.exists()
