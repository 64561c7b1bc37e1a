from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.urls import reverse

from custody.enums import CustodyAction
from evidence.models import EvidenceItem
from evidence.sealing import open_details
from tests import cast, sample_files
from tests.cases.pages import query_count
from tests.evidence.conftest import Desk
from tests.evidence.owned import Owned
from tests.jobs.casework import keep_file


def send(hers: Owned, **fields: str) -> HttpResponse:
    return Desk(hers.person, hers.case, hers.client).send("catatan.txt", b"isi\n", **fields)


def last(hers: Owned) -> EvidenceItem:
    return EvidenceItem.objects.visible_to(hers.person.actor).order_by("number").last()


def test_a_kept_file_leads_to_its_page(hers: Owned) -> None:
    answer = send(hers, shows="Pesan")
    item = last(hers)
    assert answer["Location"] == hers.item_page("item", item)
    assert hers.log(CustodyAction.ITEM_ADMITTED)[-1].obj == item.id


@pytest.mark.parametrize(
    ("answer", "is_intimate"), [("no", False), ("yes", True), ("unsure", True)]
)
def test_only_a_plain_no_counts_as_not_intimate(
    hers: Owned, answer: str, is_intimate: bool
) -> None:
    send(hers, intimate=answer)
    details = open_details(hers.person.keys(hers.case), last(hers))
    assert details.is_intimate is is_intimate


def test_without_a_file_the_page_says_so_and_keeps_nothing(hers: Owned) -> None:
    before = last(hers)
    answer = hers.client.post(hers.page("add"), {"intimate": "no", "shows": "Pesan"})
    assert "Choose a file." in answer.content.decode()
    assert "Pesan" in answer.content.decode()
    assert last(hers) == before


AGAIN = "Please choose the file once more"


def page_of(answer: HttpResponse) -> str:
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_file_that_is_too_large_is_told_the_limit(hers: Owned, settings: Any) -> None:
    settings.UPLOAD_LIMITS = settings.UPLOAD_LIMITS | {"text": 1 << 20}
    page = page_of(Desk(hers.person, hers.case, hers.client).send("a.txt", b"a" * ((1 << 20) + 1)))
    assert "The largest file that can be kept is 1\N{NO-BREAK SPACE}MB." in page
    assert AGAIN not in page


def test_a_body_that_is_announced_too_large_is_told_the_largest_limit(
    hers: Owned, settings: Any
) -> None:
    settings.UPLOAD_LIMITS = dict.fromkeys(settings.UPLOAD_LIMITS, 2 << 20)
    page = page_of(Desk(hers.person, hers.case, hers.client).send("a.txt", b"a" * 2_300_000))
    assert "is 2\N{NO-BREAK SPACE}MB." in page


def test_a_wrong_kind_is_told_the_kinds_that_work(hers: Owned) -> None:
    page = page_of(Desk(hers.person, hers.case, hers.client).send("a.exe", b"MZ\0\0"))
    assert "emails (.eml) and plain text can be kept. To keep it all the same" in page
    assert AGAIN not in page


def test_with_the_gate_closed_a_wrong_kind_is_told_that_text_works(desk_of_a_minor: Desk) -> None:
    desk_of_a_minor.client.cookies["__Host-l"] = "en"
    page = page_of(desk_of_a_minor.send("a.exe", b"MZ\0\0"))
    assert "Only plain text can be kept here." in page
    assert "JPEG" not in page


def test_a_good_file_beside_another_mistake_has_to_be_chosen_again(hers: Owned) -> None:
    desk = Desk(hers.person, hers.case, hers.client)
    assert AGAIN in page_of(desk.send("foto.png", sample_files.png(), minor=""))


@pytest.mark.parametrize("of_incident", [True, False])
def test_to_skip_leads_back_to_where_she_came_from(hers: Owned, of_incident: bool) -> None:
    place = [hers.incident.ref] if of_incident else []
    answer = hers.client.post(hers.page("add-to" if place else "add", *place), {"skip": "1"})
    if of_incident:
        home = reverse("cases:incident-check", args=[hers.case.ref, hers.incident.ref])
    else:
        home = hers.page("chronology")
    assert answer["Location"] == home


def test_a_file_for_an_incident_belongs_to_it(hers: Owned) -> None:
    file = SimpleUploadedFile("catatan.txt", b"isi\n")
    where = hers.page("add-to", hers.incident.ref)
    assert hers.client.post(where, {"file": file, "intimate": "no"}).status_code == 302
    details = open_details(hers.person.keys(hers.case), last(hers))
    assert details.incident == str(hers.incident.id)


def test_with_the_gate_closed_there_is_only_room_for_text(db: None) -> None:
    ani = cast.make_owner()
    case = cast.make_case(owner=ani, gate={"q01_siapa": ["diri"], "q02_usia": ["tidak_tahu"]})
    client = cast.client_of(ani)
    client.cookies["__Host-l"] = "en"
    page = client.get(reverse("evidence:add", args=[case.ref])).content.decode()
    assert "Text files only." in page
    assert "not even as proof" in page
    assert 'name="intimate"' not in page


def test_the_largest_sizes_are_told_before_she_chooses(hers: Owned) -> None:
    page = hers.text(hers.page("add"))
    for kind, size in (("Pictures", "25"), ("Videos", "500")):
        assert f"{kind}: {size}\N{NO-BREAK SPACE}MB" in page


def test_a_full_case_costs_the_page_no_more_queries(hers: Owned) -> None:
    before = query_count(hers.client, hers.page("add"))
    for _ in range(10):
        keep_file(hers.person, hers.case, b"a\n", name="a.txt")
    assert query_count(hers.client, hers.page("add")) == before
