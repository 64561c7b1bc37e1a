import re

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from accounts import services as accounts
from accounts.exceptions import SignInRefused
from accounts.models import Session, User
from accounts.sealing import WORDS as LIST
from cases.models import Case
from cases.reading import answers_of
from cases.services import renew_credentials
from custody.enums import CustodyAction
from custody.reading import check_chain_holds, opened_events
from tests.accounts.browsing import let_secret_grow_old, session_of
from tests.cast import Cast, Person, client_of, make_cast, make_owner, sign_in

pytestmark = pytest.mark.django_db
MAKE, WORDS, CHECK = (reverse(f"cases:{name}") for name in ("begin-words", "words", "check-words"))
CODE, HOME = reverse("cases:code"), reverse("cases:home")
BY_CODE, NEW = reverse("cases:enter-with-code"), reverse("cases:new-words")
START = reverse("accounts:start")
HERE = "192.0.2.1"


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def client() -> Client:
    browser = Client()
    browser.cookies["__Host-l"] = "en"
    return browser


def press(client: Client, page: str, **fields: str) -> str:
    """Where the page's main button leads; empty when the page stays."""
    answer: HttpResponse = client.post(page, {"save": "1", **fields})
    return str(answer.headers.get("Location", ""))


def words_on(page: str) -> list[str]:
    return re.findall(r"<li>(\w+)</li>", page)


def words_shown(client: Client) -> list[str]:
    return words_on(client.get(WORDS).content.decode())


def put_away(client: Client) -> str:
    """Passes the check with the words shown; returns the code on the page after it."""
    words = words_shown(client)
    assert press(client, CHECK, second=words[1], fifth=words[4]) == CODE
    found = re.search(r'class="code">([\w-]+)</p>', client.get(CODE).content.decode())
    assert found
    return found[1]


def acts_of(person: Person, case: Case) -> list[CustodyAction]:
    keys = person.keys(case)
    check_chain_holds(case.id, keys.logs)
    return [event.act for event in opened_events(case.id, keys.logs)]


def test_one_press_makes_an_account_a_case_and_seven_words(client: Client) -> None:
    assert press(client, MAKE) == WORDS
    words = words_shown(client)
    assert len(words) == 7
    assert set(words) <= set(LIST)
    assert User.objects.count() == Case.objects.for_upkeep().count() == 1


def test_the_answers_of_the_gate_are_sealed_into_the_case(client: Client) -> None:
    client.post(reverse("cases:begin-whom"), {"answer": "orang_lain_setuju"})
    client.post(reverse("cases:begin-age"), {"skip": "1"})
    press(client, MAKE)
    unlocked = accounts.enter_with_words(" ".join(words_shown(client)), HERE)
    her = Person("", unlocked, "")
    assert answers_of(her.keys(Case.objects.visible_to(her.actor).get())) == {
        "q01_siapa": ["orang_lain_setuju"]
    }


def test_reading_the_page_makes_nothing(client: Client) -> None:
    client.get(MAKE)
    assert not User.objects.exists()


def test_the_whole_way_ends_in_her_notes(client: Client) -> None:
    press(client, MAKE)
    words = words_shown(client)
    code = put_away(client)
    assert press(client, CODE) == HOME
    case = Case.objects.for_upkeep().get()
    task_list = reverse("cases:task-list", args=[case.ref])
    assert client.get(HOME).headers["Location"] == task_list
    assert client.get(task_list).status_code == 200
    assert accounts.enter_with_words(" ".join(words), HERE)
    assert accounts.enter_with_recovery_code(code, HERE)


def test_until_she_put_them_away_home_leads_back_to_words_and_code(client: Client) -> None:
    press(client, MAKE)
    assert client.get(HOME).headers["Location"] == WORDS
    assert client.get(CODE).headers["Location"] == HOME
    put_away(client)
    assert client.get(HOME).headers["Location"] == CODE


def test_words_and_code_are_gone_once_she_put_them_away(client: Client) -> None:
    press(client, MAKE)
    put_away(client)
    assert client.get(WORDS).headers["Location"] == HOME
    assert client.get(CHECK).headers["Location"] == HOME
    press(client, CODE)
    assert client.get(CODE).headers["Location"] == HOME
    assert not {"words", "code", "gate"} & set(session_of(client).keys())


def test_words_wait_sealed(client: Client) -> None:
    press(client, MAKE)
    words, sealed = words_shown(client), bytes(Session.objects.get().sealed)
    assert not [word for word in words if word.encode() in sealed]


@pytest.mark.parametrize(("second", "fifth"), [(4, 1), (1, 1), (0, 4)])
def test_a_wrong_word_is_caught_and_named_by_its_number(
    client: Client, second: int, fifth: int
) -> None:
    press(client, MAKE)
    session = session_of(client)
    session["words"] = list(LIST[:7])
    session.save()
    words = LIST[:7]
    answer = client.post(CHECK, {"second": words[second], "fifth": words[fifth]})
    page = answer.content.decode()
    assert ("This is not word 2." in page) is (second != 1)
    assert ("This is not word 5." in page) is (fifth != 4)


@pytest.mark.parametrize("typed", ["", "qwerty", "two words"])
def test_something_else_than_a_word_is_wrong_too(client: Client, typed: str) -> None:
    press(client, MAKE)
    assert press(client, CHECK, second=typed, fifth=typed) == ""
    assert len(words_shown(client)) == 7


def test_four_letters_and_capitals_are_enough(client: Client) -> None:
    press(client, MAKE)
    words = words_shown(client)
    assert press(client, CHECK, second=words[1][:4].upper(), fifth=f" {words[4]} ") == CODE


def test_the_check_may_be_skipped_and_warns_of_it(client: Client) -> None:
    press(client, MAKE)
    assert "a wrong word opens nothing later" in client.get(CHECK).content.decode()
    assert client.post(CHECK, {"skip": "1"}).headers["Location"] == CODE


def test_she_is_told_what_is_lost_with_both(client: Client) -> None:
    press(client, MAKE)
    put_away(client)
    assert "nobody can ever open what you have not shared" in client.get(CODE).content.decode()


@pytest.mark.parametrize("page", [WORDS, CHECK])
def test_without_words_there_is_nothing_to_see(client: Client, cast: Cast, page: str) -> None:
    assert client.get(page).headers["Location"] == HOME
    assert client.get(HOME).headers["Location"] == START
    assert client_of(cast.ani).get(page).headers["Location"] == HOME
    assert client_of(cast.budi).get(page).status_code == 404


@pytest.mark.parametrize("page", [CODE, HOME, NEW])
def test_pages_of_owners_are_not_for_others(client: Client, cast: Cast, page: str) -> None:
    assert client.get(page).headers["Location"] == START
    assert client_of(cast.budi).get(page).status_code == 404


@pytest.mark.parametrize("page", [MAKE, WORDS, CHECK, CODE, HOME, BY_CODE, NEW])
def test_other_methods_are_refused(client: Client, page: str) -> None:
    press(client, MAKE)
    assert client.put(page).status_code == 405
    assert User.objects.count() == 1


def test_the_sixth_beginning_from_one_place_has_to_wait() -> None:
    answers = [Client().post(MAKE, {"save": "1"}) for _ in range(6)]
    assert [answer.status_code for answer in answers] == [302] * 5 + [429]
    assert User.objects.count() == 5


def test_an_owner_without_notes_opens_new_ones_with_her_own_words(client: Client) -> None:
    ani = make_owner()
    sign_in(client, ani.secret)
    assert client.get(HOME).headers["Location"] == reverse("cases:begin")
    assert press(client, MAKE) == HOME
    assert Case.objects.visible_to(ani.actor).count() == 1
    assert User.objects.count() == 1


class TestTheCodeOnPaper:
    def code_of(self, person: Person) -> str:
        return accounts.give_recovery_code(person.unlocked)

    def test_it_shows_new_words_and_changes_nothing_yet(self, client: Client, cast: Cast) -> None:
        code = self.code_of(cast.ani)
        assert press(client, BY_CODE, code=code) == WORDS
        assert len(words_shown(client)) == 7
        assert client.get(HOME).headers["Location"] == START
        assert accounts.enter_with_words(cast.ani.secret, HERE)
        assert accounts.enter_with_recovery_code(code, HERE)

    def test_once_they_are_written_down_old_words_and_code_are_dead(
        self, client: Client, cast: Cast
    ) -> None:
        old_code = self.code_of(cast.ani)
        press(client, BY_CODE, code=old_code)
        words = words_shown(client)
        new_code = put_away(client)
        assert accounts.enter_with_words(" ".join(words), HERE).user == cast.ani.user
        assert accounts.enter_with_recovery_code(new_code, HERE).user == cast.ani.user
        with pytest.raises(SignInRefused):
            accounts.enter_with_words(cast.ani.secret, HERE)
        with pytest.raises(SignInRefused):
            accounts.enter_with_recovery_code(old_code, HERE)

    def test_it_leads_into_her_notes_and_stands_in_their_log(
        self, client: Client, cast: Cast
    ) -> None:
        press(client, BY_CODE, code=self.code_of(cast.ani))
        put_away(client)
        press(client, CODE)
        assert cast.case.ref in client.get(HOME).headers["Location"]
        assert acts_of(cast.ani, cast.case)[-1] == CustodyAction.CREDENTIALS_RENEWED

    def test_it_ends_every_other_session_of_hers(self, client: Client, cast: Cast) -> None:
        other = client_of(cast.ani)
        press(client, BY_CODE, code=self.code_of(cast.ani))
        put_away(client)
        assert other.get(HOME).headers["Location"] == START

    def test_a_code_used_up_meanwhile_is_asked_for_again(self, client: Client, cast: Cast) -> None:
        press(client, BY_CODE, code=self.code_of(cast.ani))
        self.code_of(cast.ani)
        assert client.post(CHECK, {"skip": "1"}).headers["Location"] == BY_CODE
        assert accounts.enter_with_words(cast.ani.secret, HERE)

    def test_words_that_waited_are_dropped_and_change_nothing(
        self, client: Client, cast: Cast
    ) -> None:
        press(client, BY_CODE, code=self.code_of(cast.ani))
        session = session_of(client)
        session["code_at"] -= 301
        session.save()
        assert client.post(CHECK, {"skip": "1"}).status_code == 409
        assert client.get(WORDS).headers["Location"] == HOME
        assert not {"words", "renewal"} & set(session_of(client).keys())
        assert accounts.enter_with_words(cast.ani.secret, HERE)

    def test_a_wrong_code_gets_the_sentence_of_wrong_words(self, client: Client) -> None:
        page = client.post(BY_CODE, {"code": "0123456789" * 2 + "ABCDEF"}).content.decode()
        assert "Notes not found." in page

    def test_a_slip_of_the_pen_is_named_and_costs_no_try(self, client: Client, cast: Cast) -> None:
        for _ in range(6):
            page = client.post(BY_CODE, {"code": "too short"}).content.decode()
            assert "A code has 26 letters and figures." in page
        assert press(client, BY_CODE, code=self.code_of(cast.ani)) == WORDS

    def test_after_five_wrong_codes_she_has_to_wait(self, client: Client) -> None:
        answers = [client.post(BY_CODE, {"code": f"{number:026}"}) for number in range(6)]
        assert [answer.status_code for answer in answers] == [200] * 5 + [429]

    def test_for_staff_the_page_does_not_exist(self, cast: Cast) -> None:
        assert client_of(cast.budi).get(BY_CODE).status_code == 404


class TestNewWordsByChoice:
    def test_fresh_words_are_asked_for_first(self, cast: Cast) -> None:
        client = client_of(cast.ani)
        let_secret_grow_old(client)
        assert client.get(NEW).headers["Location"] == reverse("accounts:reenter")

    def test_new_words_replace_the_old_once_put_away(self, cast: Cast) -> None:
        client = client_of(cast.ani)
        assert press(client, NEW) == WORDS
        words = words_shown(client)
        assert accounts.enter_with_words(cast.ani.secret, HERE)
        put_away(client)
        assert accounts.enter_with_words(" ".join(words), HERE).user == cast.ani.user
        with pytest.raises(SignInRefused):
            accounts.enter_with_words(cast.ani.secret, HERE)
        assert acts_of(cast.ani, cast.case)[-1] == CustodyAction.CREDENTIALS_RENEWED

    @pytest.mark.parametrize("page", [WORDS, CHECK])
    def test_words_that_waited_longer_than_the_secret_are_dropped(
        self, cast: Cast, page: str
    ) -> None:
        client = client_of(cast.ani)
        press(client, NEW)
        let_secret_grow_old(client)
        assert client.get(page).status_code == 409
        assert client.get(page).headers["Location"] == HOME
        assert accounts.enter_with_words(cast.ani.secret, HERE)

    def test_a_new_code_left_lying_asks_for_the_new_words(self, cast: Cast) -> None:
        client = client_of(cast.ani)
        press(client, NEW)
        put_away(client)
        let_secret_grow_old(client)
        assert client.get(CODE).headers["Location"] == reverse("accounts:reenter")

    def test_every_case_of_hers_gets_its_entry_and_no_other_case(self, cast: Cast) -> None:
        other = make_owner()
        renew_credentials(other.actor, other.unlocked, accounts.draw_words())
        assert CustodyAction.CREDENTIALS_RENEWED not in acts_of(cast.ani, cast.case)
