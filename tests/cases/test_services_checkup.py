"""What the check-up keeps, sealed like everything she writes."""

import pytest

from cases import services
from cases.checkup import checkup_of
from cases.details import CheckupDetails
from cases.enums import RecordKind, TaskState
from cases.models import RecordRevision
from cases.reading import only
from core.exceptions import NotPermitted
from custody.enums import CustodyAction
from tests.cases.pages import acts
from tests.cast import Cast

SILENT = [{"q10_akun": ["diawasi"]}, {"q11_pelaku": ["keluarga"]}, {"q12_serumah": ["kadang"]}]
HACKED = {"q10_akun": ["diretas"]}


def kept(cast: Cast) -> CheckupDetails | None:
    found = only(cast.ani.keys(cast.case), RecordKind.CHECKUP, CheckupDetails)
    return found.details if found else None


def choose(cast: Cast, *apps: str) -> None:
    services.choose_apps(cast.ani.actor, cast.ani.keys(cast.case), apps)


def mark(cast: Cast, point: str, choice: str) -> None:
    services.mark_point(cast.ani.actor, cast.ani.keys(cast.case), point, choice)


def apps_on(cast: Cast, answers: dict[str, list[str]]) -> list[str]:
    return [one.app.id for one in checkup_of(cast.ani.keys(cast.case), answers).apps]


def test_apps_and_marks_share_one_sealed_record(cast: Cast) -> None:
    choose(cast, "whatsapp", "google")
    mark(cast, "wa_linked", "done")
    assert kept(cast) == CheckupDetails(("whatsapp", "google"), {"wa_linked": "done"})
    assert cast.case.records.of_kind(RecordKind.CHECKUP).count() == 1
    told = acts(cast.ani, cast.case)[-2:]
    assert told == [CustodyAction.RECORD_ADDED, CustodyAction.RECORD_REVISED]


def test_nothing_of_it_is_stored_in_clear(cast: Cast) -> None:
    choose(cast, "whatsapp")
    sealed = RecordRevision.objects.get(record__kind=RecordKind.CHECKUP).sealed
    assert b"whatsapp" not in bytes(sealed)


def test_the_same_twice_is_one_revision(cast: Cast) -> None:
    for _ in range(2):
        choose(cast, "x")
    mark(cast, "x_apps", "")
    assert acts(cast.ani, cast.case)[-1] == CustodyAction.RECORD_ADDED


def test_a_mark_is_taken_back(cast: Cast) -> None:
    for choice in ("later", ""):
        mark(cast, "hp_apps", choice)
    assert kept(cast) == CheckupDetails()


def test_marks_of_an_app_she_took_off_her_list_stay(cast: Cast) -> None:
    mark(cast, "x_apps", "done")
    choose(cast, "google")
    assert kept(cast) == CheckupDetails(("google",), {"x_apps": "done"})


def test_budi_cannot_write_it_for_her(cast: Cast) -> None:
    keys = cast.budi.keys(cast.case)
    with pytest.raises(NotPermitted):
        services.choose_apps(cast.budi.actor, keys, ["x"])
    with pytest.raises(NotPermitted):
        services.mark_point(cast.budi.actor, keys, "x_apps", "done")


@pytest.mark.parametrize(
    ("chosen", "shown"),
    [
        (("telegram", "apple"), ["telegram", "apple", "phone"]),
        (("none",), ["phone"]),
    ],
)
def test_the_phone_stands_after_the_apps_she_chose(
    chosen: tuple[str, ...], shown: list[str], cast: Cast
) -> None:
    choose(cast, *chosen)
    assert apps_on(cast, {}) == shown


def test_after_a_hacked_account_the_main_mail_comes_first(cast: Cast) -> None:
    assert apps_on(cast, HACKED)[:2] == ["google", "apple"]
    choose(cast, "whatsapp", "apple")
    assert apps_on(cast, HACKED) == ["apple", "whatsapp", "phone"]
    assert apps_on(cast, {}) == ["whatsapp", "apple", "phone"]


@pytest.mark.parametrize("answers", SILENT)
def test_where_somebody_may_see_only_looking_is_left(
    answers: dict[str, list[str]], cast: Cast
) -> None:
    checkup = checkup_of(cast.ani.keys(cast.case), answers)
    assert checkup.is_silent
    for one in checkup.apps:
        assert one.points
        assert not any(shown.point.changes for shown in one.points)
        assert all(point.changes for point in one.waiting)
        assert len(one.points) + len(one.waiting) == len(one.app.points)


def test_elsewhere_nothing_waits(cast: Cast) -> None:
    checkup = checkup_of(cast.ani.keys(cast.case), HACKED)
    assert [one.app.id for one in checkup.apps if one.waiting] == []


@pytest.mark.parametrize(
    ("marks", "state"),
    [
        ({}, TaskState.NOT_STARTED),
        ({"hp_fingers": "done"}, TaskState.PARTLY),
        (dict.fromkeys(("hp_fingers", "hp_apps", "hp_location"), "done"), TaskState.PARTLY),
    ],
)
def test_how_far_she_is_follows_her_marks(
    marks: dict[str, str], state: TaskState, cast: Cast
) -> None:
    for point, choice in marks.items():
        mark(cast, point, choice)
    assert checkup_of(cast.ani.keys(cast.case), {}).state == state


@pytest.mark.parametrize(
    ("last", "state"),
    [("done", TaskState.DONE), ("skipped", TaskState.DONE), ("later", TaskState.PARTLY)],
)
def test_what_is_for_later_is_not_done_and_what_waits_does_not_count(
    last: str, state: TaskState, cast: Cast
) -> None:
    choose(cast, "none")
    for point in ("hp_fingers", "hp_apps", "hp_location"):
        mark(cast, point, "done")
    mark(cast, "hp_backup", last)
    assert checkup_of(cast.ani.keys(cast.case), SILENT[0]).state == state
    assert checkup_of(cast.ani.keys(cast.case), {}).state == TaskState.PARTLY
