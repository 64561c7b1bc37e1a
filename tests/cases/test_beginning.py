import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Session, User
from cases.models import Case
from resources.questionnaire import questionnaire
from tests.accounts.browsing import session_of
from tests.cast import Cast, client_of, make_cast

pytestmark = pytest.mark.django_db
SAFETY, WHOM, AGE = (reverse(f"cases:begin-{name}") for name in ("safety", "whom", "age"))
CALM, SIGHT = reverse("cases:begin-calm"), reverse("cases:begin-sight")
PAGES = [reverse("cases:begin"), SAFETY, CALM, WHOM, AGE, SIGHT, reverse("cases:begin-words")]
READ_ONLY = [reverse("cases:begin"), CALM, SIGHT]


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def client() -> Client:
    browser = Client()
    browser.cookies["__Host-l"] = "en"
    return browser


def answer(client: Client, page: str, value: str) -> str:
    """Where an answer leads."""
    return str(client.post(page, {"answer": value, "save": "1"}).headers.get("Location", ""))


def skip(client: Client, page: str) -> str:
    return str(client.post(page, {"skip": "1"}).headers["Location"])


@pytest.mark.parametrize("page", PAGES)
def test_a_visitor_may_read_each_page(client: Client, page: str) -> None:
    assert client.get(page).status_code == 200


@pytest.mark.parametrize("page", PAGES)
def test_an_owner_with_notes_is_led_to_them(cast: Cast, page: str) -> None:
    assert client_of(cast.ani).get(page).headers["Location"] == reverse("cases:home")


@pytest.mark.parametrize("page", PAGES)
def test_for_staff_the_pages_do_not_exist(cast: Cast, page: str) -> None:
    assert client_of(cast.budi).get(page).status_code == 404


@pytest.mark.parametrize("page", READ_ONLY)
def test_pages_that_ask_nothing_take_nothing(client: Client, page: str) -> None:
    assert client.post(page, {"answer": "ya"}).status_code == 405


@pytest.mark.parametrize("page", [SAFETY, WHOM, AGE])
def test_other_methods_are_refused(client: Client, page: str) -> None:
    assert client.put(page).status_code == 405


def test_the_first_page_says_what_the_button_cannot_do_and_lets_her_try_it(client: Client) -> None:
    page = client.get(reverse("cases:begin")).content.decode()
    assert "It does not delete the history of this phone." in page
    assert f'<a class="btn quiet" href="{reverse("accounts:leave")}"' in page


@pytest.mark.parametrize(
    ("page", "value", "onward"),
    [
        (SAFETY, "ya", WHOM),
        (SAFETY, "tidak_tahu", WHOM),
        (SAFETY, "ragu", CALM),
        (SAFETY, "tidak", CALM),
        (WHOM, "diri", AGE),
        (WHOM, "anak_saya", AGE),
        (AGE, "dewasa", SIGHT),
        (AGE, "u18_dulu_kini", SIGHT),
    ],
)
def test_each_answer_leads_on(client: Client, page: str, value: str, onward: str) -> None:
    assert answer(client, page, value) == onward


@pytest.mark.parametrize(("page", "onward"), [(SAFETY, WHOM), (WHOM, AGE), (AGE, SIGHT)])
def test_each_question_may_be_skipped(client: Client, page: str, onward: str) -> None:
    assert skip(client, page) == onward


@pytest.mark.parametrize("page", [SAFETY, WHOM, AGE])
def test_nothing_chosen_is_asked_for_and_nothing_invented_is_taken(
    client: Client, page: str
) -> None:
    for value in ("", "made up"):
        answered = client.post(page, {"answer": value, "save": "1"})
        assert answered.status_code == 200
        assert "Choose one answer from the list." in answered.content.decode()
    assert not Session.objects.exists()


def test_answers_wait_in_a_sealed_session_and_nowhere_else(client: Client) -> None:
    answer(client, WHOM, "anak_saya")
    answer(client, AGE, "u18_dulu_kini")
    assert session_of(client)["gate"] == {"q01_siapa": ["anak_saya"], "q02_usia": ["u18_dulu_kini"]}
    assert b"anak_saya" not in bytes(Session.objects.get().sealed)
    assert not Case.objects.for_upkeep().exists()
    assert not User.objects.exists()


def test_going_back_shows_the_answer_and_skipping_takes_it_away(client: Client) -> None:
    answer(client, AGE, "dewasa")
    assert 'value="dewasa" id="id_answer_2" checked' in client.get(AGE).content.decode()
    skip(client, AGE)
    assert session_of(client)["gate"] == {}


def test_the_calm_page_gives_the_way_out_before_the_way_on(client: Client) -> None:
    page = client.get(CALM).content.decode()
    assert questionnaire().card("A_DARURAT").title.en in page
    assert page.index(f'<a class="btn" href="{reverse("accounts:leave")}"') < page.index(WHOM)


@pytest.mark.parametrize(
    ("whom", "age", "is_open"),
    [
        ("diri", "dewasa", True),
        ("orang_lain_setuju", "dewasa", True),
        ("orang_lain_belum", "dewasa", False),
        ("anak_saya", "dewasa", False),
        ("diri", "u18_dulu", False),
        ("diri", "u18_dulu_kini", False),
        ("diri", "tidak_tahu", False),
        ("diri", "", False),
    ],
)
def test_she_reads_beforehand_when_no_picture_will_be_taken(
    client: Client, whom: str, age: str, is_open: bool
) -> None:
    answer(client, WHOM, whom)
    answer(client, AGE, age) if age else skip(client, AGE)
    page = client.get(SIGHT).content.decode()
    assert (questionnaire().upload_gate.reason.en not in page) is is_open


def test_whoever_writes_for_somebody_else_reads_how(client: Client) -> None:
    answer(client, WHOM, "orang_lain_setuju")
    assert questionnaire().card("A_TEMAN").title.en in client.get(SIGHT).content.decode()
    answer(client, WHOM, "diri")
    assert questionnaire().card("A_TEMAN").title.en not in client.get(SIGHT).content.decode()
