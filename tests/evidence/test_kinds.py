"""Every kind that is taken, under its own name, under others, and two of them at once."""

import io
import itertools
import zipfile
from contextlib import closing

import pytest

from evidence.exceptions import Refusal, UploadRefused
from evidence.sniffing import HEAD_BYTES, FileClass, NotTaken, sniff
from evidence.sniffing.kinds import FAMILIES, KINDS
from evidence.uploads import Incoming
from tests import sample_files, sample_kinds
from tests.evidence.conftest import Desk

KINDS_OF_FILES = sample_kinds.every_kind()
CLASSES = {
    FileClass.IMAGE: ("jpg", "png", "webp", "gif", "heic", "avif"),
    FileClass.VIDEO: ("mp4", "mov", "3gp", "webm", "mkv"),
    FileClass.AUDIO: ("opus", "m4a", "aac", "mp3", "wav", "amr"),
    FileClass.DOCUMENT: ("pdf", "docx", "odt"),
    FileClass.TEXT: ("txt", "json"),
    FileClass.MAIL: ("eml",),
    FileClass.ARCHIVE: ("zip",),
}
CLASS_OF = {extension: one for one, names in CLASSES.items() for extension in names}
EVERYTHING = frozenset(FileClass)
PDF_REACH = 1024


def extension_of(name: str) -> str:
    return name.rpartition(".")[2]


def taken_as(desk: Desk, name: str, content: bytes, size: int = 1 << 20) -> FileClass | Refusal:
    """What a file comes in as where everything is taken, or why it does not."""
    with closing(Incoming(desk.case, name, EVERYTHING)) as incoming:
        try:
            for at in range(0, len(content), size):
                incoming.write(content[at : at + size])
            with closing(incoming.finish()) as upload:
                return upload.sniffed.file_class
        except UploadRefused as error:
            return Refusal(error.reason)


@pytest.mark.parametrize("name", KINDS_OF_FILES)
def test_each_kind_is_known_by_its_bytes(name: str) -> None:
    found = sniff(KINDS_OF_FILES[name][:HEAD_BYTES], name)
    assert (found.extension, found.file_class) == (extension_of(name), CLASS_OF[found.extension])


def test_the_table_here_has_every_kind() -> None:
    """Vorbis in Ogg alone is not made here: it is told from Opus by eight bytes."""
    there = {kind.extension for kind in FAMILIES} - {"ogg"}
    assert {extension_of(name) for name in KINDS_OF_FILES} == there == set(CLASS_OF)
    assert set(CLASSES) | {FileClass.OTHER} == {kind.file_class for kind in KINDS}


@pytest.mark.parametrize("name", KINDS_OF_FILES)
def test_no_kind_hides_under_the_name_of_another_family(name: str) -> None:
    head = KINDS_OF_FILES[name][:HEAD_BYTES]
    own = FAMILIES[sniff(head, name)]
    for other in {"jpg", "mp4", "pdf", "docx", "odt", "eml", "zip", "txt", "exe"} - own:
        if other == "txt" and extension_of(name) in ("json", "eml"):
            continue
        with pytest.raises(NotTaken):
            sniff(head, f"berkas.{other}")


@pytest.mark.parametrize("size", [1, 4097, 1 << 20])
@pytest.mark.parametrize("name", KINDS_OF_FILES)
def test_each_kind_comes_in_whole_in_pieces_of_any_size(desk: Desk, name: str, size: int) -> None:
    assert taken_as(desk, name, KINDS_OF_FILES[name], size) == CLASS_OF[extension_of(name)]


def opens_as_two(content: bytes, front: str) -> bool:
    """What readers go by: an archive by its end, a PDF by a mark in its first KiB."""
    is_packed = extension_of(front) in ("docx", "odt", "zip")
    has_archive = zipfile.is_zipfile(io.BytesIO(content)) and not is_packed
    has_pdf = b"%PDF-" in content[:PDF_REACH] and extension_of(front) != "pdf" and not is_packed
    return has_archive or has_pdf


PAIRS = list(itertools.permutations(KINDS_OF_FILES, 2))


@pytest.mark.parametrize("front", KINDS_OF_FILES)
def test_two_kinds_at_once_are_held_or_one_of_them_only(desk: Desk, front: str) -> None:
    for _, behind in (pair for pair in PAIRS if pair[0] == front):
        content = KINDS_OF_FILES[front] + KINDS_OF_FILES[behind]
        found = taken_as(desk, front, content)
        assert found in (CLASS_OF[extension_of(front)], FileClass.OTHER), behind
        if opens_as_two(content, front) or extension_of(front) in ("docx", "odt", "zip"):
            assert found == FileClass.OTHER, behind


MIXED = {
    "JPEG and ZIP": ("foto.jpg", sample_files.jpeg_and_zip()),
    "GIF and JAR": (
        "lucu.gif",
        sample_kinds.gif() + sample_kinds.packed({"META-INF/MANIFEST.MF": "Main-Class: A"}),
    ),
    "PDF and ZIP": ("surat.pdf", sample_files.pdf() + sample_kinds.archive()),
    "a ZIP with a few bytes behind": ("foto.jpg", sample_files.jpeg_and_zip() + b"\n\0\n"),
    "a PDF in a comment": (
        "foto.jpg",
        sample_files.encoded(sample_files.noise(), "JPEG", comment=sample_files.pdf()),
    ),
    "a PDF with its mark late": ("surat.pdf", b"\0" * 900 + sample_files.pdf()),
    "a page before a picture": ("foto.jpg", b"<html><script>" + sample_files.jpeg()),
    "a page before a PDF": ("surat.pdf", b"<!doctype html><p>\n" + sample_files.pdf()),
    "a page before a mail": ("surat.eml", b"<html>\n" + sample_kinds.mail()),
    "a picture and a document": ("foto.png", sample_files.png() + sample_kinds.docx()),
    "a document and a picture": ("surat.docx", sample_kinds.docx() + sample_files.png()),
    "two documents": ("surat.odt", sample_kinds.odt() + sample_kinds.odt()),
    "a sound with a video track": ("suara.m4a", sample_files.video("mp4")),
    "a document with a program": ("surat.docx", sample_kinds.docx("word/vbaProject.bin")),
    "a text with a program": ("surat.odt", sample_kinds.odt("Basic/Standard/A.xml")),
    "a program in large letters": ("surat.docx", sample_kinds.docx("WORD/VBAPROJECT.BIN")),
    "a program in small letters": ("surat.odt", sample_kinds.odt("basic/standard/a.xml")),
    "a table as a letter": ("surat.docx", sample_kinds.packed({"xl/workbook.xml": "isi"})),
    "a drawing as a letter": (
        "surat.odt",
        sample_kinds.odt(media_type="application/vnd.oasis.opendocument.graphics"),
    ),
    "a document with programs by its name": ("surat.docm", sample_kinds.docx()),
    "a mail of ten thousand headers": ("surat.eml", sample_kinds.mail(10_000)),
    "a mail with a NUL": ("surat.eml", sample_kinds.mail() + b"\0"),
    "JSON that is none": ("message_1.json", b"halo"),
    "a video in Ogg": ("a.ogg", b"OggS\0\x02" + bytes(20) + b"\x01\x2a\x80theora" + bytes(40)),
}


@pytest.mark.parametrize(("name", "content"), MIXED.values(), ids=MIXED)
def test_what_is_not_quite_what_it_says_is_at_most_kept_unopened(
    desk: Desk, name: str, content: bytes
) -> None:
    assert taken_as(desk, name, content) == FileClass.OTHER


def test_a_moving_photograph_of_a_phone_is_a_picture(desk: Desk) -> None:
    """Its video lies behind the picture, and opens as nothing from there."""
    content = sample_files.jpeg() + sample_files.video("mp4")
    assert taken_as(desk, "MVIMG_20260501.jpg", content) == FileClass.IMAGE


@pytest.mark.parametrize("ending", [b"PK\x05\x06", b"PK\x05\x06" + b"\xff" * 18 + b"more"])
def test_four_bytes_by_chance_are_no_archive(desk: Desk, ending: bytes) -> None:
    assert taken_as(desk, "foto.jpg", sample_files.jpeg() + ending) == FileClass.IMAGE


@pytest.mark.parametrize("name", ["rekaman.m4a", "rekaman.aac"])
def test_a_recorder_that_writes_the_brand_of_a_video_makes_a_sound(desk: Desk, name: str) -> None:
    content = sample_kinds.sound("mp4", "aac", rate=44_100)
    assert taken_as(desk, name, content) == FileClass.AUDIO
