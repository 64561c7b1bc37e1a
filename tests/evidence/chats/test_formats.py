"""An export whose format nobody has named: what it is read as, and which of its chats."""

import json
from pathlib import Path

import pytest

from evidence.chats.formats import FORMATS, HEAD_BYTES, SEVERAL, read_export
from evidence.chats.messages import Message, NotRead, Unread, Unreadable
from evidence.chats.transcript import Told, Transcript
from evidence.sandbox.chats import read_chat
from tests.evidence.chats import golden
from tests.evidence.chats.test_golden import FILES
from tests.evidence.chats.test_whatsapp_golden import VARIANTS
from tests.evidence.chats.zips import TEXT, honest

WHATSAPP_FILES = [("whatsapp", f"whatsapp/{variant}.txt") for variant in VARIANTS]
ALL = [*((kind.id, name) for kind, name in FILES), *WHATSAPP_FILES]
ACCOUNT = golden.data_of("telegram/account.json")
OF_ANDI, OF_GROUP = "account:1:", "account:4:"
INBOX = "your_instagram_activity/messages/inbox"
TWO = {
    f"{INBOX}/andi_1/message_1.json": golden.data_of("meta/garbled.json"),
    f"{INBOX}/sari_2/message_1.json": golden.data_of("meta/right.json"),
    f"{INBOX}/sari_2/message_2.json": golden.data_of("meta/media.json"),
}


def told(name: str, data: bytes, thread: str = "") -> tuple[Told, ...]:
    return tuple((one.id, one.title, one.count) for one in read_export(name, data, thread).threads)


def member_lines(transcript: Transcript) -> set[str]:
    return {one.member for one in transcript.messages(1, 99)}


@pytest.mark.parametrize(("kind", "name"), ALL, ids=[name for _, name in ALL])
def test_one_format_alone_takes_a_golden_file(kind: str, name: str) -> None:
    head = golden.data_of(name)[:HEAD_BYTES]
    assert [each.id for each in FORMATS if each.fits(Path(name).name, head)] == [kind]


@pytest.mark.parametrize("name", [name for _, name in FILES if "account" not in name])
def test_the_sandbox_reads_a_golden_file_alike(name: str) -> None:
    """Where no module and no codec can be loaded any more."""
    wanted = [each for each in golden.expected(name) if "wall" in each]
    transcript = read_chat(Path(name).name, golden.data_of(name))
    assert golden.plain(transcript.messages(1, 999)) == wanted
    assert transcript.summary.threads == ()


class TestTheChatsOfAnAccount:
    def test_they_are_told_and_none_is_read(self) -> None:
        summary = read_chat("result.json", ACCOUNT).summary
        assert (summary.format, summary.message_count, summary.line_count) == (SEVERAL, 0, 0)
        assert summary.threads == (
            (OF_ANDI, "Andi", 2),
            ("account:2:", "saved_messages", 1),
            (OF_GROUP, "Grup Lama", 1),
        )

    def test_a_chosen_one_is_read_and_the_others_are_told(self) -> None:
        transcript = read_chat("result.json", ACCOUNT, OF_GROUP)
        assert (transcript.summary.format, len(transcript)) == ("telegram", 1)
        assert len(transcript.summary.threads) == transcript.summary.thread_count == 3
        assert transcript.message(1).line_from >= 69

    def test_all_together_are_the_whole_file(self) -> None:
        threads = [thread for thread, _, _ in told("result.json", ACCOUNT)]
        alone = [one for each in threads for one in read_export("a", ACCOUNT, each).entries]
        assert golden.plain(alone) == golden.expected("telegram/account.json")

    def test_in_an_archive_they_are_told_apart_as_well(self) -> None:
        packed = honest(**{"DataExport/result__json": ACCOUNT})
        thread = "account:4:DataExport/result.json"
        assert thread in [one for one, _, _ in told("a.zip", packed)]
        (entry,) = read_export("a.zip", packed, thread).entries
        assert entry.member == "DataExport/result.json"


class TestArchives:
    def test_its_only_chat_is_read(self) -> None:
        transcript = read_chat("Chat.zip", honest(_chat__txt=TEXT, **{"a__jpg": b"x"}))
        assert (transcript.summary.format, len(transcript)) == ("whatsapp", 3)
        assert member_lines(transcript) == {"_chat.txt"}
        assert transcript.summary.threads == ()

    def test_of_several_chats_the_files_are_told(self) -> None:
        summary = read_chat("instagram.zip", honest(**TWO)).summary
        assert summary.threads == (
            (f"meta:{INBOX}/andi_1", "andi", 1),
            (f"meta:{INBOX}/sari_2", "sari", 2),
        )
        assert summary.message_count == 0

    def test_a_chosen_one_is_read_with_all_its_files(self) -> None:
        transcript = read_chat("instagram.zip", honest(**TWO), f"meta:{INBOX}/sari_2")
        names = {f"{INBOX}/sari_2/message_{number}.json" for number in (1, 2)}
        assert member_lines(transcript) == names

    def test_one_text_of_another_name_is_read(self) -> None:
        packed = honest(**{"Chat de WhatsApp con Andi__txt": TEXT, "foto__jpg": b"x"})
        assert read_chat("a.zip", packed).summary.message_count == 3

    @pytest.mark.parametrize(
        ("called", "name"),
        [
            ("messages__html", "telegram/page.html"),
            ("a_1/message_1__html", "meta/indonesian.html"),
            ("Andi_15__json", "messenger/Andi_15.json"),
        ],
    )
    def test_files_of_every_kind_are_read_in_the_sandbox(self, called: str, name: str) -> None:
        transcript = read_chat("a.zip", honest(**{called: golden.data_of(name)}))
        wanted = [each["text"] for each in golden.expected(name) if "wall" in each]
        assert [each.text for each in transcript.messages(1, 99)] == wanted


@pytest.mark.parametrize(
    ("name", "data", "thread", "reason"),
    [
        ("a.zip", honest(a__txt=TEXT, b__txt=TEXT), "", Unreadable.UNKNOWN),
        ("a.zip", honest(a__jpg=b"x"), "", Unreadable.UNKNOWN),
        ("a.zip", honest(_chat__txt=b"halo"), "", Unreadable.UNKNOWN),
        ("a.zip", honest(_chat__txt=TEXT)[:-9], "", Unreadable.ARCHIVE),
        ("a.zip", honest(**TWO), "meta:nobody", Unreadable.UNKNOWN),
        ("a.json", ACCOUNT, "account:9:", Unreadable.UNKNOWN),
        ("a.txt", TEXT, "account:1:", Unreadable.UNKNOWN),
        ("a.txt", b"PK\3\4", "", Unreadable.ARCHIVE),
    ],
)
def test_what_is_not_there_is_not_read(
    name: str, data: bytes, thread: str, reason: Unreadable
) -> None:
    with pytest.raises(NotRead, match=reason):
        read_chat(name, data, thread)


def test_of_many_chats_as_many_are_told_as_there_is_room_for() -> None:
    chat = {"name": "A" * 200 + "\0", "type": "private_group", "messages": [{}]}
    export = {"about": "", "personal_information": {}, "chats": {"list": [chat] * 600}}
    summary = read_chat("result.json", json.dumps(export).encode()).summary
    assert summary.thread_count == 600
    assert 200 < len(summary.threads) <= 500
    assert {len(title) for _, title, _ in summary.threads} == {120}


def test_no_line_is_lost_where_one_file_of_a_chat_is_odd() -> None:
    pair = {
        "a_1/message_1.json": golden.data_of("meta/right.json"),
        "a_1/message_2.json": golden.data_of("messenger/Andi_15.json"),
    }
    entries = list(read_export("a.zip", honest(**pair)).entries)
    assert {type(one) for one in entries} == {Message, Unread}
