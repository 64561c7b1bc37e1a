"""What was typed and not saved: put away by a beacon, opened by nobody else, given back once."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.models import Session
from cases import services
from cases.details import HelpDetails, IncidentDetails, ReportDetails
from cases.models import Draft
from cases.sealing import draft_is_sealed_for, open_draft
from cases.services.drafts import MOST_BYTES
from cases.views.drafts import GIVES_BACK
from core.clock import today
from core.exceptions import NotOpened, NotPermitted
from core.routes import all_routes
from resources.questionnaire import questionnaire
from tests.cases.erased import nothing_is_left_of
from tests.cases.pages import acts, make_record, page
from tests.cast import Cast, client_of, make_case, make_owner

BEACON = reverse("cases:beacon")
NOTE = "Dia menulis lagi."
HERE = {"Origin": "http://testserver", "Sec-Fetch-Site": "same-origin"}


@pytest.fixture
def place(cast: Cast) -> str:
    """The page with the free text of an incident."""
    record = make_record(owner=cast.ani, case=cast.case, details=IncidentDetails())
    return page(cast.case, "incident-step", record.ref, 7)


def leave(client: Client, headers: dict[str, str] = HERE, **typed: str) -> int:
    return client.post(BEACON, typed, headers=headers).status_code


def left_at(cast: Cast, place: str) -> object:
    return services.draft_at(cast.ani.actor, cast.ani.keys(cast.case), place)


def test_leaving_puts_away_what_was_typed_and_ends_the_session(
    ani: Client, cast: Cast, place: str
) -> None:
    answer = ani.post(BEACON, {"_p": place, "note": NOTE}, headers=HERE)
    assert (answer.status_code, answer.content) == (204, b"")
    assert answer.headers["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert not Session.objects.filter(user=cast.ani.user).exists()
    assert left_at(cast, place) == {"note": [NOTE]}


def test_turning_the_page_puts_away_and_stays(ani: Client, cast: Cast, place: str) -> None:
    assert leave(ani, _p=place, _k="1", note=NOTE) == 204
    assert left_at(cast, place) == {"note": [NOTE]}
    assert ani.get(place).status_code == 200


def test_it_stands_in_the_form_again_without_being_saved(
    ani: Client, cast: Cast, place: str
) -> None:
    leave(ani, _p=place, _k="1", note=NOTE)
    before = acts(cast.ani, cast.case)
    answer = ani.get(place)
    assert answer.context["is_draft"]
    assert answer.context["form"]["note"].value() == NOTE
    assert not answer.context["form"].errors
    assert acts(cast.ani, cast.case) == before


@pytest.mark.parametrize("press", [{"note": NOTE}, {"note": NOTE, "skip": "1"}])
def test_saving_or_skipping_forgets_it(
    ani: Client, cast: Cast, place: str, press: dict[str, str]
) -> None:
    leave(ani, _p=place, _k="1", note=NOTE)
    assert ani.post(place, press).status_code == 302
    assert not Draft.objects.exists()
    assert not ani.get(place).context["is_draft"]


def test_a_break_in_the_middle_of_an_answer_keeps_what_cannot_be_saved_yet(
    ani: Client, cast: Cast, place: str
) -> None:
    long = "a" * 8001
    assert (
        ani.post(place, {"note": long, "rest": "1", "csrfmiddlewaretoken": "b"}).status_code == 302
    )
    assert left_at(cast, place) == {"note": [long]}
    assert ani.get(place).context["form"]["note"].value() == long


@pytest.mark.parametrize("note", ["", NOTE])
def test_a_break_with_nothing_or_with_an_answer_leaves_no_draft(
    ani: Client, place: str, note: str
) -> None:
    assert ani.post(place, {"note": note, "rest": "1"}).status_code == 302
    assert not Draft.objects.exists()


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": "https://lain.example"},
        {"Origin": "null"},
        {"Origin": "https://testserver"},
        {"Origin": "http://[testserver"},
        {"Origin": "http://testserver", "Sec-Fetch-Site": "same-site"},
    ],
    ids=[
        "no origin",
        "another origin",
        "a hidden origin",
        "another scheme",
        "no address",
        "a neighbour",
    ],
)
def test_another_site_can_neither_end_nor_write_anything(
    ani: Client, place: str, headers: dict[str, str]
) -> None:
    answer = ani.post(BEACON, {"_p": place, "note": NOTE}, headers=headers)
    assert answer.status_code == 204
    assert "Clear-Site-Data" not in answer.headers
    assert not Draft.objects.exists()
    assert ani.get(place).status_code == 200


@pytest.mark.parametrize("where", ["/masuk", "/ulang", "/s", "/tidak/ada", "", "/c/zzzzzzzz/"])
def test_no_other_page_leaves_anything_behind(ani: Client, where: str) -> None:
    assert leave(ani, _p=where, _k="1", secret=NOTE) == 204
    assert not Draft.objects.exists()


def test_an_answer_to_the_risk_map_is_not_put_away(ani: Client, cast: Cast) -> None:
    """Some of them must never be kept, and none is given back."""
    for number in range(1, len(questionnaire().questions) + 1):
        assert leave(ani, _p=page(cast.case, "risk-step", number), _k="1", answer="ya") == 204
    assert not Draft.objects.exists()


@pytest.mark.parametrize("name", sorted(GIVES_BACK))
def test_each_page_that_puts_away_gives_back(ani: Client, cast: Cast, name: str) -> None:
    route = name.partition(":")[2]
    details = {"report-step": ReportDetails(), "help-step": HelpDetails()}
    record = make_record(
        owner=cast.ani, case=cast.case, details=details.get(route, IncidentDetails())
    )
    given = {"record": record.ref, "step": 1}
    wanted = dict(all_routes())[name].pattern.converters
    where = reverse(
        name, kwargs={"ref": cast.case.ref} | {k: given[k] for k in wanted if k != "ref"}
    )
    assert leave(ani, _p=where, _k="1", text=NOTE) == 204
    assert left_at(cast, where) == {"text": [NOTE]}
    assert ani.get(where).context["is_draft"]


def test_a_case_of_somebody_else_takes_nothing(place: str, cast: Cast) -> None:
    other = make_owner()
    make_case(owner=other)
    for client in (client_of(other), client_of(cast.budi), Client()):
        assert leave(client, _p=place, note=NOTE) == 204
    assert not Draft.objects.exists()


def test_the_method_is_post_alone(ani: Client) -> None:
    assert ani.get(BEACON).status_code == 405


def test_whoever_the_case_is_shared_with_cannot_open_it(cast: Cast, place: str) -> None:
    services.keep_draft(cast.ani.actor, cast.ani.keys(cast.case), place, {"note": [NOTE]})
    row = Draft.objects.get()
    for member in (cast.budi, cast.lina):
        with pytest.raises(NotOpened):
            open_draft(member.keys(cast.case), member.actor.keyring.own(), row)
        with pytest.raises(NotPermitted):
            services.keep_draft(member.actor, member.keys(cast.case), place, {})


def test_a_draft_moved_to_another_case_opens_nothing(cast: Cast, place: str) -> None:
    services.keep_draft(cast.ani.actor, cast.ani.keys(cast.case), place, {"note": [NOTE]})
    other = make_case(owner=cast.ani)
    Draft.objects.update(case=other)
    row = Draft.objects.get()
    assert not draft_is_sealed_for(row)
    assert services.draft_at(cast.ani.actor, cast.ani.keys(other), place) is None


def test_the_newest_ten_addresses_are_kept(cast: Cast, place: str) -> None:
    keys = cast.ani.keys(cast.case)
    for number in range(12):
        services.keep_draft(cast.ani.actor, keys, f"{place}{number}", {"note": [str(number)]})
    kept = [n for n in range(12) if left_at(cast, f"{place}{n}") == {"note": [str(n)]}]
    assert kept == list(range(2, 12))


@pytest.mark.parametrize("long", [{"note": ["a" * MOST_BYTES]}, {"é" * (MOST_BYTES // 2): [""]}])
def test_too_much_at_once_is_dropped(cast: Cast, place: str, long: dict[str, list[str]]) -> None:
    services.keep_draft(cast.ani.actor, cast.ani.keys(cast.case), place, long)
    assert not Draft.objects.exists()


def test_an_endless_address_is_dropped(ani: Client, cast: Cast) -> None:
    leave(ani, _p=page(cast.case, "incident-step", "a" * MOST_BYTES, 1), _k="1", note=NOTE)
    assert not Draft.objects.exists()


def test_a_session_puts_away_so_often_and_no_more(
    ani: Client, cast: Cast, place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cases.views.drafts.MOST_IN_A_SESSION", 1)
    for note in (NOTE, "lagi"):
        leave(ani, _p=place, _k="1", note=note)
    assert left_at(cast, place) == {"note": [NOTE]}


def test_with_the_case_it_is_gone(cast: Cast, place: str) -> None:
    keys = cast.ani.keys(cast.case)
    services.keep_draft(cast.ani.actor, keys, place, {"note": [NOTE]})
    services.dispose_case(cast.ani.actor, keys, at_once=True)
    assert nothing_is_left_of(cast.case)


def test_while_a_case_waits_to_be_erased_it_takes_nothing(
    ani: Client, cast: Cast, place: str
) -> None:
    services.dispose_case(cast.ani.actor, cast.ani.keys(cast.case))
    assert leave(ani, _p=place, _k="1", note=NOTE) == 204
    assert not Draft.objects.exists()


@pytest.mark.parametrize(
    "hostile", ["/c/%00/1/baru/", "/c/\x00/1/baru/", "//c", "\ud7ff", "/" * 999]
)
def test_a_hostile_address_is_no_page(ani: Client, hostile: str) -> None:
    assert leave(ani, _p=hostile, _k="1", note=NOTE) == 204
    assert not Draft.objects.exists()


def test_a_file_ends_nothing_but_itself(ani: Client, cast: Cast, place: str) -> None:
    """No page sends one; it is refused like anywhere, and nothing of it stays."""
    file = SimpleUploadedFile("a.txt", b"a")
    answer = ani.post(BEACON, {"_p": place, "_k": "1", "note": file}, headers=HERE)
    assert answer.status_code in (204, 404)
    assert not Draft.objects.exists()


def test_what_nobody_came_back_for_is_forgotten(cast: Cast, place: str) -> None:
    services.keep_draft(cast.ani.actor, cast.ani.keys(cast.case), place, {"note": [NOTE]})
    services.forget_old_drafts()
    assert Draft.objects.exists()
    Draft.objects.update(written_on=today() - timedelta(days=31))
    services.forget_old_drafts()
    assert not Draft.objects.exists()
