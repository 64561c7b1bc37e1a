from typing import Any

import pytest
from django.http import HttpResponse
from django.urls import reverse

from custody.enums import CustodyAction
from evidence.details import PHONE, TYPED
from evidence.models import EvidenceItem
from evidence.pdq import METHOD
from tests.cases.pages import query_count
from tests.evidence.conftest import Desk
from tests.evidence.noted import DIGEST, LOOKS, details_of, keep_print, print_of
from tests.evidence.owned import Owned
from tests.jobs.casework import keep_file


def last(hers: Owned) -> EvidenceItem:
    return EvidenceItem.objects.visible_to(hers.person.actor).order_by("number").last()


def send(hers: Owned, **fields: str) -> HttpResponse:
    return hers.client.post(hers.page("fingerprint"), {"save": "1", **fields})


def page_of(answer: HttpResponse) -> str:
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_typed_fingerprint_is_kept_as_an_item_of_its_own(hers: Owned) -> None:
    answer = send(hers, typed=DIGEST, name="foto.jpg", shows="Foto", kept_where="HP lama")
    item = last(hers)
    details = details_of(hers.person, hers.case, item)
    assert answer["Location"] == hers.item_page("item", item)
    assert (details.fingerprint.sha256, details.fingerprint.made_by) == (DIGEST, TYPED)
    assert (details.fingerprint.kept_where, details.shows) == ("HP lama", "Foto")


def test_what_the_page_found_out_is_kept_with_it(hers: Owned) -> None:
    found = {"sha256": DIGEST, "size": "1234", "media_type": "image/jpeg"}
    send(hers, **found, pdq=LOOKS, pdq_quality="88", pdq_method=METHOD)
    kept = details_of(hers.person, hers.case, last(hers)).fingerprint
    assert (kept.size, kept.media_type, kept.made_by) == (1234, "image/jpeg", PHONE)
    assert (kept.pdq, kept.pdq_quality, kept.pdq_method) == (LOOKS, 88, METHOD)


@pytest.mark.parametrize("changed", [{"pdq_method": "other/1"}, {"pdq": "zz"}, {"pdq": ""}])
def test_looks_that_were_made_otherwise_are_left_out(hers: Owned, changed: dict[str, str]) -> None:
    found = {"sha256": DIGEST, "pdq": LOOKS, "pdq_quality": "88", "pdq_method": METHOD}
    send(hers, **found | changed)
    kept = details_of(hers.person, hers.case, last(hers)).fingerprint
    assert (kept.pdq, kept.pdq_quality, kept.pdq_method) == ("", 0, "")


@pytest.mark.parametrize(
    "typed", [DIGEST.upper(), " ".join(DIGEST[at : at + 4] for at in range(0, 64, 4))]
)
def test_groups_and_large_letters_are_fine(hers: Owned, typed: str) -> None:
    send(hers, typed=typed)
    assert details_of(hers.person, hers.case, last(hers)).fingerprint.sha256 == DIGEST


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("", "There is no fingerprint here yet."),
        (DIGEST[:-1], "has 64 letters and digits. This one has 63."),
        (DIGEST[:-1] + "g", "only digits and the letters a to f"),
    ],
)
def test_what_is_no_fingerprint_is_told_so(hers: Owned, typed: str, told: str) -> None:
    before = last(hers)
    assert told in page_of(send(hers, typed=typed, name="foto.jpg"))
    assert last(hers) == before


@pytest.mark.parametrize(
    "field", [{"sha256": "x"}, {"size": "-1"}, {"pdq_quality": "101"}, {"media_type": "a b"}]
)
def test_a_script_that_went_wrong_is_no_silent_page(hers: Owned, field: dict[str, str]) -> None:
    assert "did not arrive whole" in page_of(send(hers, typed=DIGEST, **field))


def test_the_same_file_twice_is_told_and_kept_if_she_says_so(hers: Owned) -> None:
    first = keep_print(hers.person, hers.case)
    page = page_of(send(hers, typed=DIGEST))
    assert f'href="{hers.item_page("item", first)}"><span class="nr">{first.label}</span>' in page
    assert last(hers) == first
    assert send(hers, typed=DIGEST, again=first.ref).status_code == 302
    assert last(hers) != first


def test_another_file_after_that_is_kept_at_once(hers: Owned) -> None:
    first = keep_print(hers.person, hers.case)
    assert send(hers, typed="f" * 64, again=first.ref).status_code == 302


def test_a_file_that_lies_here_is_known_by_its_fingerprint(hers: Owned) -> None:
    item = keep_file(hers.person, hers.case, b"isi\n", name="a.txt")
    digest = details_of(hers.person, hers.case, item).sha256
    assert hers.item_page("item", item) in page_of(send(hers, typed=digest))


def test_the_log_tells_of_the_file_on_the_phone(hers: Owned) -> None:
    send(hers, typed=DIGEST)
    told = hers.log(CustodyAction.ITEM_ADMITTED)[-1].details
    assert (told["kind"], told["of"]) == ("fingerprint", DIGEST)
    assert told["sha256"] != DIGEST


def test_it_belongs_to_the_incident_it_was_kept_for(hers: Owned) -> None:
    hers.client.post(hers.page("fingerprint-to", hers.incident.ref), {"typed": DIGEST})
    assert details_of(hers.person, hers.case, last(hers)).incident == str(hers.incident.id)


@pytest.mark.parametrize("of_incident", [True, False])
def test_to_skip_leads_back_to_where_she_came_from(hers: Owned, of_incident: bool) -> None:
    place = [hers.incident.ref] if of_incident else []
    name = "fingerprint-to" if place else "fingerprint"
    answer = hers.client.post(hers.page(name, *place), {"skip": "1"})
    check = reverse("cases:incident-check", args=[hers.case.ref, hers.incident.ref])
    assert answer["Location"] == (check if of_incident else hers.page("chronology"))


def test_the_file_input_sends_nothing_and_the_script_finds_its_form(hers: Owned) -> None:
    page = hers.text(hers.page("fingerprint"))
    picker = page[page.index('<input type="file"') :].partition(">")[0]
    assert "name=" not in picker
    assert "data-fingerprint" in page
    for name in ("sha256", "size", "media_type", "pdq", "pdq_quality", "pdq_method"):
        assert f'<input type="hidden" name="{name}"' in page


def test_it_says_how_to_make_one_by_hand(hers: Owned) -> None:
    page = hers.text(hers.page("fingerprint"))
    for command in ("certutil", "Get-FileHash", "shasum -a 256", "sha256sum"):
        assert command in page


def test_the_page_of_the_item_shows_everything_in_groups(hers: Owned) -> None:
    item = keep_print(hers.person, hers.case)
    page = hers.text(hers.item_page("item", item))
    for shown in ("01234567 89abcdef", "f0e1d2c3 b4a59687", "HP lama", "IMG_0001.jpg"):
        assert shown in page
    assert METHOD not in page
    assert "Was not sent here and is not kept here." in page
    assert "Intimate" not in page


def test_a_name_that_turns_the_page_around_is_made_harmless(hers: Owned) -> None:
    send(hers, typed=DIGEST, name="a\u202egpj.exe", kept_where="HP\u202e lama")
    kept = details_of(hers.person, hers.case, last(hers)).fingerprint
    assert "\u202e" not in kept.name + kept.kept_where
    assert "⟦U+202E⟧" in kept.kept_where


def test_a_full_case_costs_the_page_no_more_queries(hers: Owned) -> None:
    before = query_count(hers.client, hers.page("fingerprint"))
    for number in range(10):
        keep_print(hers.person, hers.case, print_of(f"{number:064x}"))
    assert query_count(hers.client, hers.page("fingerprint")) == before


class TestWithTheGateClosed:
    @pytest.fixture
    def shut(self, desk_of_a_minor: Desk) -> Desk:
        desk_of_a_minor.client.cookies["__Host-l"] = "en"
        return desk_of_a_minor

    def page(self, shut: Desk, name: str = "fingerprint") -> str:
        return shut.client.get(reverse(f"evidence:{name}", args=[shut.case.ref])).content.decode()

    def test_no_page_has_a_form_or_a_link(self, shut: Desk) -> None:
        page = self.page(shut)
        assert "<form" not in page.partition("<main")[2].partition("</main>")[0]
        assert "Addresses, accounts and times" in page
        assert "/6/1/" not in self.page(shut, "chronology")

    def test_what_is_sent_all_the_same_is_not_kept(self, shut: Desk) -> None:
        where = reverse("evidence:fingerprint", args=[shut.case.ref])
        answer = shut.client.post(where, {"typed": DIGEST})
        assert (answer.status_code, shut.items) == (200, [])

    def test_the_instance_may_decide_otherwise(self, shut: Desk, settings: Any) -> None:
        settings.FINGERPRINTS_OF_MINORS = True
        where = reverse("evidence:fingerprint", args=[shut.case.ref])
        assert shut.client.post(where, {"typed": DIGEST}).status_code == 302
        assert "/6/1/" in self.page(shut, "chronology")

    def test_an_address_is_always_taken(self, shut: Desk) -> None:
        where = reverse("evidence:address", args=[shut.case.ref])
        data = {"url": "https://contoh.example/a", "again": "contoh.example/a"}
        assert shut.client.post(where, data).status_code == 302
        assert len(shut.items) == 1
