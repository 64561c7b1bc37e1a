import pytest
from django.contrib.sessions.backends.base import UpdateError
from django.test import Client, override_settings
from django.urls import reverse

from accounts.models import Session
from accounts.sealing import open_session, random_bytes
from accounts.sessions import SealedSession, end_sessions_of
from core.exceptions import NotOpened
from tests.accounts.browsing import (
    HALF,
    ID,
    is_signed_in,
    is_staff_signed_in,
    session_of,
    with_cookies,
)
from tests.accounts.conftest import move_sessions_back, new_browser
from tests.cast import Cast, Person, client_of, make_owner, sign_in


def test_both_cookies_together_open_the_session(her_client: Client) -> None:
    cookies = {"s": her_client.cookies[ID].value, "k": her_client.cookies[HALF].value}
    assert is_signed_in(with_cookies(**cookies))


def test_the_cookie_half_alone_opens_nothing(her_client: Client) -> None:
    assert not is_signed_in(with_cookies(k=her_client.cookies[HALF].value))


def test_the_session_id_alone_opens_nothing(her_client: Client) -> None:
    assert not is_signed_in(with_cookies(s=her_client.cookies[ID].value))


@pytest.mark.parametrize("half", ["", "AAAA", "no base64 at all", "A" * 43 + "="])
def test_the_session_id_with_a_made_up_half_opens_nothing(her_client: Client, half: str) -> None:
    assert not is_signed_in(with_cookies(s=her_client.cookies[ID].value, k=half))
    assert is_signed_in(her_client)


def test_a_stolen_session_row_opens_with_no_half_but_hers(her_client: Client) -> None:
    row = Session.objects.get()
    mac, sealed = bytes(row.id_mac), bytes(row.sealed)
    her_half = session_of(her_client).cookie_half
    assert open_session(her_half, mac, row.user_id, sealed)
    with pytest.raises(NotOpened):
        open_session(random_bytes(32), mac, row.user_id, sealed)


def test_a_stolen_row_and_her_half_open_nothing_without_the_servers(her_client: Client) -> None:
    row, her_half = Session.objects.get(), session_of(her_client).cookie_half
    with override_settings(SESSION_SERVER_KEY=random_bytes(32)), pytest.raises(NotOpened):
        open_session(her_half, bytes(row.id_mac), row.user_id, bytes(row.sealed))


def test_a_session_row_moved_to_another_person_opens_nothing(
    her_client: Client, ani: Person
) -> None:
    Session.objects.update(user=make_owner().user)
    assert not is_signed_in(her_client)


def test_another_server_half_opens_nothing(her_client: Client) -> None:
    with override_settings(SESSION_SERVER_KEY=random_bytes(32)):
        assert not is_signed_in(her_client)


def test_the_row_holds_neither_the_id_nor_the_key_in_clear(her_client: Client) -> None:
    row = Session.objects.get()
    stored = bytes(row.id_mac) + bytes(row.sealed)
    assert her_client.cookies[ID].value.encode() not in stored
    assert session_of(her_client)["key"].encode() not in stored


def test_cookies_are_strict_hidden_and_end_with_the_browser(her_client: Client) -> None:
    for name in (ID, HALF):
        cookie = her_client.cookies[name]
        assert cookie["secure"]
        assert cookie["httponly"]
        assert cookie["samesite"] == "Strict"
        assert cookie["path"] == "/"
        assert not cookie["max-age"]
        assert not cookie["expires"]
        assert not cookie["domain"]


@pytest.mark.parametrize(("idle", "open_still"), [(880, True), (901, False)])
def test_an_owner_is_signed_out_after_fifteen_idle_minutes(
    her_client: Client, idle: int, open_still: bool
) -> None:
    move_sessions_back(seen=idle)
    assert is_signed_in(her_client) is open_still


@pytest.mark.parametrize(("age", "open_still"), [(7180, True), (7201, False)])
def test_an_owner_is_signed_out_after_two_hours_however_busy(
    her_client: Client, age: int, open_still: bool
) -> None:
    move_sessions_back(started=age)
    assert is_signed_in(her_client) is open_still


@pytest.mark.parametrize(
    ("seen", "started", "open_still"),
    [(1180, 0, True), (1201, 0, False), (0, 28780, True), (0, 28801, False)],
)
def test_staff_are_signed_out_by_limits_of_their_own(
    cast: Cast, seen: int, started: int, open_still: bool
) -> None:
    client = client_of(cast.budi)
    move_sessions_back(seen=seen, started=started)
    assert is_staff_signed_in(client) is open_still


def test_being_there_keeps_a_session_awake(her_client: Client) -> None:
    for _ in range(3):
        move_sessions_back(seen=800)
        assert is_signed_in(her_client)


def test_reading_notes_its_time_at_most_once_a_minute(her_client: Client) -> None:
    move_sessions_back(seen=30)
    before = Session.objects.get().seen_at
    is_signed_in(her_client)
    assert Session.objects.get().seen_at == before
    move_sessions_back(seen=40)
    is_signed_in(her_client)
    assert Session.objects.get().seen_at > before


def test_a_new_sign_in_ends_the_old_and_tells_her(ani: Person, her_client: Client) -> None:
    second = new_browser()
    answer = sign_in(second, ani.secret)
    assert answer.headers["Location"] == reverse("accounts:elsewhere")
    assert "were open somewhere else" in second.get(answer.headers["Location"]).content.decode()
    assert is_signed_in(second)
    assert not is_signed_in(her_client)
    assert Session.objects.filter(user=ani.user).count() == 1


def test_a_session_that_was_over_anyway_is_not_told_of(ani: Person, her_client: Client) -> None:
    move_sessions_back(seen=901)
    assert sign_in(new_browser(), ani.secret).headers["Location"] == reverse("cases:home")


def test_signing_in_again_in_the_same_browser_tells_nothing(
    ani: Person, her_client: Client
) -> None:
    assert sign_in(her_client, ani.secret).headers["Location"] == reverse("cases:home")


def test_staff_have_two_sessions_and_a_third_ends_the_oldest(cast: Cast) -> None:
    first, second, third = (client_of(cast.budi) for _ in range(3))
    assert [is_staff_signed_in(one) for one in (first, second, third)] == [False, True, True]


def test_signing_in_takes_nothing_of_the_session_before(ani: Person, her_client: Client) -> None:
    session = session_of(her_client)
    session["left behind"] = "a stranger's words"
    session.save()
    old_id = her_client.cookies[ID].value
    sign_in(her_client, make_owner().secret)
    assert her_client.cookies[ID].value != old_id
    assert "left behind" not in session_of(her_client)


def test_a_session_ended_elsewhere_is_not_written_back(her_client: Client) -> None:
    session = session_of(her_client)
    session["draft"] = "unsaved"
    Session.objects.all().delete()
    with pytest.raises(UpdateError):
        session.save()
    assert not Session.objects.exists()


def test_cookies_of_a_dead_session_are_taken_back(her_client: Client) -> None:
    Session.objects.all().delete()
    her_client.get(reverse("accounts:start"))
    assert her_client.cookies[ID].value == her_client.cookies[HALF].value == ""


def test_a_flushed_session_has_nobody_behind_it(her_client: Client) -> None:
    session = session_of(her_client)
    assert session.user is not None
    session.flush()
    assert session.user is None
    assert session.private_key() is None


def test_ending_sessions_of_a_person_signs_her_out_everywhere(
    ani: Person, her_client: Client
) -> None:
    end_sessions_of(ani.user.pk)
    assert not is_signed_in(her_client)


def test_a_deactivated_account_is_nobody(ani: Person, her_client: Client) -> None:
    ani.user.is_active = False
    ani.user.save()
    assert not is_signed_in(her_client)


def test_an_ended_membership_is_nobody(cast: Cast) -> None:
    client = client_of(cast.budi)
    type(cast.budi.membership).objects.filter(user=cast.budi.user).update(is_active=False)
    assert not is_staff_signed_in(client)


def test_sweeping_removes_what_is_over_and_nothing_else(ani: Person, her_client: Client) -> None:
    sign_in(new_browser(), make_owner().secret)
    Session.objects.exclude(user=ani.user).update(seen_at="2020-01-01T00:00:00Z")
    SealedSession.clear_expired()
    assert [row.user_id for row in Session.objects.all()] == [ani.user.pk]
