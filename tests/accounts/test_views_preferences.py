import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import SealedPreferences, Session
from accounts.sealing import PrivateKey, open_preferences
from accounts.services import preferences_of
from cases.services import dispose_everything
from core.exceptions import NotOpened
from core.preferences import USUAL, Preferences
from tests.accounts.browsing import is_signed_in, is_staff_signed_in
from tests.accounts.conftest import move_sessions_back, new_browser
from tests.cast import Cast, Person, client_of, make_owner, sign_in

PAGE = reverse("accounts:preferences")
CHOSEN = {
    "name": "Resep",
    "lock": "5",
    "flat": "off",
    "covers": "all",
    "keys": "off",
    "look": "grey",
}
AS_CHOSEN = Preferences(
    "Resep", 5, is_flat=False, covers="all", hears_keys=False, exit_is_quiet=True
)


def choose(client: Client, **changed: str) -> int:
    return client.post(PAGE, CHOSEN | changed).status_code


def test_the_page_shows_what_holds_now(her_client: Client) -> None:
    answer = her_client.get(PAGE)
    assert answer.status_code == 200
    assert answer.context["form"].initial["lock"] == "15"


def test_what_she_chose_stands_on_the_next_page(her_client: Client) -> None:
    assert choose(her_client) == 302
    page = her_client.get(PAGE).content.decode()
    assert "<title>Settings · Resep</title>" in page
    assert 'class="exit calm"' in page
    assert "data-covers" in page
    assert "data-flat" not in page
    assert "data-keys" not in page
    assert 'data-lock="300"' in page
    assert 'content="300; url=/keluar"' in page


def test_it_holds_again_when_she_comes_back(her_client: Client, ani: Person) -> None:
    choose(her_client)
    again = new_browser()
    sign_in(again, ani.secret)
    assert "Resep" in again.get(PAGE).content.decode()
    assert preferences_of(ani.user, ani.unlocked.key) == AS_CHOSEN


def test_a_browser_that_is_signed_out_shows_the_usual_name(her_client: Client) -> None:
    choose(her_client)
    assert "Resep" not in new_browser().get("/").content.decode()


def test_no_other_key_opens_them(her_client: Client, ani: Person) -> None:
    choose(her_client)
    sealed = bytes(SealedPreferences.objects.get().sealed)
    assert b"Resep" not in sealed
    with pytest.raises(NotOpened):
        open_preferences(PrivateKey.generate(), ani.user.id, sealed)


@pytest.mark.parametrize(("minutes", "seconds", "is_open"), [("5", 301, False), ("30", 1700, True)])
def test_the_notes_lock_after_the_time_she_chose(
    her_client: Client, minutes: str, seconds: int, is_open: bool
) -> None:
    choose(her_client, lock=minutes)
    move_sessions_back(seen=seconds)
    assert is_signed_in(her_client) is is_open


@pytest.mark.parametrize(
    "wrong", [{"lock": "500"}, {"lock": ""}, {"name": "a" * 25}, {"covers": "some"}]
)
def test_what_is_not_offered_changes_nothing(her_client: Client, wrong: dict[str, str]) -> None:
    assert choose(her_client, **wrong) == 200
    assert not SealedPreferences.objects.exists()


def test_a_name_with_markup_is_text(her_client: Client) -> None:
    choose(her_client, name="<b>Resep</b>")
    assert "<b>Resep</b>" not in her_client.get(PAGE).content.decode()


@pytest.mark.parametrize(
    "name", ["Re\u202esep", "Re\u200bsep\u2066", "\x1b\x07Resep\u2028", "\u2060"]
)
def test_a_name_holds_nothing_unseen(her_client: Client, ani: Person, name: str) -> None:
    choose(her_client, name=name)
    kept = preferences_of(ani.user, ani.unlocked.key).name
    assert kept == ("Resep" if "R" in name else "")


def test_a_row_that_was_changed_keeps_nobody_out(her_client: Client, ani: Person) -> None:
    choose(her_client)
    SealedPreferences.objects.update(sealed=b"a")
    again = new_browser()
    sign_in(again, ani.secret)
    assert is_signed_in(again)
    assert "Catatan" in again.get(PAGE).content.decode()


def test_no_choice_outlives_two_hours(her_client: Client) -> None:
    choose(her_client, lock="30")
    move_sessions_back(started=7201)
    assert not is_signed_in(her_client)


def test_an_idle_browser_of_staff_goes_by_its_own_limit(cast: Cast) -> None:
    client = client_of(cast.budi)
    Session.objects.update(lock_seconds=1800)
    move_sessions_back(seen=1201)
    assert not is_staff_signed_in(client)


def test_with_her_account_they_are_gone(her_client: Client, ani: Person) -> None:
    choose(her_client)
    dispose_everything(ani.actor, at_once=True)
    assert not SealedPreferences.objects.exists()


def test_nobody_but_an_owner_has_this_page(cast: Cast) -> None:
    assert client_of(cast.budi).get(PAGE).status_code == 404
    assert Client().get(PAGE).status_code == 302


@pytest.mark.django_db
def test_a_new_owner_has_the_usual_ones() -> None:
    person = make_owner()
    assert preferences_of(person.user, person.unlocked.key) == USUAL
    sign_in(new_browser(), person.secret)
    assert Session.objects.get().lock_seconds == USUAL.lock_seconds
