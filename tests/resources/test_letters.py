import re

import pytest

from resources.datafiles import File
from resources.enums import Outcome, ReportKind
from resources.exceptions import DataError, NothingToReport
from resources.letters import Earlier, ReportFacts, build, prepare_letter
from resources.texts import LANGUAGES
from tests.resources.altered import altered

ADDRESS = "https://example.org/p/1"
LAW = re.compile(
    r"\b(pasal|undang-undang|UU|hukum|pidana|melanggar|law|illegal|crime|criminal|sue)\b", re.I
)


def facts(kind=ReportKind.NCII, addresses=(ADDRESS,), **more):
    return ReportFacts("Instagram", kind, addresses, **more)


@pytest.mark.parametrize("kind", ReportKind)
@pytest.mark.parametrize("for_another", [False, True])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_letter_is_short_and_claims_nothing_about_the_law(kind, for_another, language):
    letter = prepare_letter(facts(kind, for_another=for_another))
    body = letter.body.in_language(language)
    assert len(body.split()) <= 90
    assert not LAW.search(body)
    assert not re.search(r"[!$]", body)
    assert letter.subject.in_language(language)


@pytest.mark.parametrize(("language", "word"), [("id", "itikad baik"), ("en", "good faith")])
def test_a_letter_names_platform_and_addresses_and_states_good_faith(language, word):
    body = prepare_letter(facts(addresses=(ADDRESS, "@akun_palsu"))).body.in_language(language)
    assert "Instagram" in body.splitlines()[0]
    assert f"1. {ADDRESS}\n2. @akun_palsu" in body
    assert word in body


def test_each_kind_gives_a_reason_of_its_own():
    bodies = {prepare_letter(facts(kind)).body.en for kind in ReportKind}
    assert len(bodies) == len(ReportKind)


def test_a_letter_without_a_name_ends_without_one():
    assert prepare_letter(facts()).body.id.splitlines()[-1] == "Terima kasih."
    assert prepare_letter(facts(name=" Ani \n")).body.id.splitlines()[-1] == "Ani"


def test_a_letter_for_another_says_at_whose_request():
    body = prepare_letter(facts(for_another=True)).body
    assert "atas permintaannya" in body.id
    assert "at their request" in body.en
    assert "saya secara intim" not in body.id


def test_a_letter_about_a_child_sends_no_copy():
    assert "do not attach" in prepare_letter(facts(ReportKind.UNDERAGE)).body.en


def test_an_age_that_is_not_known_is_stated_as_a_doubt():
    unsure = prepare_letter(facts(ReportKind.UNDERAGE, is_unsure=True)).body
    assert "mungkin berusia di bawah 18" in unsure.id
    assert "may have been under 18" in unsure.en
    assert prepare_letter(facts(is_unsure=True)).body == prepare_letter(facts()).body


@pytest.mark.parametrize(
    ("outcome", "told"),
    [
        (Outcome.SENT, "It is still there."),
        (Outcome.REFUSED, "My report to Instagram was refused."),
        (Outcome.REAPPEARED, "Now it has appeared again."),
    ],
)
def test_a_letter_names_the_report_before_it(outcome, told):
    body = prepare_letter(facts(earlier=Earlier(outcome, "IG-7 \n"))).body
    assert f"{told} The number of that report: IG-7." in body.en
    assert "Nomor laporan itu: IG-7." in body.id
    assert "number of that report" not in prepare_letter(facts(earlier=Earlier(outcome))).body.en


@pytest.mark.parametrize(
    ("outcome", "to_ministry", "is_asked"),
    [
        (Outcome.REFUSED, False, True),
        (Outcome.REFUSED, True, False),
        (Outcome.REAPPEARED, False, False),
    ],
)
def test_only_who_refused_is_asked_to_look_again(outcome, to_ministry, is_asked):
    letter = prepare_letter(facts(to_ministry=to_ministry, earlier=Earlier(outcome)))
    assert ("I ask for another review." in letter.body.en) is is_asked


@pytest.mark.parametrize("kind", ReportKind)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_letter_to_the_ministry_is_as_short_and_asks_to_close_access(kind, language):
    earlier = Earlier(Outcome.REFUSED, "IG-7")
    letter = prepare_letter(facts(kind, to_ministry=True, earlier=earlier))
    body = letter.body.in_language(language)
    assert "Komdigi" in body.splitlines()[0]
    assert "Instagram" in body
    assert re.search("akses ke konten|access to this content", body)
    assert len(body.split()) <= 100
    assert not LAW.search(body)


def test_a_gap_that_nobody_fills_is_noticed():
    def slip(content):
        content["earlier"]["sent"]["en"] = "I told $somebody."

    with pytest.raises(DataError, match="and nothing else"):
        build(altered(File.LETTERS, slip))


def test_addresses_come_one_to_a_line_and_once():
    messy = ("  https://a.example/1 ", "", f"{ADDRESS}\nhttps://a.example/2", "https://a.example/1")
    body = prepare_letter(facts(addresses=messy)).body.en
    assert f"1. https://a.example/1\n2. {ADDRESS} https://a.example/2\n\n" in body


def test_what_she_types_is_not_taken_for_a_gap_in_the_letter():
    body = prepare_letter(ReportFacts("$name", ReportKind.NCII, ("$platform",))).body.en
    assert body.startswith("To the $name team,")
    assert "1. $platform" in body


def test_there_is_no_letter_without_an_address():
    with pytest.raises(NothingToReport):
        prepare_letter(facts(addresses=(" ",)))
