"""Pages, programs, letters, archives, mails, sounds and texts that are more than they say.

`HOME` is where those that fetch something would fetch it: the test listens there.
"""

import codecs
import gzip
import io
import itertools
import struct
import zipfile
from collections.abc import Callable, Iterator
from functools import cache, partial

from tests import sample_files, sample_kinds
from tests.evidence.hostile import Hostile, family
from tests.evidence.hostile.pictures import flipped

HOME = "http://127.0.0.1:{port}/"
SVG = '<svg xmlns="http://www.w3.org/2000/svg">{}</svg>'
LINK = "https://schemas.openxmlformats.org/package/2006/relationships"


def drawings(home: str) -> Iterator[Hostile]:
    inside = {
        "script": "<script>fetch('{home}')</script>",
        "event": "<rect onload='fetch(\"{home}\")'/>",
        "picture": "<image href='{home}a.png'/>",
        "page": "<foreignObject><iframe src='{home}'/></foreignObject>",
        "use": "<use href='{home}#a'/>",
    }
    texts = [SVG.format(one.format(home=home)) for one in inside.values()]
    entity = f'<!DOCTYPE svg [<!ENTITY x SYSTEM "{home}">]>' + SVG.format("&x;")
    laughs = '<!DOCTYPE svg [<!ENTITY a "ha">' + "".join(
        f'<!ENTITY {chr(98 + one)} "{f"&{chr(97 + one)};" * 10}">' for one in range(20)
    )
    texts += [entity, laughs + "]>" + SVG.format("&u;"), f'<?xml version="1.0"?>{texts[0]}']
    for text, name in itertools.product(texts, ("a.svg", "a.jpg", "a.txt")):
        yield from family("drawings", name, text.encode)
    yield from family("drawings", "a.svgz", lambda: gzip.compress(texts[0].encode()))
    yield from family("drawings", "a.txt", lambda: codecs.BOM_UTF8 + texts[0].encode())


def pages(home: str) -> Iterator[Hostile]:
    texts = (
        f"<!doctype html><script src='{home}'></script>",
        f"<html><meta http-equiv=refresh content='0;url={home}'>",
        f"\n\t <IMG SRC='{home}'>",
        f"<!-- x --><body onload=location='{home}'>",
        f'<?xml version="1.0"?><?xml-stylesheet href="{home}"?><a/>',
    )
    for text, name in itertools.product(texts, ("a.html", "a.jpg", "a.txt", "a.pdf")):
        yield from family("pages", name, text.encode)


def programs() -> Iterator[Hostile]:
    made = {
        "a.exe": b"MZ\x90\0" + bytes(200),
        "a.bat": b"@echo off\r\ndel /q *\r\n",
        "a.sh": b"#!/bin/sh\nrm -rf ~\n",
        "a.js": b"new ActiveXObject('WScript.Shell')",
        "a.vbs": b'CreateObject("WScript.Shell")',
        "a.ps1": b"Invoke-Expression $x",
        "a.lnk": b"L\0\0\0\x01\x14\x02\0" + bytes(100),
        "a.url": b"[InternetShortcut]\r\nURL=file:///c:/a.exe\r\n",
        "a.hta": b"<script language=vbscript>x</script>",
        "a.apk": sample_kinds.packed({"AndroidManifest.xml": "x", "classes.dex": "dex"}),
        "a.jar": sample_kinds.packed({"META-INF/MANIFEST.MF": "Main-Class: A"}),
        "a.xlsm": sample_kinds.packed({"[Content_Types].xml": "x", "xl/vbaProject.bin": "x"}),
        "a.doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
        "a.elf": b"\x7fELF\x02\x01\x01" + bytes(80),
        "a.7z": b"7z\xbc\xaf\x27\x1c" + bytes(40),
        "a.rar": b"Rar!\x1a\x07\x01\0" + bytes(40),
    }
    for name, content in made.items():
        yield from family("programs", name, content.__bytes__)
        yield from family("programs", name + ".jpg", content.__bytes__)


def letters(home: str) -> Iterator[Hostile]:
    objects = (
        "/OpenAction <</S/JavaScript/JS(app.alert\\(1\\))>>",
        "/OpenAction <</S/Launch/F(cmd.exe)>>",
        f"/OpenAction <</S/URI/URI({home})>>",
        "/Names <</EmbeddedFiles <</Names [(a.exe) 9 0 R]>>>>",
        f"/AcroForm <</XFA [(template) 9 0 R]>> /F ({home})",
        "/Pages 1 0 R " * 5000,
    )
    for text in objects:
        yield from family("letters", "a.pdf", partial(_pdf_with, text))
    yield from family(
        "letters",
        "a.pdf",
        lambda: b"%PDF-1.7\n" + b"[" * 1_000_000,
        lambda: b"%PDF-9.9",
        lambda: b"MZ" + bytes(500) + sample_files.pdf(),
        lambda: sample_files.pdf() + sample_kinds.archive(),
    )
    template = f'<Relationship Type="{LINK}/attachedTemplate" Target="{home}a.dotm" '
    remote = sample_kinds.packed(
        {"[Content_Types].xml": "<Types/>", "word/_rels/settings.xml.rels": template}
    )
    yield from family(
        "letters",
        "a.docx",
        remote.__bytes__,
        lambda: sample_kinds.docx("word/vbaProject.bin"),
        lambda: sample_kinds.docx("word/embeddings/oleObject1.bin"),
        lambda: sample_kinds.docx("../../etc/passwd"),
        lambda: _packed_bomb("word/document.xml"),
        lambda: sample_kinds.docx() + b"MZ" + bytes(90),
    )
    yield from family(
        "letters",
        "a.odt",
        lambda: sample_kinds.odt("Basic/Standard/Module1.xml"),
        lambda: sample_kinds.odt("Scripts/python/a.py"),
        lambda: sample_kinds.odt(media_type=sample_kinds.OPEN_TEXT + "-template"),
        lambda: sample_kinds.odt() * 2,
    )
    yield from family("letters", "a.rtf", lambda: b"{\\rtf1{\\object\\objupdate}}")


def _pdf_with(text: str) -> bytes:
    return sample_files.pdf().replace(b"/Type /Catalog", b"/Type /Catalog " + text.encode())


def _packed_bomb(name: str) -> bytes:
    return sample_kinds.packed({"[Content_Types].xml": "<Types/>", name: "0" * (32 << 20)})


def archives() -> Iterator[Hostile]:
    yield from family(
        "archives",
        "a.zip",
        partial(_packed_bomb, "a.txt"),
        lambda: sample_kinds.packed({"../../a.txt": "x", "/etc/a": "x", "C:\\a": "x"}),
        lambda: sample_kinds.packed({"a/../../b": "x", "a\\..\\b": "x", "nul\0.txt": "x"}),
        lambda: _nested(20),
        partial(_many_members, 5000),
        lambda: sample_kinds.archive()[:-8],
        lambda: sample_kinds.archive() + bytes(70_000),
        lambda: b"PK\x03\x04" + bytes(26),
        lambda: b"PK\x05\x06" + bytes(18),
    )


def _nested(depth: int) -> bytes:
    content = b"x"
    for _ in range(depth):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as writer:
            writer.writestr("a.zip", content)
        content = out.getvalue()
    return content


def _many_members(count: int) -> bytes:
    return sample_kinds.packed({f"{one}.txt": "" for one in range(count)})


def mails() -> Iterator[Hostile]:
    start = b"From: a@b\r\nSubject: x\r\n"
    yield from family(
        "mails",
        "a.eml",
        partial(sample_kinds.mail, 10_000),
        partial(sample_kinds.mail, 990),
        lambda: start + b"X: " + b"x" * (2 << 20) + b"\r\n\r\nisi",
        lambda: start + b" lipatan\r\n" * 50_000 + b"\r\nisi",
        lambda: start + b"\r\n" + b"isi\0",
        lambda: start + b"Content-Type: multipart/mixed; boundary=x\r\n\r\n" + b"--x\r\n" * 100_000,
        lambda: b"isi tanpa kepala",
        lambda: b"<html>From: a@b\r\n\r\n",
        lambda: b"\xff\xfe" + "From: a@b\r\n\r\n".encode("utf-16-le"),
        lambda: b"%PDF-1.4\r\nFrom: a@b\r\n\r\n",
    )


def recordings() -> Iterator[Hostile]:
    start = b"\0\0\0\x18ftypisom\0\0\0\0isommp42"
    yield from family(
        "recordings",
        "a.mp4",
        lambda: start + struct.pack(">I4s", 0x7FFFFFFF, b"moov") + bytes(5000),
        lambda: start + struct.pack(">I4sQ", 1, b"moov", 2**63) + bytes(5000),
        lambda: (
            start + b"".join(struct.pack(">I4s", 8 * one, b"moov") for one in range(9999, 1, -1))
        ),
        lambda: start + struct.pack(">I4s", 0, b"mdat"),
        lambda: b"\xff\xff\xff\xfcftypisom" + bytes(5000),
        lambda: b"\0\0\0\x07ftypisom" + bytes(5000),
    )
    yield from family(
        "recordings",
        "a.mp3",
        lambda: b"ID3\x04\0\0\x7f\x7f\x7f\x7f" + bytes(5000),
        lambda: b"ID3\x04\0\0\0\0\0\x0a" + b"<html>" + bytes(500),
        lambda: b"\xff\xfb" * 5000,
    )
    yield from family(
        "recordings",
        "a.mkv",
        lambda: b"\x1aE\xdf\xa3\x01" + b"\xff" * 7 + b"B\x82\x88matroska" + b"\xff" * 5000,
        lambda: b"\x1aE\xdf\xa3" + b"B\x82\x84webm" * 9,
    )
    yield from family("recordings", "a.wav", lambda: b"RIFF\xff\xff\xff\xffWAVE" + b"\xff" * 5000)
    yield from family("recordings", "a.m4a", lambda: sample_files.video("mp4"))


def texts() -> Iterator[Hostile]:
    yield from family(
        "texts",
        "a.txt",
        lambda: b"+ADw-script+AD4-alert(1)+ADw-/script+AD4-",
        lambda: "halo".encode("utf-16"),
        lambda: "halo".encode("utf-16-be"),
        lambda: "halo".encode("utf-32"),
        lambda: b"halo\0dunia",
        lambda: b"\xed\xa0\x80\xed\xb0\x80",
        lambda: b"\xc0\xbcscript\xc0\xbe",
        lambda: "naïf".encode("latin-1"),
        ("\u202e" * 50_000).encode,
        lambda: b"a" * (2 << 20),
        lambda: b"\n" * (1 << 20),
        lambda: b"x" * 70_000 + b"\xff",
    )
    yield from family(
        "texts",
        "a.json",
        lambda: b"[" * 1_000_000,
        lambda: b'{"a":' * 100_000,
        lambda: b"[" + b"9" * 500_000 + b"]",
        lambda: b'["\\ud800\\u0000"]',
        lambda: b"{\\rtf1}",
        lambda: b"[\0]",
    )


def names() -> Iterator[Hostile]:
    for name in (
        "../../a.jpg",
        "a.jpg\0.exe",
        "\u202egpj.exe",
        "a" * 5000 + ".jpg",
        "con.jpg",
        "=cmd|'/c calc'!A1.jpg",
        "<script>.jpg",
        "a.jpg\r\nSet-Cookie: x=y",
        "\ud800.jpg",
    ):
        yield from family("names", name, sample_files.bare_jpeg)


@cache
def _whole() -> dict[str, bytes]:
    pictures = ("jpg", "png", "webp", "gif", "heic", "avif")
    kinds = sample_kinds.every_kind().items()
    return {name: data for name, data in kinds if not name.endswith(pictures)}


def broken() -> Iterator[Hostile]:
    for name, keep in itertools.product(_whole(), (0.05, 0.5, 0.99)):
        yield from family("cut", name, partial(sample_files.truncated, _whole()[name], keep=keep))
    for name, seed in itertools.product(_whole(), range(3)):
        yield from family("flipped", name, partial(flipped, _whole()[name], seed))


def all_others(home: str) -> Iterator[Hostile]:
    makers: tuple[Callable[[str], Iterator[Hostile]], ...] = (drawings, pages, letters)
    for make in makers:
        yield from make(home)
    for plain in (programs, archives, mails, recordings, texts, names, broken):
        yield from plain()
