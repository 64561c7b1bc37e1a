"""The organisation's key on its page: its words, a new one, three sheets of paper."""

import io
import re
import sys

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from accounts.enums import MemberRole
from accounts.models import KeyPair, Membership, RecoverySheets
from accounts.sealing import fingerprint_of
from custody.enums import CustodyAction
from tests.accounts.browsing import let_secret_grow_old
from tests.workbench.desk import Desk, text_of

KEY, RENEW, SHEETS, SHOWN = "/k/kunci/", "/k/kunci/1/", "/k/kunci/2/", "/k/kunci/3/"


def words_of(desk: Desk) -> str:
    pair = KeyPair.objects.current().get(organization=desk.people.satu)
    return " ".join(fingerprint_of(pair))


def printed(lina: Client) -> list[str]:
    lina.post(SHEETS)
    return re.findall(r'class="code">([^<]+)<', text_of(lina, SHOWN))


def test_a_new_key_has_new_words_and_every_case_moves_to_it(desk: Desk, lina: Client) -> None:
    before = words_of(desk)
    assert before in text_of(lina, KEY)
    assert lina.post(RENEW)["Location"] == KEY
    assert before not in text_of(lina, KEY)
    assert words_of(desk) in text_of(lina, KEY)
    assert lina.get(desk.page("case")).status_code == 200
    assert desk.log(CustodyAction.CASE_KEY_RENEWED)


@pytest.mark.parametrize("page", [RENEW, SHEETS])
def test_the_password_is_asked_for_again(lina: Client, page: str) -> None:
    let_secret_grow_old(lina)
    assert lina.post(page)["Location"] == "/ulang"
    assert not RecoverySheets.objects.exists()


def test_sheets_are_shown_until_they_are_on_paper_and_never_again(lina: Client) -> None:
    sheets = printed(lina)
    assert len(set(sheets)) == 3
    assert text_of(lina, SHOWN).count('class="code"') == 3
    assert lina.post(SHOWN)["Location"] == KEY
    assert lina.get(SHOWN)["Location"] == KEY


def recover(monkeypatch: pytest.MonkeyPatch, *sheets: str) -> None:
    """The command as two people run it, one sheet each."""
    lines = [*sheets, "kata sandi pimpinan baru"]
    monkeypatch.setattr(sys, "stdin", io.StringIO("\n".join(lines) + "\n"))
    who = {"lead_email": "nina@contoh.id", "lead_name": "Nina"}
    call_command("org_recover", "LBH Satu", **who, stdout=io.StringIO())


def test_two_sheets_make_a_new_lead(
    desk: Desk, lina: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    sheets = printed(lina)
    recover(monkeypatch, sheets[1].lower(), sheets[2])
    nina = Membership.objects.get(alias="Nina")
    assert (nina.role, nina.organization) == (MemberRole.LEAD, desk.people.satu)
    assert desk.log(CustodyAction.CASE_KEY_RECOVERED)
    assert "has to be replaced" in text_of(lina, KEY)


def test_one_sheet_twice_or_a_slip_makes_nobody_a_lead(
    lina: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    sheets = printed(lina)
    for tried in ((sheets[0], sheets[0]), (sheets[0], sheets[1][:-1] + "X"), ("", "")):
        with pytest.raises(CommandError):
            recover(monkeypatch, *tried)
    assert not Membership.objects.filter(alias="Nina").exists()
