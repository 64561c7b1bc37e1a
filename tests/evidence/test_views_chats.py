"""An exported chat, from keeping it to the notes that quote it."""

import pytest

from core.exceptions import PolicyRefused
from custody.enums import CustodyAction
from evidence.models import EvidenceItem
from evidence.sealing import open_details
from evidence.services import quote_messages
from tests.evidence.chats.golden import data_of
from tests.evidence.kept_chats import keep_chat, look, notes_of
from tests.evidence.owned import Owned
from tests.jobs.casework import keep_file, original

LINES = [
    f"{day:02d}/07/26 03.{minute:02d} - {who}: pesan {day}-{minute}"
    for day in (21, 22)
    for minute in range(40)
    for who in ("Andi",)
]
CHAT = ("\n".join(["rusak di awal", *LINES]) + "\n").encode()


pytestmark = pytest.mark.usefixtures("worker")


@pytest.fixture
def chat(hers: Owned) -> EvidenceItem:
    return keep_chat(hers, CHAT)


def test_the_export_is_kept_whole_and_the_page_says_what_was_read(
    hers: Owned, chat: EvidenceItem
) -> None:
    assert original(hers.person.keys(hers.case), chat) == CHAT
    page = hers.text(hers.item_page("item", chat))
    assert "80 messages were read." in page
    assert "1 line could not be read; it stays in the file." in page
    assert hers.item_page("messages", chat) in page


def test_the_list_shows_fifty_at_a_time(hers: Owned, chat: EvidenceItem) -> None:
    first = hers.text(hers.item_page("messages", chat))
    assert "1 to 50 of 80" in first
    later = look(hers, chat, start="0", later="1")
    assert "51 to 80 of 80" in later
    assert "1 to 50 of 80" in look(hers, chat, start="50", earlier="1")


def test_a_search_finds_by_word_and_by_day(hers: Owned, chat: EvidenceItem) -> None:
    assert "1 to 1 of 1" in look(hers, chat, text="PESAN 22-39", find="1")
    assert "1 to 40 of 40" in look(hers, chat, since="22/7/2026", find="1")
    assert "1 to 40 of 40" in look(hers, chat, until="21.7.2026", find="1")
    assert "Nothing was found." in look(hers, chat, text="tidak ada", find="1")
    assert "Write the day as 21/7/2026." in look(hers, chat, since="kemarin", find="1")


def test_what_was_chosen_on_one_page_stays_chosen_on_the_next(
    hers: Owned, chat: EvidenceItem
) -> None:
    first = look(hers, chat, pick=["3", "5"], shown="1,2,3,4,5", later="1")
    assert 'name="chosen" value="3,5"' in first
    second = look(hers, chat, chosen="3,5", shown="3,4,5", pick=["4"], find="1")
    assert 'name="chosen" value="4"' in second
    shown = look(hers, chat, chosen="3,5", only_chosen="1")
    assert "1 to 2 of 2" in shown


@pytest.mark.parametrize(
    ("ticked", "chosen"),
    [
        (["15"], [*range(5, 16)]),
        (["2"], [1, 2]),
        (["15", "40"], [*range(5, 16), *range(30, 41)]),
        ([], [70]),
    ],
)
def test_what_is_ticked_is_chosen_with_the_ten_before_each(
    hers: Owned, chat: EvidenceItem, ticked: list[str], chosen: list[int]
) -> None:
    page = look(hers, chat, pick=ticked, chosen="" if ticked else "70", ten_before="1")
    assert f'name="chosen" value="{",".join(map(str, chosen))}"' in page
    assert f"{len(chosen)} chosen" in page


def test_the_list_asks_nothing_of_each_message(hers: Owned, chat: EvidenceItem) -> None:
    """One button at the end does it, for all that is ticked."""
    assert hers.text(hers.item_page("messages", chat)).count('name="ten_before"') == 1


@pytest.mark.parametrize("wrong", ["", "-1", "0", "99999999", "1;drop", "١"])
def test_a_number_that_is_none_chooses_nothing(hers: Owned, chat: EvidenceItem, wrong: str) -> None:
    page = look(hers, chat, pick=[wrong], chosen=wrong, shown=wrong, ten_before=wrong)
    assert "of 80" in page


def test_chosen_messages_become_a_note_for_each_day(hers: Owned, chat: EvidenceItem) -> None:
    asked = look(hers, chat, pick=["39", "40", "41"], keep="1")
    assert "How do they belong together?" in asked
    fields = {"chosen": "39,40,41", "grouped": "day", "save": "1"}
    answer = hers.client.post(hers.item_page("notes", chat), fields)
    assert (answer.status_code, answer["Location"]) == (302, hers.page("chronology"))
    first, second = notes_of(hers)
    assert [quote.text for quote in first.quotes] == ["pesan 21-38", "pesan 21-39"]
    assert (first.platform, first.quotes[0].line_from) == ("whatsapp", 40)
    assert (first.claimed_time.zone, first.claimed_time.minute) == ("WITA", 38)
    assert second.quotes[0].sha256 == open_details(hers.person.keys(hers.case), chat).sha256


def test_one_note_is_shown_with_its_messages(hers: Owned, chat: EvidenceItem) -> None:
    fields = {"chosen": "1,2", "grouped": "day", "save": "1"}
    answer = hers.client.post(hers.item_page("notes", chat), fields)
    page = hers.text(answer["Location"])
    assert "Messages from the chat" in page
    assert "pesan 21-0" in page
    assert len(hers.log(CustodyAction.RECORD_ADDED)) == 2 + 1
    assert "in a note already" in hers.text(hers.item_page("messages", chat))


@pytest.mark.parametrize("chosen", ["", ",".join(map(str, range(1, 202))), "500"])
def test_no_note_is_made_of_nothing_or_of_too_much(
    hers: Owned, chat: EvidenceItem, chosen: str
) -> None:
    fields = {"chosen": chosen, "grouped": "day", "save": "1"}
    answer = hers.client.post(hers.item_page("notes", chat), fields)
    assert answer.status_code in (200, 409)
    assert notes_of(hers) == []


def test_a_file_that_is_no_chat_is_kept_and_says_so(hers: Owned) -> None:
    item = keep_chat(hers, b"belanja: telur, beras\n")
    page = hers.text(hers.item_page("item", item))
    assert "Messages can be written down by hand." in page
    assert hers.client.get(hers.item_page("messages", item)).status_code == 404


def test_what_somebody_wrote_is_text_and_nothing_else(hers: Owned) -> None:
    evil = "21/07/26 03.01 - <b>Andi</b>: <script>alert(1)</script> https://contoh.example/\n"
    item = keep_chat(hers, (evil * 3).encode())
    page = hers.text(hers.item_page("messages", item))
    assert "<script>alert" not in page
    assert 'href="https://contoh.example' not in page
    assert "&lt;script&gt;" in page


def test_a_file_alone_has_no_messages(hers: Owned) -> None:
    item = keep_file(hers.person, hers.case, CHAT, name="chat.txt")
    assert hers.client.get(hers.item_page("messages", item)).status_code == 404
    with pytest.raises(PolicyRefused):
        quote_messages(hers.person.actor, hers.person.keys(hers.case), item, [1])


def test_hostile_words_are_words(hers: Owned) -> None:
    said = b"21/07/26 03.15 - Andi<b>: <script>x</script> https://contoh.id =1+1\n"
    item = keep_chat(hers, said)
    page = look(hers, item)
    assert "Andi&lt;b&gt;" in page
    assert "&lt;script&gt;x&lt;/script&gt; https://contoh.id =1+1" in page
    assert 'href="https://contoh.id' not in page


@pytest.mark.parametrize(
    ("name", "read"), [("telegram/page.html", "Telegram (HTML)"), ("meta/right.json", "Instagram")]
)
def test_pages_and_json_are_kept_and_read(hers: Owned, name: str, read: str) -> None:
    item = keep_chat(hers, data_of(name), name.rpartition("/")[2])
    assert read in hers.text(hers.item_page("item", item))
    assert hers.client.get(hers.item_page("messages", item)).status_code == 200


def test_what_would_not_be_seen_is_spelled_out_and_kept_raw(hers: Owned) -> None:
    said = "\u202ehalo 🤦\u200d♀️ a\u200db"
    item = keep_chat(hers, f"21/07/26 03.01 - An\u202edi: {said}\n".encode())
    page = hers.text(hers.item_page("messages", item))
    assert "⟦U+202E⟧halo 🤦\u200d♀️ a⟦U+200D⟧b" in page
    fields = {"chosen": "1", "grouped": "day", "save": "1"}
    answer = hers.client.post(hers.item_page("notes", item), fields)
    assert "⟦U+202E⟧halo" in hers.text(answer["Location"])
    assert notes_of(hers)[0].quotes[0].text == said
