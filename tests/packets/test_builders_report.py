"""The report: what it says, that it is accessible, and that no text or picture can break it."""

import re
import shutil
import subprocess
from collections.abc import Sequence

import pytest

from custody.enums import CustodyAction, CustodyRole
from evidence.sniffing import FileClass
from packets.builders.content import PacketSighting
from packets.builders.glyphs import covered, printable
from packets.builders.originals import Condition, WrittenItem
from packets.builders.report import report_data, report_pdf
from packets.builders.typesetting import picture_from
from packets.builders.wording import ACTS, CLASSES, ROLES, grouped
from tests import services
from tests.packets.making import LogMaker, content, incident, item, jpeg, obj_of

HOSTILE = (
    '#read("/etc/passwd")',
    "$ x^2 $ *tebal* _miring_ `kode` <label> @rujukan",
    "]#panic()[ #{ } // komentar /* ",
    "\\u{202e} \\ # = - + /",
    "\u202egpj.exe\u202c",
    "nol\0lonceng\x07hapus\x7f",
    "emoji 😭👩‍👧❤️🏳️‍🌈",
    "한국어 中文 العربية עברית हिन्दी ภาษาไทย",
    "Z̷̡͈a̸͘l̵̛g̶o",
    "separuh \ud83d",
    "a" * 5000,
    "\n\n\n\t\r\n",
    "",
)


def included(*items: WrittenItem) -> Sequence[WrittenItem]:
    return items


def shown(number: int, picture: bytes = b"", **changes: object) -> WrittenItem:
    each = item(number, **changes)
    return WrittenItem(each, Condition.INCLUDED, picture, has_preview=bool(picture))


def text_of(pdf: bytes) -> str:
    return _text(pdf, "-layout")


def raw_text_of(pdf: bytes) -> str:
    """Column by column, in the order of the document."""
    return _text(pdf, "-raw")


def _text(pdf: bytes, order: str) -> str:
    if shutil.which("pdftotext") is None:
        services.leave_out("pdftotext")
    command = ["pdftotext", order, "-", "-"]
    return subprocess.run(command, input=pdf, capture_output=True, check=True).stdout.decode()


def flat(text: str) -> str:
    """Without columns and line ends: what a search in the document finds."""
    return " ".join(text.split())


def test_the_report_is_tagged_pdf_a_in_indonesian() -> None:
    pdf = report_pdf(content(), [shown(1, jpeg()), shown(2)])
    assert pdf.startswith(b"%PDF-1.7")
    for promise in (b"<pdfaid:part>2<", b"<pdfaid:conformance>A<", b"<pdfuaid:part>1<"):
        assert promise in pdf
    assert b"/Lang(id)" in pdf
    assert b"/JavaScript" not in pdf


def test_page_one_tells_what_is_and_is_not_proved() -> None:
    first_page = raw_text_of(report_pdf(content(), [shown(1), shown(2)])).partition("\f")[0]
    for words in (
        *("Yang dibuktikan berkas ini", "Yang tidak dibuktikannya", "Dapat diakses"),
        *("Dapat ditampilkan", "Dijamin keutuhannya", "Dapat dipertanggungjawabkan"),
        *("K7Q2M4TZ", "p4ck3t0x-2025-03-07-140500", "7 Maret 2025, pukul 14.05.00 WIB"),
        *("sampai entri ke-4, saat berkas ini diminta", "melalui layanan ini dicatat"),
        *("Siapa orangnya di balik suatu akun", "pelapor sendiri yang memilih"),
        *("Uraian kejadian dan keterangan bukti adalah penuturan pelapor", "bit demi bit"),
        "Dokumen PDF ini sendiri tidak memuat tanda tangan elektronik",
        *("BERKAS LAPORAN UNTUK KEPOLISIAN", "Kepada Yth.", "Nomor laporan (diisi petugas)"),
    ):
        assert words in flat(first_page)


def test_the_ten_parts_are_there_in_order() -> None:
    pages = text_of(report_pdf(content(), [shown(1), shown(2)])).partition("\f")[2]
    parts = re.findall(r"^ *(\d+)\. [A-Z][^.]*$", pages, re.MULTILINE)
    assert parts == [str(number) for number in range(1, 11)]
    assert "dipilih oleh penasihat hukum" in pages


def test_the_list_of_evidence_has_every_digest() -> None:
    items = [shown(number) for number in range(1, 30)]
    told = text_of(report_pdf(content(tuple(each.item for each in items)), items))
    for each in items:
        assert grouped(each.item.sha256, 8) in told


def test_a_damaged_item_is_named_on_page_one_and_in_the_list() -> None:
    damaged = WrittenItem(item(1), Condition.DAMAGED)
    pages = text_of(report_pdf(content(), [damaged, shown(2)])).split("\f")
    assert "Bukti yang rusak atau tidak ada lagi pada penyimpanan: B-01" in pages[0]
    assert "RUSAK" in "".join(pages[1:])


def test_an_intimate_item_is_listed_without_a_picture() -> None:
    kept_out = WrittenItem(item(1, is_intimate=True), Condition.LEFT_OUT)
    data, pictures = report_data(content((kept_out.item,)), [kept_out])
    assert pictures == []
    assert data["evidence"][0]["condition"].startswith("Bermuatan seksual")
    told = raw_text_of(report_pdf(content((kept_out.item,)), [kept_out]))
    assert "diserahkan langsung oleh pelapor kepada penyidik atas permintaan" in flat(told)


def test_each_picture_is_printed_once_with_the_incident_it_belongs_to() -> None:
    items = [shown(n, jpeg(), incident_number=1) for n in (1, 2)] + [shown(3, jpeg())]
    incidents = (incident(1, evidence_numbers=(2,)), incident(2, evidence_numbers=(2,)))
    whole = content(tuple(each.item for each in items), incidents=incidents)
    data, pictures = report_data(whole, items)
    printed = [[each["caption"] for each in one["pictures"]] for one in data["incidents"]]
    assert printed == [["Bukti B-02", "Bukti B-01"], []]
    assert [each["caption"] for each in data["loose"]] == ["Bukti B-03"]
    assert len(pictures) == 3


@pytest.mark.parametrize(("width", "height"), [(1000, 750), (460, 1000), (1000, 10), (1, 1000)])
def test_a_picture_keeps_its_shape_within_its_space(width: int, height: int) -> None:
    each = shown(1, jpeg(width, height))
    data, _ = report_data(content((each.item,)), [each])
    box = data["incidents"][0]["pictures"][0]
    assert box["width"] <= 8
    assert box["height"] <= 6
    assert box["width"] / box["height"] == pytest.approx(width / height, rel=0.2)


@pytest.mark.parametrize(
    "broken", [b"GIF89a", jpeg()[:20], b"\xff\xd8\xff\xe0\x00", b"\xff\xd8" * 9]
)
def test_what_is_no_whole_jpeg_is_not_printed(broken: bytes) -> None:
    assert picture_from(broken) is None
    assert report_pdf(content(), [shown(1, broken), shown(2)]).startswith(b"%PDF")


def test_a_jpeg_whose_pixels_are_broken_does_not_break_the_report() -> None:
    broken = jpeg()[:400] + b"\0" * 300
    assert picture_from(broken) is not None
    assert report_pdf(content(), [shown(1, broken), shown(2)]).startswith(b"%PDF")


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_breaks_the_report_or_is_read_as_markup(text: str) -> None:
    one = incident(1, relation=text, note=text, forms=(text,), platform=text, respondent=text)
    one_more = incident(2, addresses=(text,), accounts=(text,))
    items = [shown(1, name=text, statement=text, media_type=text)]
    known = {"incidents": (one, one_more), "case_ref": text, "alias": text}
    whole = content((items[0].item,), LogMaker(), **known)
    assert report_pdf(whole, items).startswith(b"%PDF")


def test_typst_code_in_a_note_is_printed_as_it_was_written() -> None:
    one = incident(1, note='#read("/etc/passwd") *tebal* $x$')
    told = text_of(report_pdf(content((), incidents=(one,)), []))
    assert '#read("/etc/passwd") *tebal* $x$' in told


def test_every_character_said_to_be_covered_can_be_set() -> None:
    everything = " ".join(map(chr, sorted(covered())))
    pdf = report_pdf(content((), incidents=(incident(1, note=everything),)), [])
    assert "(U+" not in text_of(pdf)


def test_a_character_wrongly_said_to_be_covered_costs_only_itself(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    wrongly = covered() | {0x1F62D}
    monkeypatch.setattr("packets.builders.glyphs.covered", lambda: wrongly)
    one = incident(1, note="sebelum 😭 sesudah")
    told = text_of(report_pdf(content((), incidents=(one,)), []))
    assert "sebelum (U+1F62D) sesudah" in told


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("biasa, é ü “petik” – …", "biasa, é ü “petik” – …"),
        ("😭", "‹menangis keras›"),
        ("🦆", "‹U+1F986›"),
        ("❤\ufe0f", "❤"),
        ("中", "‹U+4E2D›"),
        ("\u202egpj", "‹U+202E›gpj"),
        ("\0", "‹U+0000›"),
        ("a\r\nb\tc", "a\nb c"),
    ],
)
def test_what_cannot_be_printed_is_named(text: str, expected: str) -> None:
    assert printable(text) == expected


def test_each_access_of_a_person_stands_by_itself() -> None:
    log, items = LogMaker(), (item(1),)
    told = {"reason": "memeriksa tanggal", "number": "B-01"}
    for _ in range(2):
        log.add("evidence.item.revealed", items[0].obj, told, role="paralegal")
    log.add("case.grant.created", details={"organization": "LBH Contoh"})
    log.add("packet.downloaded", role="lead", is_shown=False)
    acts = report_data(content(items, log), [shown(1)])[0]["acts"]
    assert [(each["act"], each["item"], each["role"], each["reason"]) for each in acts] == [
        ("Bukti dilihat", "B-01", "Paralegal", "memeriksa tanggal"),
        ("Bukti dilihat", "B-01", "Paralegal", "memeriksa tanggal"),
        ("Dibagikan kepada lembaga bantuan hukum", "", "Pelapor", "LBH Contoh"),
        ("Berkas laporan diunduh", "", "Ketua tim LBH", "rincian tidak ditampilkan"),
    ]
    assert (acts[0]["seq"], acts[0]["time"]) == ("1", "05-03-2025 14.06.00 WIB")
    assert acts[0]["mark"] == "abababab"


def test_only_routine_acts_are_summed_up() -> None:
    log = LogMaker()
    for act in ("case.record.added", "evidence.item.derived", "case.record.added"):
        log.add(act)
    data = report_data(content((), log), [])[0]
    assert data["acts"] == []
    assert [(each["act"], each["count"]) for each in data["routine"]] == [
        ("Keterangan ditambahkan", "2"),
        ("Pratinjau dibuat, atau obrolan atau bagian atas email dibaca", "1"),
    ]


def test_who_covers_stands_by_itself_and_the_making_of_the_copy_is_routine() -> None:
    log = LogMaker()
    for role in ("owner", "worker"):
        log.add("evidence.item.redacted", obj_of(1), {"number": "B-01"}, role=role)
    data = report_data(content((item(1),), log), [shown(1)])[0]
    assert [each["role"] for each in data["acts"]] == ["Pelapor"]
    assert [each["role"] for each in data["routine"]] == ["Sistem, atas permintaan"]


def test_statements_are_no_originals_and_covered_copies_have_a_digest_of_their_own() -> None:
    seen = item(2, sighting=PacketSighting(url="https://contoh.invalid/p/1"))
    covered = item(3, is_covered=True, covered_sha256="ab" * 32)
    copy = WrittenItem(covered, Condition.COVERED, has_covered_copy=True)
    written = [WrittenItem(one, Condition.INCLUDED) for one in (item(1), seen)]
    data = report_data(content((item(1), seen, covered)), [*written, copy])[0]
    assert (data["summary"]["included"], data["summary"]["elsewhere"]) == ("1", "1")
    assert [bool(each["copy_sha256"]) for each in data["evidence"]] == [False, False, True]
    assert data["has_covered"]


@pytest.mark.parametrize(
    ("note", "is_told"), [("Ia menulis █████ kepada saya.", True), ("Ia menulis.", False)]
)
def test_bars_in_what_is_told_are_explained(note: str, is_told: bool) -> None:
    packet = content((), incidents=(incident(1, note=note),))
    assert report_data(packet, [])[0]["has_covered"] is is_told


def test_of_a_very_long_log_the_newest_acts_are_printed_and_the_others_counted() -> None:
    log = LogMaker()
    for number in range(3005):
        log.add("case.opened", role="paralegal", details={"reason": f"alasan {number}"})
    packet = content((), log)
    data = report_data(packet, [])[0]
    assert (len(data["acts"]), data["unprinted_acts"]) == (1000, "2.005")
    assert data["acts"][-1]["reason"] == "alasan 3004"
    assert report_pdf(packet, []).startswith(b"%PDF")


def test_an_act_of_a_later_version_is_not_hidden_among_the_routine() -> None:
    log = LogMaker()
    log.add("case.something.new", details={"reason": "alasan"})
    assert report_data(content((), log), [])[0]["acts"][0]["reason"] == "alasan"


def test_every_act_role_and_class_has_its_formal_word() -> None:
    assert set(CustodyAction) <= ACTS.keys()
    assert set(CustodyRole) <= ROLES.keys()
    assert set(FileClass) <= CLASSES.keys()
