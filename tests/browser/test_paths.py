"""The nine paths, each walked by somebody in Chromium from the first page to her plan.

What comes first and what is not there at all is read off the pages; names and titles of cards come
from the data files, never from a catalogue.
"""

from resources.checkup import checked_apps
from resources.questionnaire import questionnaire
from resources.ways import way_for
from tests import sample_files
from tests.browser.conftest import Stage
from tests.browser.guided import CHECKUP, CONTACT, HELP, KEEP, MAP, REPORT, Guided

STOPNCII, TAKE_IT_DOWN, POLICE = "https://stopncii.org", "takeitdown.ncmec.org", "tel:110"
SCREENSHOT = "tangkapan layar"
JPEG = {"name": "IMG_0001.jpg", "mimeType": "image/jpeg", "buffer": sample_files.jpeg(64, 48)}
# Feelings, aims, body and money: nobody answers these for somebody who does not know.
HERS_ALONE = {
    *("q05_diri", "q13_data", "q14_kenali", "q17_khawatir", "q18_tahu", "q19_tanggungan"),
    *("q20_ekonomi", "q21_disabilitas", "q22_kriminal", "q24_blokir", "q25_tujuan"),
}
# What can be written on the way without naming the person it is for: words, posts, whoever does it.
OF_NO_FRIEND = {"second", "fifth", "addresses", "accounts", "respondent", "shows"}
PROOF_AND_AIMS = {"q16_ulang", "q18_tahu", "q22_kriminal", "q23_bukti", "q24_blokir", "q25_tujuan"}


def titled(card: str) -> str:
    return questionnaire().card(card).title.id


def test_danger_now(with_script: Stage) -> None:
    """She says that it is not safe now. Before anything else is asked there is one calm screen with
    numbers, and its main button closes it. She goes on all the same: help is the first task, what
    can wait is not asked, fear for her body brings the numbers on the very next page, and nothing
    in her plan cuts contact.
    """
    owner = with_script.enters(Guided)
    owner.comes_in()
    owner.answers(answer="tidak")
    assert owner.finds("h1").inner_text() == titled("A_DARURAT")
    assert owner.is_led_to(POLICE)
    assert owner.finds("form").count() == 0
    assert owner.finds(".acts a").first.get_attribute("href") == "/keluar"
    owner.follows("/mulai/3")
    owner.says_for_whom("diri", "dewasa")
    assert owner.tasks[0] == HELP
    walked = owner.maps(to_the_end=True, q17_khawatir="fisik", q04_ancaman_fisik="kekerasan")
    assert "A_DARURAT" in walked.told
    assert not PROOF_AND_AIMS & set(walked.asked)
    plan = owner.reads_plan()
    assert plan.now[0] == "A_DARURAT"
    assert "H_BAHAYA" in plan.not_yet
    assert "A_PUTUS" not in plan.to_do
    assert with_script.inspector.faults == []


def test_under_18(without_script: Stage) -> None:
    """She was under 18 when it was made, and it was spread. Help is the first task. Her plan begins
    with the card for children and leads to Take It Down. StopNCII is named nowhere, and no
    line asks for a screenshot. She may keep text alone, and reports as somebody under 18.
    """
    owner = without_script.enters(Guided)
    owner.begins(age="u18_dulu_kini")
    assert owner.tasks[0] == HELP
    walked = owner.maps(to_the_end=True, q06_tahap="publik", q09_jenis="rekayasa")
    assert not {"q19_tanggungan", "q22_kriminal"} & set(walked.asked)
    plan = owner.reads_plan()
    assert plan.now[0] == "A_ANAK"
    assert "H_ANAK" in plan.not_yet
    assert not {"A_ANCAMAN", "A_DEEPFAKE"} & set(plan.to_do)
    assert owner.is_led_to(TAKE_IT_DOWN)
    assert not owner.is_led_to(STOPNCII)
    assert "StopNCII" not in owner.sees
    assert SCREENSHOT not in owner.sees.lower()
    assert SCREENSHOT not in owner.looks_at_proof("ncii", "instagram").lower()
    no_picture_can_be_kept(owner)
    she_reports_without_a_picture(owner)
    assert without_script.inspector.faults == []


def no_picture_can_be_kept(owner: Guided) -> None:
    """From the page on proof: no question about pictures, and a picture is not taken in."""
    owner.follows_into("/6/")
    assert not owner.is_asked_for("intimate")
    assert not owner.is_asked_for("minor")
    owner.finds("input[type=file]").set_input_files(JPEG)
    owner.answers(shows="Gambar.")
    assert owner.finds("[role=alert]").is_visible()
    owner.visits(f"{owner.home}0/")
    assert owner.finds(".tile").count() == 0


def she_reports_without_a_picture(owner: Guided) -> None:
    owner.opens_task(int(REPORT))
    owner.follows("/4/baru/")
    owner.answers(platform="instagram")
    assert owner.finds("input[value=underage]").is_checked()
    owner.goes_on()
    owner.answers(more="https://contoh.invalid/p/1")
    owner.answers(language="id")
    owner.goes_on()
    assert owner.is_led_to(TAKE_IT_DOWN)
    assert not owner.is_led_to(STOPNCII)


def test_partner_or_family_at_home(with_script: Stage) -> None:
    """The person doing this lives with her, knows her password, and she wants it to stop. Help is
    the first task, and a plan with somebody comes first. Nothing tells her to block or to change a
    password: not the plan, not the part on contact, not the check-up of her accounts.
    """
    owner = with_script.enters(Guided)
    owner.begins()
    owner.maps(q13_data="sandi", q11_pelaku="pasangan", q12_serumah="ya", q25_tujuan="berhenti")
    assert owner.tasks[0] == HELP
    plan = owner.reads_plan()
    assert plan.now[0] == "A_SERUMAH"
    assert plan.not_yet == ["H_RUMAH"]
    assert not {"A_PUTUS", "A_PERETASAN"} & set(plan.to_do)
    assert owner.finds(".notice.care").is_visible()
    contact_is_not_cut_before_a_plan(owner)
    accounts_are_only_looked_at(owner)
    assert with_script.inspector.faults == []


def contact_is_not_cut_before_a_plan(owner: Guided) -> None:
    owner.opens_task(int(CONTACT))
    owner.follows("/2/1/")
    owner.answers(still_in_contact="yes")
    owner.answers(safety_plan="no")
    owner.answers(channels=["whatsapp"])
    assert owner.is_asked_for("shared")
    owner.skips()
    owner.answers(trusted_person="Kakak")
    assert owner.finds(".notice.care").is_visible()
    for name in ("safe_to_cut", "acts"):
        assert not owner.is_asked_for(name)
    assert [one.title for one in way_for("whatsapp").acts if one.title in owner.sees] == []


def accounts_are_only_looked_at(owner: Guided) -> None:
    """One app whose password could be changed stands for all."""
    owner.visits(f"{owner.home}{CHECKUP}/")
    assert owner.finds(".notice.care").is_visible()
    number, app = next((n, one) for n, one in enumerate(checked_apps(), 1) if one.holds_mail)
    owner.follows(f"/{CHECKUP}/{number}/")
    points = {one.id: one.changes for one in app.points}
    offered = [one.get_attribute("value") for one in owner.finds("[name=point]").all()]
    assert offered
    assert [point for point in offered if points[str(point)]] == []


def test_extortion(without_script: Stage) -> None:
    """Money is demanded of her, and she has not paid. Not to pay comes first, then the proof; what
    was paid is asked because something was demanded. The part on contact says it again.
    """
    owner = without_script.enters(Guided)
    owner.begins()
    walked = owner.maps(q07_tuntutan="uang", q08_bayar="tidak", q11_pelaku="asing")
    assert walked.asked.index("q08_bayar") == walked.asked.index("q07_tuntutan") + 1
    assert owner.tasks[:2] == [KEEP, CONTACT]
    plan = owner.reads_plan()
    assert plan.now[:2] == ["A_SEXTORTION", "A_BUKTI"]
    assert "H_BAYAR" in plan.not_yet
    assert "A_SUDAH_BAYAR" not in plan.to_do
    owner.opens_task(int(CONTACT))
    assert owner.finds(".notice.care").is_visible()
    assert without_script.inspector.faults == []


def test_extortion_after_money_was_sent(with_script: Stage) -> None:
    """She sent money 5 hours ago: the bank and the centre for fraud come before all else, and not
    to pay again stands beside them. Nobody asks whether she lives with a stranger.
    """
    owner = with_script.enters(Guided)
    owner.begins()
    walked = owner.maps(
        to_the_end=True, q07_tuntutan="uang", q08_bayar="bayar_12j", q11_pelaku="asing"
    )
    assert not {"q12_serumah", "q20_ekonomi"} & set(walked.asked)
    plan = owner.reads_plan()
    assert plan.now[:2] == ["A_SUDAH_BAYAR", "A_SEXTORTION"]
    assert "H_BAYAR" in plan.not_yet
    assert with_script.inspector.faults == []


def test_hacked_account(without_script: Stage) -> None:
    """Somebody got into her account. After the proof come safer accounts, the mail account before
    all others, and nothing is to be cleaned away before that.
    """
    owner = without_script.enters(Guided)
    owner.begins()
    owner.maps(q10_akun="diretas", q11_pelaku="asing")
    assert owner.tasks[:2] == [KEEP, CHECKUP]
    plan = owner.reads_plan()
    assert plan.now[0] == "A_PERETASAN"
    assert plan.not_yet == ["H_SETEL_ULANG"]
    owner.visits(f"{owner.home}{CHECKUP}/")
    mail = [n for n, app in enumerate(checked_apps(), 1) if app.holds_mail]
    first = str(owner.finds(".tasks a.task").first.get_attribute("href"))
    assert first.endswith(f"/{CHECKUP}/{mail[0]}/")
    assert owner.finds(".notice.care").count() == 0
    assert without_script.inspector.faults == []


def test_already_spread(with_script: Stage) -> None:
    """It can be seen by anybody. Her plan begins with writing down where, reporting is the second
    task, and passing the pictures on is what not to do. No threat is answered that there is not.
    """
    owner = with_script.enters(Guided)
    owner.begins()
    owner.maps(q17_khawatir="luas", q06_tahap="publik")
    assert owner.tasks[:2] == [KEEP, REPORT]
    plan = owner.reads_plan()
    assert plan.now == ["A_TERSEBAR", "A_BUKTI"]
    assert plan.not_yet == ["H_TERUSKAN"]
    assert "A_ANCAMAN" not in plan.to_do
    assert owner.is_led_to("/4/")
    assert with_script.inspector.faults == []


def test_threatened(without_script: Stage) -> None:
    """Somebody threatens to spread it, and nothing is out there yet. She is 18 or older, so
    StopNCII is offered before anything is spread. The map of risks is the second task, and telling
    everybody at once is what not to do. Nothing speaks of what was spread.
    """
    owner = without_script.enters(Guided)
    owner.begins()
    owner.maps(q17_khawatir="keluarga", q06_tahap="ancaman", q11_pelaku="mantan")
    assert owner.tasks[:2] == [KEEP, MAP]
    plan = owner.reads_plan()
    assert plan.now == ["A_ANCAMAN", "A_BUKTI"]
    assert owner.is_led_to(STOPNCII)
    assert plan.not_yet == ["H_UMUMKAN"]
    assert "A_TERSEBAR" not in plan.to_do
    assert without_script.inspector.faults == []


def test_deepfake(with_script: Stage) -> None:
    """The pictures are made up, and nobody has spread them yet. Her plan begins with that and tells
    her to keep the photo they were made of. Reporting is the second task, and a platform with a
    form for made-up pictures is asked for that reason.
    """
    owner = with_script.enters(Guided)
    owner.begins()
    owner.maps(q09_jenis="rekayasa", q11_pelaku="teman_kerja_sekolah")
    assert owner.tasks[:2] == [KEEP, REPORT]
    plan = owner.reads_plan()
    assert plan.now == ["A_DEEPFAKE", "A_BUKTI"]
    assert "foto asli" in owner.sees.lower()
    assert plan.not_yet == ["H_TERUSKAN"]
    assert not {"A_ANCAMAN", "A_SEXTORTION"} & set(plan.to_do)
    owner.opens_task(int(REPORT))
    owner.follows("/4/baru/")
    owner.answers(platform="google-search")
    assert owner.finds("input[value=deepfake]").is_checked()
    assert with_script.inspector.faults == []


def test_for_a_friend_who_agreed(with_script: Stage) -> None:
    """A friend asked for help, and it was spread. Listening stands among the first things beside
    what to do; nothing is held back for want of agreement, and pictures can be kept.
    """
    owner = with_script.enters(Guided)
    owner.begins(whom="orang_lain_setuju")
    assert owner.tasks[0] == HELP
    owner.maps(q06_tahap="publik")
    plan = owner.reads_plan()
    assert plan.now == ["A_TERSEBAR", "A_BUKTI", "A_TEMAN"]
    assert plan.not_yet == ["H_TERUSKAN"]
    owner.visits(f"{owner.home}6/")
    assert owner.is_asked_for("intimate")
    assert with_script.inspector.faults == []


def test_for_a_friend_who_did_not_agree(without_script: Stage) -> None:
    """A friend does not know yet that somebody looks for help. The map asks what happened, and none
    of what only the friend can say. All there is to do is to listen and to say that help exists;
    no field asks who the friend is, and no picture can be kept.
    """
    owner = without_script.enters(Guided)
    owner.begins(whom="orang_lain_belum")
    happened = {"q04_ancaman_fisik": "tidak", "q06_tahap": "publik", "q11_pelaku": "mantan"}
    walked = owner.maps(to_the_end=True, **happened)
    assert walked.asked[:3] == list(questionnaire().core_instead)
    assert not HERS_ALONE & set(walked.asked)
    assert owner.tasks[0] == HELP
    plan = owner.reads_plan()
    assert plan.to_do == ["A_TEMAN"]
    assert plan.not_yet[0] == "H_TEMAN"
    assert not owner.is_led_to(STOPNCII)
    assert SCREENSHOT not in owner.looks_at_proof("ncii", "instagram").lower()
    no_picture_can_be_kept(owner)
    assert {one for one in owner.written_in if not one.startswith("claimed")} <= OF_NO_FRIEND
    assert without_script.inspector.faults == []
