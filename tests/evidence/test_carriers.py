"""A text that carries a picture in letters is none where only text is taken; chats pass."""

import base64
import io
from contextlib import closing

import pytest
from django.urls import reverse
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from cases.details import IncidentDetails
from cases.enums import RecordKind
from cases.reading import incidents_of
from cases.services import draft_at, keep_draft, save_record
from core.carriers import SEEN_TOGETHER, carries_file
from core.exceptions import PolicyRefused
from evidence.exceptions import Refusal, UploadRefused
from evidence.sniffing import LOOKED_AT_ONCE, FileClass, NotTaken, sniff
from evidence.uploads import Incoming
from tests import sample_files
from tests.evidence.conftest import Desk

PICTURE = sample_files.jpeg(seed=3)
BASE64 = base64.encodebytes(PICTURE)
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0h9v9"/></svg>'


def portable(mode: str, magic: bytes) -> bytes:
    """A portable any-map in letters, P1 to P3."""
    pixels = Image.open(io.BytesIO(PICTURE)).convert(mode).resize((8, 8)).tobytes()
    return magic + b"\n8 8\n255\n" + b" ".join(str(one % 256).encode() for one in pixels)


NEVER_TEXT = {
    "a drawing": SVG,
    "a drawing after its declaration": b'<?xml version="1.0"?>\n' + SVG,
    "a drawing after a note": b"\xef\xbb\xbf\n<!-- note -->\n" + SVG,
    "a drawing in a namespace": b'<s:svg xmlns:s="http://www.w3.org/2000/svg"/>',
    "a page": b"<!DOCTYPE html><p>halo",
    "a page without a beginning": b" <IMG src=x>",
    "other markup": b'<flower xmlns="urn:x">',
    "rich text": b"{\\rtf1{\\pict\\jpegblip " + PICTURE.hex().encode() + b"}}",
    "a printer's page": b"%!PS-Adobe-3.0\n/x 1 def",
    "a bitmap in letters": portable("L", b"P1"),
    "greys in letters": portable("L", b"P2"),
    "colours in letters": portable("RGB", b"P3"),
    "colours after a comment": b"P3 # " + b"x" * 5000 + b"\n8 8\n255\n1 2 3",
    "an X pixmap": b"/* XPM */\nstatic char *a[] = {",
    "an X bitmap": b"#define a_width 8\n#define a_height 8\n",
}
CARRIED = {
    "a mail": b"From: a@b\r\nMIME-Version: 1.0\r\nContent-Type: image/jpeg\r\n\r\n",
    "a part of a mail": b"halo\r\ncontent-transfer-encoding: 8bit\r\n",
    "a data address": b"lihat data:image/png;base64,iVBORw0KGgo=",
    "a data address in a page": b'kata <img src="x">',
    "a PDF behind a page of text": b"note " + b"x" * 1100 + b"\n%PDF-1.4\n",
    "base64 in lines": BASE64,
    "base64 in one line": base64.b64encode(PICTURE),
    "base64 for addresses": base64.urlsafe_b64encode(PICTURE),
    "base64 in JSON": b'{"a": "' + BASE64.replace(b"/", b"\\/").replace(b"\n", b"\\n") + b'"}',
    "base64 as text of a program": b'" + \n"'.join(BASE64.split()),
    "hex": PICTURE.hex().encode(),
    "hex in capitals, in lines": PICTURE.hex("\n", 32).upper().encode(),
    "hex in pairs": PICTURE.hex(" ").encode(),
    "bytes of a program": b"".join(b"\\x%02x" % one for one in PICTURE),
    "numbers of a program": b", ".join(b"0x%02X" % one for one in PICTURE),
    "mail of old": b"begin 644 foto.jpg\nM_]C_X",
    "a drawing at the end": b"halo\n" + SVG,
}
CHATS = {
    "a chat": sample_files.text() * 2000,
    "emoji": ("12/05/26 10.31 - Ani: 😭😭😭🙏🏽👨‍👩‍👧 kenapa?? é\n" * 3000).encode(),
    "a long line": b"kenapa kamu begitu " * 20_000,
    "laughter": b"wkwkwkwkWKWKwkwk" * 1000,
    "one letter": b"a" * 200_000,
    "drawn lines": b"=-=-=-=-=-" * 5000 + b"_" * 5000,
    "addresses": b"".join(
        b"https://www.instagram.com/p/C%dxYz_-Q/?igsh=MzRlODBiNWFlZA%%3D%%3D&utm_source=ig\n" % one
        for one in range(2000)
    ),
    "an address with a long token": b"https://x.example/r?t=" + BASE64.replace(b"\n", b"")[:900],
    "telephone numbers": b"".join(b"0812-%04d-%04d, " % (one, one) for one in range(3000)),
    "fingerprints with names": b"".join(
        b"%s  foto-%d.jpg\n" % (base64.b16encode(bytes([one]) * 32).lower(), one)
        for one in range(200)
    ),
    "words about files": b"Content-Type itu apa? data: ada. P1 dan P3. <3 <Media tidak disertakan>",
    "a nickname first": b"<budi> halo\n<ani> ya\n",
    "nothing but a number": b"P3 ya",
}


@pytest.mark.parametrize("content", NEVER_TEXT.values(), ids=NEVER_TEXT)
@pytest.mark.parametrize("name", ["catatan.txt", "catatan"])
def test_what_opens_as_something_else_is_text_for_nobody(content: bytes, name: str) -> None:
    with pytest.raises(NotTaken):
        sniff(content[:4096], name)


@pytest.mark.parametrize("content", CARRIED.values(), ids=CARRIED)
def test_a_picture_in_letters_is_found(content: bytes) -> None:
    assert carries_file(content)


@pytest.mark.parametrize("content", CHATS.values(), ids=CHATS)
def test_what_people_write_passes(content: bytes) -> None:
    assert not carries_file(content)
    assert sniff(content[:4096], "chat.txt").file_class is FileClass.TEXT


def arrives(desk: Desk, content: bytes, size: int, taken: frozenset[FileClass]) -> bool:
    with closing(Incoming(desk.case, "catatan.txt", taken)) as incoming:
        try:
            for at in range(0, len(content), size):
                incoming.write(content[at : at + size])
            incoming.finish().close()
        except UploadRefused as error:
            return error.reason != Refusal.CARRIES
        return True


@pytest.mark.parametrize("size", [997, LOOKED_AT_ONCE, 1 << 20])
@pytest.mark.parametrize("before", [0, 5000, LOOKED_AT_ONCE - 700, 3 * LOOKED_AT_ONCE + 11])
@pytest.mark.parametrize("name", ["base64 in lines", "numbers of a program", "a data address"])
def test_pieces_hide_nothing_wherever_it_begins(
    desk: Desk, name: str, before: int, size: int
) -> None:
    content = b"kata. " * (before // 6) + b"\n" + CARRIED[name] + b"\n" + b"kata. " * 2000
    assert not arrives(desk, content, size, frozenset({FileClass.TEXT}))
    assert arrives(desk, content, size, frozenset(FileClass))


@given(st.integers(0, 3000), st.sampled_from(sorted(CARRIED)))
def test_what_there_is_shows_in_as_much_as_is_kept(before: int, name: str) -> None:
    """Two overlapping looks see what one look at the whole would."""
    whole = b"x" * before + b"\n" + CARRIED[name]
    assert carries_file(whole[: before + SEEN_TOGETHER])


def test_the_page_says_what_is_wrong_and_keeps_nothing(desk_of_a_minor: Desk) -> None:
    desk_of_a_minor.client.cookies["__Host-l"] = "en"
    page = desk_of_a_minor.send("catatan.txt", b"halo\n" + BASE64).content.decode()
    with override("en"):
        assert str(Refusal.CARRIES.label) in page
    assert desk_of_a_minor.items == []


@pytest.mark.parametrize("name", ["a chat", "emoji", "addresses", "a long line"])
def test_with_the_gate_closed_a_chat_is_taken(desk_of_a_minor: Desk, name: str) -> None:
    assert desk_of_a_minor.send("chat.txt", CHATS[name]).status_code == 302


def test_with_the_gate_open_a_text_may_carry_what_it_likes(desk: Desk) -> None:
    assert desk.send("surat.txt", CARRIED["a mail"] + BASE64).status_code == 302


IN_LETTERS = [base64.b64encode(PICTURE).decode(), PICTURE.hex(), BASE64.decode()]


@pytest.mark.parametrize("words", IN_LETTERS)
def test_with_the_gate_closed_no_note_and_no_draft_carries_one(
    desk_of_a_minor: Desk, words: str
) -> None:
    actor, keys = desk_of_a_minor.person.actor, desk_of_a_minor.person.keys(desk_of_a_minor.case)
    with pytest.raises(PolicyRefused):
        save_record(actor, keys, RecordKind.INCIDENT, IncidentDetails(note=words))
    assert incidents_of(keys) == []
    keep_draft(actor, keys, "/c/x/", {"note": [words]})
    assert draft_at(actor, keys, "/c/x/") is None


@pytest.mark.parametrize("name", ["a chat", "emoji", "addresses", "a long line"])
def test_with_the_gate_closed_words_are_kept(desk_of_a_minor: Desk, name: str) -> None:
    actor, keys = desk_of_a_minor.person.actor, desk_of_a_minor.person.keys(desk_of_a_minor.case)
    note = IncidentDetails(note=CHATS[name].decode())
    save_record(actor, keys, RecordKind.INCIDENT, note)
    assert [one.details for one in incidents_of(keys)] == [note]


def test_with_the_gate_open_a_note_may_hold_what_it_likes(desk: Desk) -> None:
    keys = desk.person.keys(desk.case)
    note = IncidentDetails(note=IN_LETTERS[0])
    assert save_record(desk.person.actor, keys, RecordKind.INCIDENT, note).revision == 1


CLOSED_CHATS = {
    "a download with pictures": ("chat.json", b'{"messages": [{"uri": "%s"}]}'),
    "a page with pictures": ("messages.html", b'<html><img src="%s"></html>'),
    "a text that is a page": ("chat.txt", b'21/07/26 03.15 - A: <img src="%s">'),
}


@pytest.mark.parametrize("name", CLOSED_CHATS)
def test_with_the_gate_closed_no_chat_brings_a_picture(desk_of_a_minor: Desk, name: str) -> None:
    called, content = CLOSED_CHATS[name]
    file = io.BytesIO(content % (b"data:image\\/png;base64," + base64.b64encode(PICTURE)))
    file.name = called
    address = reverse("evidence:chat-add", args=[desk_of_a_minor.case.ref])
    told = {"file": file, "zone": "WIB", "shows": "", "minor": "no", "as_is": "on"}
    assert desk_of_a_minor.client.post(address, told).status_code == 200
    assert desk_of_a_minor.items == []
