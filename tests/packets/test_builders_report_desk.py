"""The report at a police desk: whom to ask, what is filled in by hand, and that it can be read."""

import re
from dataclasses import replace

import pytest

from packets.builders.content import PacketContact, PacketTime
from packets.builders.originals import Condition, WrittenItem
from packets.builders.report import report_pdf
from tests.packets.making import START, LogMaker, content, incident, item, jpeg
from tests.packets.test_builders_report import flat, raw_text_of, shown, text_of

CONTACT = PacketContact("LBH Contoh", "Lina", "Jalan Satu 1", "a@contoh.invalid", "0761 1", "papan")
ADDRESS = "https://www.contoh.invalid/p/Cx_YzAbC-dEfG/?igshid=MzRlODBiNWFlZA==&img=1"
MISLEADING = (
    *("sidik jari", "instansi", "catatan penjagaan", "bersifat pribadi", " map "),
    "kuasa hukum",
)


def one_page_text(**changes: object) -> str:
    return flat(raw_text_of(report_pdf(content((), **changes), [])))


def test_whom_to_ask_stands_on_page_one() -> None:
    told = one_page_text(contact=CONTACT, asked_by="LBH Satu")
    assert "LBH Contoh, Lina, Jalan Satu 1, 0761 1, a@contoh.invalid" in told
    assert "diumumkan di: papan" in told
    assert "Diminta oleh LBH Satu" in told


def test_without_a_contact_the_reporter_is_the_one_to_ask() -> None:
    assert "Tanyakan kepada pelapor atau pendampingnya" in one_page_text()


def test_each_page_says_that_it_is_confidential() -> None:
    pages = text_of(report_pdf(content(), [shown(1), shown(2)])).split("\f")[:-1]
    assert len(pages) > 3
    assert all("RAHASIA" in page and "tidak untuk disebarluaskan" in page for page in pages)


@pytest.mark.parametrize(
    "line",
    [
        *("Nama lengkap", "NIK", "Kewarganegaraan", "Perangkat (merek, tipe)", "Diambil oleh"),
        *("Tanda terima", "Pangkat, NRP", "Kesatuan atau unit kerja", "SHA-256 berkas ZIP"),
        *("Jumlah (bundel, berkas, media)", "untuk dipergunakan sebagaimana mestinya"),
    ],
)
def test_there_is_room_for_what_is_written_by_hand(line: str) -> None:
    assert line in flat(raw_text_of(report_pdf(content(), [shown(1)])))


def test_only_the_reporter_is_asked_for_a_stamp() -> None:
    assert text_of(report_pdf(content(), [shown(1)])).count("Meterai") == 1


def test_no_word_misleads_a_police_desk() -> None:
    items = [
        WrittenItem(item(1, is_intimate=True), Condition.LEFT_OUT),
        WrittenItem(item(2), Condition.MISSING),
    ]
    told = flat(raw_text_of(report_pdf(content(rolled_back=(3,)), items))).lower()
    assert [word for word in MISLEADING if word in told] == []
    assert "nilai hash" in told


def test_a_revised_incident_shows_when_it_was_first_kept_and_last_changed() -> None:
    one = incident(1, revision=2, revised_at=START.replace(day=9))
    told = one_page_text(incidents=(one,))
    assert "Dicatat server 5 Maret 2025, pukul 15.05.00 WIB" in told
    assert "Terakhir diubah 9 Maret 2025, pukul 14.05.00 WIB (revisi ke-2)" in told


def test_an_address_can_be_copied_as_it_was_written() -> None:
    one = incident(1, addresses=(ADDRESS,), accounts=("@nama.akun_yang-cukup.panjang_sekali",))
    told = raw_text_of(report_pdf(content((), incidents=(one,)), []))
    assert ADDRESS in told
    assert "@nama.akun_yang-cukup.panjang_sekali" in told
    assert not re.search("[\u00ad\u200b-\u200f\u2060\ufeff]", told)


@pytest.mark.parametrize("name", ["tangkapan_layar." * 12 + "jpg", "a" * 180, "IMG-" * 50])
def test_a_long_name_stays_in_its_cell(name: str) -> None:
    told = report_pdf(content((item(1, name=name),)), [shown(1, name=name)])
    assert name in "".join(raw_text_of(told).split())
    rows = [line for line in text_of(told).splitlines() if "5 Maret 2025" in line]
    assert all(not row.strip().endswith(name[-8:]) for row in rows)


def test_a_short_incident_is_not_torn_apart() -> None:
    incidents = tuple(incident(number, note=f"Awal {number}. Akhir.") for number in range(1, 29))
    pages = text_of(report_pdf(content((), incidents=incidents), [])).split("\f")
    for number in range(1, 29):
        [page] = [page for page in pages if f"Awal {number}." in page]
        recorded = flat(page.partition(f"Awal {number}.")[2])
        assert recorded.partition("Dicatat server")[0].count("Awal") == 0
        assert "Dicatat server" in recorded


def test_a_picture_is_on_the_page_of_its_incident() -> None:
    items = [shown(n, jpeg(400, 300 + 200 * (n % 3)), incident_number=n) for n in range(1, 25)]
    incidents = tuple(incident(n, note=f"Uraian {n}.") for n in range(1, 25))
    whole = content(tuple(each.item for each in items), LogMaker(), incidents=incidents)
    pages = text_of(report_pdf(whole, items)).split("\f")
    for n in range(1, 25):
        [page] = [page for page in pages if f"Uraian {n}." in page]
        assert page.count(f"Bukti B-{n:02d}") == 2, n


def test_a_long_case_stays_a_report_that_can_be_carried() -> None:
    items = [shown(n, jpeg(400, 300), incident_number=2 * n) for n in range(1, 101)]
    incidents = tuple(incident(n, claimed_sort_key=f"{n:04}") for n in range(1, 201))
    whole = content(tuple(each.item for each in items), LogMaker(), incidents=incidents)
    assert text_of(report_pdf(whole, items)).count("\f") <= 60


def test_mixed_zones_are_told_with_their_clocks() -> None:
    times = (PacketTime("exact", 2026, 3, 1, 23, 30, "WIT"), PacketTime("about", 2026, 3, 2, 0, 5))
    incidents = [replace(incident(n), claimed=time) for n, time in enumerate(times, start=1)]
    told = one_page_text(incidents=tuple(incidents))
    assert "1 Maret 2026, pukul 23.30 WIT" in told
    assert "sekitar 2 Maret 2026, pukul 00.05 WIB" in told


def test_of_an_incident_without_words_the_report_says_so_and_prints_none() -> None:
    told = one_page_text(incidents=(incident(1).without_words(),))
    assert "Kata-kata pelapor tidak disertakan" in told
    assert "mengancam akan menyebarkan" not in told
    assert "@akun_contoh" not in told
