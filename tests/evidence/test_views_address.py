import re
from html import unescape

import pytest
from django.http import HttpResponse

from core.dates import Zone
from custody.enums import CustodyAction
from evidence.models import EvidenceItem
from tests.cases.pages import query_count
from tests.evidence.noted import POST, details_of, keep_address
from tests.evidence.owned import Owned

HOST = "https://contoh.example/a"


def last(hers: Owned) -> EvidenceItem:
    return EvidenceItem.objects.visible_to(hers.person.actor).order_by("number").last()


def send(hers: Owned, **fields: str) -> HttpResponse:
    return hers.client.post(hers.page("address"), {"save": "1", **fields})


def page_of(answer: HttpResponse) -> str:
    assert answer.status_code == 200
    return answer.content.decode()


def value_in(page: str, name: str) -> str:
    found = re.search(rf'<input[^>]*name="{name}"[^>]*>', page)
    assert found, name
    value = re.search(r'value="([^"]*)"', found[0])
    return unescape(value[1]) if value else ""


def keep(hers: Owned, **fields: str) -> HttpResponse:
    """As she does: what the first page shows is sent once more."""
    page = page_of(send(hers, **fields))
    shown = {name: value_in(page, name) for name in ("url", "handle", "account_id", "again")}
    platform = re.search(r'<option value="([^"]*)" selected', page.partition('name="platform"')[2])
    return send(hers, **fields | shown, platform=platform[1] if platform else "")


def test_what_is_recognised_is_shown_before_it_is_kept(hers: Owned) -> None:
    before = last(hers)
    page = page_of(send(hers, url=POST))
    assert "This looks like an address of Instagram." in page
    assert value_in(page, "handle") == "akun.palsu"
    assert last(hers) == before


def test_it_is_kept_when_it_comes_back(hers: Owned) -> None:
    time = {"seen": "pick", "seen_day": "21", "seen_month": "7", "seen_year": "2026"}
    answer = keep(hers, url=POST, display_name="Akun", **time, seen_time="21.30", seen_zone="WIT")
    item = last(hers)
    sighting = details_of(hers.person, hers.case, item).sighting
    assert answer["Location"] == hers.item_page("item", item)
    assert (sighting.url, sighting.platform, sighting.handle) == (POST, "instagram", "akun.palsu")
    seen = sighting.seen_time
    assert (seen.day, seen.hour, seen.minute, seen.zone) == (21, 21, 30, Zone.WIT)


def test_what_she_corrects_is_what_is_kept(hers: Owned) -> None:
    again = value_in(page_of(send(hers, url=POST)), "again")
    send(hers, url=POST, platform="telegram", handle="lain", again=again)
    sighting = details_of(hers.person, hers.case, last(hers)).sighting
    assert (sighting.platform, sighting.handle) == ("telegram", "lain")


def test_another_address_than_the_one_shown_is_shown_first(hers: Owned) -> None:
    before = last(hers)
    again = value_in(page_of(send(hers, url=POST)), "again")
    assert "does not show its platform" in page_of(send(hers, url=HOST, again=again))
    assert last(hers) == before


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("javascript:alert(1)", "Only addresses that begin with http or https"),
        ("data:text/html,a", "Only addresses that begin with http or https"),
        ("file:///etc/passwd", "Only addresses that begin with http or https"),
        ("ini bukan alamat", "does not look like an address"),
        ("https://" + "a" * 2100 + ".example", "too long"),
        ("", "Write an address or the name of an account."),
    ],
)
def test_what_is_no_address_is_told_so(hers: Owned, url: str, told: str) -> None:
    before = last(hers)
    assert told in page_of(send(hers, url=url))
    assert last(hers) == before


def test_an_account_without_an_address_is_enough(hers: Owned) -> None:
    """Nothing can be read out of it, so that there is nothing to be shown first."""
    assert send(hers, account_id="6281234567890", platform="whatsapp").status_code == 302
    sighting = details_of(hers.person, hers.case, last(hers)).sighting
    assert (sighting.url, sighting.account_id) == ("", "6281234567890")


@pytest.mark.parametrize(
    "url",
    [
        "http://m.instagram.com/akun.palsu",
        "instagram.com/akun.palsu/?igsh=abc&utm_source=x#bagian",
        "HTTPS://WWW.INSTAGRAM.COM/akun.palsu/",
    ],
)
def test_the_same_address_twice_is_told_and_kept_if_she_says_so(hers: Owned, url: str) -> None:
    first = keep_address(hers.person, hers.case)
    page = page_of(send(hers, url=url))
    assert "You wrote this down before" in page
    assert hers.item_page("item", first) in page
    assert last(hers) == first
    assert keep(hers, url=url).status_code == 302
    assert last(hers) != first


def test_the_same_account_without_an_address_is_told(hers: Owned) -> None:
    keep_address(hers.person, hers.case, "", handle="@Akun.Palsu")
    page = page_of(send(hers, platform="instagram", handle="akun.palsu"))
    assert "You wrote this down before" in page


def test_a_password_in_it_is_neither_shown_nor_kept(hers: Owned) -> None:
    page = page_of(send(hers, url="https://ani:rahasia@contoh.example/a"))
    assert "A part before the @ was left out" in page
    assert "rahasia" not in page
    keep(hers, url="https://ani:rahasia@contoh.example/a")
    assert details_of(hers.person, hers.case, last(hers)).sighting.url == HOST


def test_foreign_letters_are_shown_as_what_they_are(hers: Owned) -> None:
    fake = "https://inst\u0430gram.com/akun"
    page = page_of(send(hers, url=fake))
    assert "xn--instgram-46g.com" in page
    assert "does not show its platform" in page
    item = keep_address(hers.person, hers.case, fake)
    assert "xn--instgram-46g.com" in hers.text(hers.item_page("item", item))


def test_no_address_is_ever_a_link(hers: Owned) -> None:
    item = keep_address(hers.person, hers.case, HOST + "/dibuka", incident=hers.incident)
    pages = [hers.item_page("item", item), hers.page("chronology"), hers.page("spread")]
    pages.append(hers.page("add-to", hers.incident.ref))
    assert not any('="' + HOST in hers.text(page) for page in pages)
    assert HOST + "/dibuka" in hers.text(pages[0])


def test_the_log_tells_what_kind_of_item_it_is(hers: Owned) -> None:
    keep_address(hers.person, hers.case)
    told = hers.log(CustodyAction.ITEM_ADMITTED)[-1].details
    assert (told["kind"], told["type"], "of" in told) == ("address", "application/json", False)


def test_the_tile_tells_the_address_and_not_a_size(hers: Owned) -> None:
    keep_address(hers.person, hers.case, HOST)
    tile = hers.text(hers.page("chronology")).rpartition('<li class="tile">')[2].partition("</li>")
    assert "Address" in tile[0]
    assert HOST in tile[0]
    assert "KB" not in tile[0]


def test_a_full_case_costs_the_page_no_more_queries(hers: Owned) -> None:
    before = query_count(hers.client, hers.page("address"))
    for number in range(10):
        keep_address(hers.person, hers.case, f"{HOST}{number}")
    assert query_count(hers.client, hers.page("address")) == before
