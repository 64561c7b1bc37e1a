import re

from cases.details import IncidentDetails, ReportDetails
from cases.models import CaseRecord
from evidence.services import Admission, note_fingerprint
from tests.cases.pages import make_record, query_count
from tests.evidence.noted import DIGEST, LOOKS, POST, keep_address, keep_print, print_of
from tests.evidence.owned import Owned
from tests.evidence.test_likeness import turned

FIRST, SECOND = "https://contoh.example/p/1", "https://lain.example/p/2"


def at(hers: Owned, address: str, platform: str = "telegram") -> CaseRecord:
    details = IncidentDetails(("ncii",), platform, (address,), ("@akun",))
    return make_record(owner=hers.person, case=hers.case, details=details)


def seen(hers: Owned, address: str, bits: int = 0, number: int = 1) -> None:
    """The same picture once more: another file, with some of its bits turned."""
    looks = print_of(f"{number:064x}", turned(LOOKS, bits))
    keep_print(hers.person, hers.case, looks, incident=at(hers, address))


def cards(hers: Owned) -> list[str]:
    page = hers.text(hers.page("spread"))
    return re.findall(r'<section class="card">.*?</section>', page, re.DOTALL)


def test_copies_of_one_picture_are_one_card_with_many_places(hers: Owned) -> None:
    seen(hers, FIRST, number=1)
    seen(hers, SECOND, bits=20, number=2)
    [card] = cards(hers)
    assert all(part in card for part in ("B-02", "B-03", FIRST, SECOND, "Seen in 2 places"))


def test_other_pictures_have_cards_of_their_own(hers: Owned) -> None:
    seen(hers, FIRST, number=1)
    seen(hers, SECOND, bits=100, number=2)
    assert len(cards(hers)) == 2


def test_an_address_written_down_for_it_is_a_place_and_counts_once(hers: Owned) -> None:
    incident = at(hers, POST)
    keep_print(hers.person, hers.case, incident=incident)
    keep_address(hers.person, hers.case, POST + "?igsh=a", incident=incident)
    [card] = cards(hers)
    assert "Seen in 1 place<" in card.replace("\n", "")
    assert "WITA" in card


def test_it_says_what_came_of_a_report_there(hers: Owned) -> None:
    seen(hers, FIRST)
    report = ReportDetails(platform="telegram", addresses=(FIRST + "#a",), status="down")
    make_record(owner=hers.person, case=hers.case, details=report)
    assert "Taken down" in cards(hers)[0]


def test_nothing_is_a_picture_and_nothing_a_link_to_elsewhere(hers: Owned) -> None:
    seen(hers, FIRST)
    page = hers.text(hers.page("spread"))
    assert "<img" not in page
    assert 'href="http' not in page


def test_without_a_place_there_is_no_card(hers: Owned) -> None:
    told = Admission("Foto")
    note_fingerprint(hers.person.actor, hers.person.keys(hers.case), print_of(DIGEST), told)
    assert cards(hers) == []
    assert "There is no picture with a place yet" in hers.text(hers.page("spread"))


def test_the_list_leads_there_once_one_picture_has_two_places(hers: Owned) -> None:
    seen(hers, FIRST)
    assert hers.page("spread") not in hers.text(hers.page("chronology"))
    seen(hers, SECOND, number=2)
    assert hers.page("spread") in hers.text(hers.page("chronology"))


def test_many_pictures_cost_no_more_queries_than_one(hers: Owned) -> None:
    seen(hers, FIRST)
    before = query_count(hers.client, hers.page("spread"))
    for number in range(2, 12):
        seen(hers, f"{FIRST}{number}", number=number)
    assert query_count(hers.client, hers.page("spread")) == before
