"""What people do with the site from the first page to the last, in Chromium against a real site."""

import io
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

from PIL import Image

from tests import sample_files
from tests.browser.conftest import Stage
from tests.browser.neutral import Neutral
from tests.browser.people import Lead, Owner, Paralegal, Upload
from tests.instance import ROOT

PHOTO = Upload("IMG_0001.jpg", "image/jpeg", sample_files.jpeg(640, 480), "Tangkapan layar.")
UPLOADS = (
    PHOTO,
    Upload("IMG_0002.heic", "image/heic", sample_files.heic(640, 480), "Foto pribadi.", "yes"),
    Upload("VID_0003.mp4", "video/mp4", sample_files.video(), "Rekaman layar."),
    Upload("surat.pdf", "application/pdf", sample_files.pdf(), "Surat."),
    Upload("obrolan.txt", "text/plain", sample_files.text(), "Obrolan."),
)
FOR_EVERYBODY = (
    *("/", "/bantuan/", "/langkah/", "/masuk", "/kerja", "/cuaca", "/mulai/2"),
    *("/baca/", *(f"/baca/{number}/" for number in range(1, 5))),
)
READ, LOOKED, TOOK = "Memilih pendamping.", "Mencocokkan akun.", "Untuk surat ke platform."


def test_the_whole_story_with_real_files(
    stage: Stage, poster: list[str], neutral: Neutral, tmp_path: Path
) -> None:
    """She begins, writes down one incident and keeps five files for it: a JPEG with EXIF and GPS,
    a HEIC, an MP4, a PDF and a text. She cuts contact, maps the risk, reports to a platform and
    shares with LBH Satu. The lead assigns Budi, who sees everything covered, uncovers one picture
    and takes one original down, each with a reason. She gets a packet that verifies, reads who
    opened what, takes everything back, and leaves fast without leaving anything behind.
    """
    owner, lead, budi = stage.enters(Owner), stage.enters(Lead), stage.enters(Paralegal)
    she_writes_and_keeps(owner)
    she_goes_through_her_tasks(owner)
    she_shares(owner, poster)
    the_lead_assigns_budi(lead, owner)
    budi_reviews(budi, owner, tmp_path)
    she_gets_a_packet_that_verifies(owner, tmp_path)
    she_reads_who_opened_what(owner)
    she_takes_it_back(owner, budi)
    she_leaves(owner, neutral, java_script=stage.java_script)
    assert stage.inspector.faults == []


def she_writes_and_keeps(owner: Owner) -> None:
    owner.begins()
    owner.writes_down_incident()
    owner.keeps_files(UPLOADS)
    for label in ("B-01", "B-02", "B-03"):
        owner.opens_item(label)
        owner.waits_for('form[action$="/1/"]')


def she_goes_through_her_tasks(owner: Owner) -> None:
    owner.plans_contact()
    owner.maps_risk()
    assert owner.finds("article.card").count() > 1
    owner.reports_to_platform("TIKET-0042")
    assert "TIKET-0042" in owner.sees
    owner.reads_chronology()
    assert owner.finds(".tile").count() == len(UPLOADS)
    assert owner.pictures == []


def she_shares(owner: Owner, poster: list[str]) -> None:
    assert owner.asks_for_help("LBH Satu") == poster
    owner.shares()
    assert owner.finds(".notice.saved").count() == 1


def the_lead_assigns_budi(lead: Lead, owner: Owner) -> None:
    lead.signs_in()
    assert "Kenanga" in lead.sees
    lead.opens_case(owner.ref, READ)
    assert "grup angkatan" in lead.sees
    lead.goes_to_queue()
    lead.assigns(owner.ref, "Budi")


def budi_reviews(budi: Paralegal, owner: Owner, folder: Path) -> None:
    budi.signs_in()
    budi.opens_case(owner.ref)
    assert "grup angkatan" in budi.sees
    assert [width_of(picture) for picture in budi.pictures] == [24, 24, 24]
    budi.opens_item("B-01")
    assert budi.pictures == []
    budi.reveals(LOOKED)
    [copy] = budi.pictures
    assert width_of(copy) == 640
    assert sample_files.CAMERA_MAKER.encode() not in copy
    budi.looks_again()
    assert budi.pictures == []
    assert budi.downloads_original(folder, TOOK).read_bytes() == PHOTO.content
    assert LOOKED in budi.reads_log(owner.ref)


def width_of(picture: bytes) -> int:
    return Image.open(io.BytesIO(picture)).width


def she_gets_a_packet_that_verifies(owner: Owner, folder: Path) -> None:
    owner.asks_for_packet()
    packet = owner.downloads_packet(folder)
    verify = [sys.executable, "-m", "vaultverify", str(packet)]
    done = subprocess.run(verify, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    with zipfile.ZipFile(packet) as archive:
        packed = {archive.read(name) for name in archive.namelist()}
    assert [one.content in packed for one in UPLOADS] == [one.intimate == "no" for one in UPLOADS]


def she_reads_who_opened_what(owner: Owner) -> None:
    log = owner.reads_log()
    assert [told for told in ("Lina", READ, "Budi", "B-01", LOOKED, TOOK) if told not in log] == []


def she_takes_it_back(owner: Owner, budi: Paralegal) -> None:
    owner.takes_back()
    for path in (f"/k/{owner.ref}/", budi.path):
        budi.visits(path)
        assert budi.status == 404


def she_leaves(owner: Owner, neutral: Neutral, *, java_script: bool) -> None:
    ways = [owner.presses_exit, owner.presses_shift_three_times]
    for way in ways if java_script else ways[:1]:
        she_is_elsewhere(owner, neutral, way)


def she_is_elsewhere(owner: Owner, neutral: Neutral, way: Callable[[], None]) -> None:
    """Neither Back nor a copy of her cookies leads anybody to her notes again."""
    owner.visits(owner.home)
    stolen = owner.context.cookies()
    way()
    owner.page.wait_for_url(neutral.url)
    assert not {"cookie", "referer"} & set(neutral.visits[-1])
    owner.waits_until_nothing_is_left()
    owner.goes_back()
    assert owner.path in ("/", "/cuaca")
    owner.context.add_cookies(stolen)
    assert len(owner.context.cookies()) == len(stolen) > 0
    owner.visits(owner.home)
    assert owner.path == "/"
    owner.signs_in()


def test_words_and_code_open_her_notes_again(stage: Stage) -> None:
    """She reads English and comes back with her seven words, after a slip. Then the words are lost:
    her code on paper gives her new ones, and from then on old words and old code open nothing.
    """
    owner = stage.enters(Owner)
    owner.visits("/?lang=en")
    owner.begins()
    home, old_words, old_code = owner.home, owner.secret, owner.code
    owner.leaves()
    owner.signs_in(" ".join(reversed(owner.words)))
    assert owner.is_refused
    owner.signs_in()
    assert owner.path == home
    owner.leaves()
    owner.enters_with_code()
    owner.takes_down_words()
    assert owner.home == home
    owner.leaves()
    owner.signs_in(old_words)
    assert owner.is_refused
    owner.enters_with_code(old_code)
    assert owner.is_refused
    owner.signs_in()
    assert owner.path == home
    assert stage.inspector.faults == []


def test_pages_for_everybody_are_sound(stage: Stage) -> None:
    """A visitor reads what is there without signing in, in both languages, and gets lost once."""
    visitor = stage.enters(Owner)
    for language in ("id", "en"):
        for path in FOR_EVERYBODY:
            visitor.visits(f"{path}?lang={language}")
            assert visitor.status == 200
        visitor.visits(f"/tidak-ada?lang={language}")
        assert visitor.status == 404
    assert len(stage.inspector.seen) == 2 * (len(FOR_EVERYBODY) + 1)
    assert stage.inspector.faults == []
