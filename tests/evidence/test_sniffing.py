"""What is taken, as what, and under which name it is shown."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.sniffing import (
    HEAD_BYTES,
    NAME_MAX_CHARS,
    FileClass,
    NotTaken,
    Refusal,
    clean_name,
    show_controls,
    sniff,
)
from tests import sample_files

TAKEN = [
    ("foto.jpg", sample_files.jpeg(), FileClass.IMAGE, "image/jpeg", "jpg"),
    ("foto.PNG", sample_files.png(), FileClass.IMAGE, "image/png", "png"),
    ("stiker.webp", sample_files.webp(), FileClass.IMAGE, "image/webp", "webp"),
    ("IMG_1.HEIC", sample_files.heic(), FileClass.IMAGE, "image/heic", "heic"),
    ("VID-20260501-WA0001.mp4", sample_files.video("mp4"), FileClass.VIDEO, "video/mp4", "mp4"),
    ("IMG_2.MOV", sample_files.video("mov"), FileClass.VIDEO, "video/quicktime", "mov"),
    ("video.3gp", sample_files.video("3gp"), FileClass.VIDEO, "video/3gpp", "3gp"),
    ("surat.pdf", sample_files.pdf(), FileClass.DOCUMENT, "application/pdf", "pdf"),
    ("_chat.txt", sample_files.text(), FileClass.TEXT, "text/plain", "txt"),
    ("akun.csv", sample_files.text(with_mark=True), FileClass.TEXT, "text/plain", "txt"),
]
HEAD_OF = {name: data[:HEAD_BYTES] for name, data, *_ in TAKEN}


def refusal_of(head: bytes, name: str) -> Refusal:
    with pytest.raises(NotTaken) as refusal:
        sniff(head, name)
    return refusal.value.reason


def file_type(major: bytes, *others: bytes, length: int | None = None) -> bytes:
    body = b"ftyp" + major + bytes(4) + b"".join(others)
    return (len(body) + 4 if length is None else length).to_bytes(4, "big") + body


class TestTaken:
    @pytest.mark.parametrize(("name", "data", "file_class", "media_type", "extension"), TAKEN)
    def test_each_kind(self, name, data, file_class, media_type, extension):
        found = sniff(data[:HEAD_BYTES], name)
        assert (found.file_class, found.media_type, found.extension) == (
            file_class,
            media_type,
            extension,
        )

    @pytest.mark.parametrize("name", ["", "foto", "Chat 2026-05-01 10.30.45", ".", "foto."])
    def test_a_name_without_an_extension_promises_nothing(self, name):
        assert sniff(HEAD_OF["foto.jpg"], name).extension == "jpg"

    def test_a_wrong_extension_of_the_same_family_is_put_right(self):
        assert sniff(HEAD_OF["stiker.webp"], "stiker.jpg").extension == "webp"

    def test_a_picture_with_an_archive_behind_it_is_a_picture(self):
        assert sniff(sample_files.jpeg_and_zip(), "foto.jpg").media_type == "image/jpeg"

    def test_text_cut_in_the_middle_of_a_character_is_text(self):
        head = ("a" * (HEAD_BYTES - 1) + "é").encode()[:HEAD_BYTES]
        assert sniff(head, "catatan.txt").file_class is FileClass.TEXT

    @pytest.mark.parametrize(
        ("major", "extension"),
        [(b"isom", "mp4"), (b"iso6", "mp4"), (b"M4V ", "mp4"), (b"3g2a", "3gp"), (b"heix", "heic")],
    )
    def test_brands(self, major, extension):
        assert sniff(file_type(major), "").extension == extension

    def test_a_general_brand_is_taken_for_what_it_is_compatible_with(self):
        assert sniff(file_type(b"mif1", b"mif1", b"heic"), "").media_type == "image/heic"


class TestNotTaken:
    def test_nothing(self):
        assert refusal_of(b"", "foto.jpg") is Refusal.EMPTY

    @pytest.mark.parametrize(("name", "data"), sample_files.not_taken().items())
    def test_what_is_not_on_the_list(self, name, data):
        assert refusal_of(data[:HEAD_BYTES], name) is Refusal.UNKNOWN

    @pytest.mark.parametrize(("name", "data"), sample_files.not_taken().items())
    def test_what_is_not_on_the_list_under_a_good_name(self, name, data):
        assert refusal_of(data[:HEAD_BYTES], f"{name}.jpg") in (Refusal.UNKNOWN, Refusal.MISMATCH)

    @pytest.mark.parametrize(
        ("name", "promise"),
        [
            ("foto.jpg", "foto.pdf"),
            ("foto.jpg", "foto.txt"),
            ("video.3gp", "foto.heic"),
            ("surat.pdf", "surat.txt"),
            ("_chat.txt", "_chat.jpg"),
            ("_chat.txt", "_chat.pdf"),
        ],
    )
    def test_a_name_of_another_family(self, name, promise):
        assert refusal_of(HEAD_OF[name], promise) is Refusal.MISMATCH

    @pytest.mark.parametrize(
        "name", ["foto.jpg.exe", "foto.exe. ", "foto.jpg\u202e.scr", "a/b.html"]
    )
    def test_a_picture_under_the_name_of_something_dangerous(self, name):
        assert refusal_of(HEAD_OF["foto.jpg"], name) is Refusal.UNKNOWN

    def test_text_that_ends_inside_a_character(self):
        assert refusal_of("kata é".encode()[:-1], "catatan.txt") is Refusal.UNKNOWN

    @pytest.mark.parametrize(
        "head",
        [
            file_type(b"mif1", b"mif1", b"miaf"),
            file_type(b"avci", b"mif1"),
            file_type(b"M4P ", b"isom"),
            b"ID3\x05\0\0\0\0\0\0",
            b"ID3\x04\0\0\0\0\0\x80",
            b"\xff\xfb\x90\x64" + bytes(413) + b"\xff\xf1\x50\x80",
            b"\xff\xfe" + "halo".encode("utf-16-le"),
            b"OggS\0\0" + bytes(40),
            b"\x1aE\xdf\xa3\x93B\x82\x84mkvx",
            b"PK\x05\x06" + bytes(18),
            file_type(b"isom", length=8),
            file_type(b"isom", length=17),
            b"RIFF\0\0\0\0AVI " + bytes(8),
            b"\xff\xd8",
            b"\0\0\0\x18ftyp",
        ],
    )
    def test_near_misses(self, head):
        assert refusal_of(head, "") is Refusal.UNKNOWN

    @given(st.binary(max_size=64), st.binary(max_size=64))
    def test_bytes_with_a_zero_are_never_text(self, before, after):
        with pytest.raises(NotTaken):
            sniff(before + b"\0" + after, "catatan.txt")


class TestCleanName:
    @pytest.mark.parametrize(
        ("name", "shown"),
        [
            ("foto.jpg", "foto.jpg"),
            ("../../etc/passwd", "passwd"),
            ("C:\\Users\\Ani\\foto saya.jpg", "foto saya.jpg"),
            ("a\x00b\x1b[31mc\x85.txt", "ab[31mc .txt"),
            ("foto\u202egpj.exe", "fotogpj.exe"),
            ("  dua   kata\n.txt ", "dua kata .txt"),
            ("e\u0301.txt", "é.txt"),
            ("\ud800x.txt", "x.txt"),
            ("..", ""),
            ("/", ""),
        ],
    )
    def test_examples(self, name, shown):
        assert clean_name(name) == shown

    def test_a_long_name_keeps_its_extension(self):
        shown = clean_name("n" * 300 + ".jpeg")
        assert len(shown) == NAME_MAX_CHARS
        assert shown.endswith("n.jpeg")

    @given(st.text(max_size=300))
    def test_what_is_shown_is_safe_and_stays_the_same(self, name):
        shown = clean_name(name)
        assert len(shown) <= NAME_MAX_CHARS
        assert not {"/", "\\"} & set(shown)
        assert not any(unicodedata.category(each) in ("Cc", "Cs") for each in shown)
        assert clean_name(shown) == shown


class TestShowControls:
    def test_invisible_characters_are_spelled_out(self):
        assert show_controls("a\u202eb\nc\ufeff", 50) == "a⟦U+202E⟧b⟦U+000A⟧c⟦U+FEFF⟧"

    def test_long_text_is_cut(self):
        assert show_controls("x" * 600, 500) == "x" * 500
