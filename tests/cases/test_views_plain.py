"""Plain words, cautions where they are needed, and a no that costs as little as a yes."""

import re

import pytest
from django.test import Client
from django.utils import translation

from cases.details import HelpDetails, IncidentDetails, ReportDetails
from cases.labels import form_labels, plain_labels
from cases.views.steps import NEW
from resources.incident_forms import incident_forms
from tests.cases.pages import make_record, page, walk
from tests.cast import Cast


@pytest.fixture(autouse=True)
def english(ani: Client) -> None:
    ani.cookies["__Host-l"] = "en"


def shown(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def options(markup: str) -> list[str]:
    return re.findall(r'<input type="checkbox" name="forms" value="(\w+)"', markup)


def test_eight_usual_things_come_first_and_the_rest_is_folded(ani: Client, cast: Cast) -> None:
    first, _, rest = shown(ani, page(cast.case, "incident-new")).partition("<details>")
    folded, _, last = rest.partition("</details>")
    usual = [form.id for form in incident_forms() if form.is_usual]
    assert (len(usual), options(first)) == (8, usual)
    assert len(options(folded)) == 9
    assert options(last) == ["declined"]


def test_what_is_folded_lies_open_where_it_was_chosen(ani: Client, cast: Cast) -> None:
    told = IncidentDetails(forms=("doxing",))
    record = make_record(owner=cast.ani, case=cast.case, details=told)
    markup = shown(ani, page(cast.case, "incident-step", record.ref, 1))
    assert "<details open>" in markup


def test_she_reads_plain_words_where_companions_read_terms(ani: Client, cast: Cast) -> None:
    make_record(owner=cast.ani, case=cast.case, details=IncidentDetails(forms=("sextortion",)))
    with translation.override("en"):
        [plain], [term] = plain_labels(["sextortion"]), form_labels(["sextortion"])
    for address in (page(cast.case, "incidents"), f"/c/{cast.case.ref}/0/"):
        markup = shown(ani, address)
        assert plain in markup
        assert term not in markup


def test_places_are_places_and_not_ways_to_report(ani: Client, cast: Cast) -> None:
    markup = shown(ani, page(cast.case, "incident-step", NEW, 2))
    values = re.findall(r'<option value="([\w-]*)"', markup)
    assert values[:3] == ["", "whatsapp", "instagram"]
    assert {"sms", "telepon", "email", "langsung", "situs"} <= set(values)
    assert not {"google-search", "bing", "hosting"} & set(values)
    address = walk(ani, cast.case, "incident", [{"forms": ["ncii"]}, {"platform": "sms"}])
    assert address.endswith("/3/")
    assert "SMS" in shown(ani, page(cast.case, "incidents"))


def test_a_place_that_is_offered_no_more_stays_chosen(ani: Client, cast: Cast) -> None:
    told = IncidentDetails(platform="google-search")
    record = make_record(owner=cast.ani, case=cast.case, details=told)
    address = page(cast.case, "incident-step", record.ref, 2)
    assert '<option value="google-search" selected>' in shown(ani, address)


def test_cautions_stand_open_between_the_question_and_its_answers(ani: Client, cast: Cast) -> None:
    markup = shown(ani, page(cast.case, "contact-step", 2))
    places = [markup.index(text) for text in ("waiting is not wrong", "Keep proof first", "radio")]
    assert places == sorted(places)
    assert "<details>" not in markup


@pytest.mark.parametrize("name", ["help-share", "take-back", "incident-remove"])
def test_a_no_is_a_button_beside_the_yes(ani: Client, cast: Cast, name: str) -> None:
    asked = HelpDetails(organization=str(cast.dua.id), consents=("seen",))
    refs = {
        "help-share": make_record(owner=cast.ani, case=cast.case, details=asked).ref,
        "take-back": cast.case.grants.get().ref,
        "incident-remove": make_record(
            owner=cast.ani, case=cast.case, details=IncidentDetails(note="a")
        ).ref,
    }
    markup = shown(ani, page(cast.case, name, refs[name]))
    acts = re.search(r'<div class="acts">(.*?)</div>', markup, re.DOTALL)
    assert acts
    assert len(re.findall(r'class="btn"', acts[1])) == 1
    assert re.search(r'<a class="btn quiet" href="/c/[^"]+">No, ', acts[1])


def test_what_is_not_there_is_not_counted(ani: Client, cast: Cast) -> None:
    asked = HelpDetails(organization=str(cast.dua.id))
    record = make_record(owner=cast.ani, case=cast.case, details=asked)
    markup = shown(ani, page(cast.case, "help-step", record.ref, 2))
    assert "0 note" not in markup
    assert "0 file" not in markup


def test_the_check_page_is_the_last_step_and_its_title_tells_nothing(
    ani: Client, cast: Cast
) -> None:
    record = make_record(owner=cast.ani, case=cast.case, details=IncidentDetails(note="a"))
    markup = shown(ani, page(cast.case, "incident-check", record.ref))
    assert "<b>Step 8 of 8</b>" in markup
    assert "<title>Step 8 of 8 · Catatan</title>" in markup


def test_a_report_has_one_word_for_where_it_stands(ani: Client, cast: Cast) -> None:
    told = ReportDetails(platform="instagram", kind="ncii", text="Kepada tim", status="sent")
    record = make_record(owner=cast.ani, case=cast.case, details=told)
    markup = shown(ani, page(cast.case, "report-check", record.ref))
    assert "Reported" not in markup
    assert len(re.findall(r"\bSent\b", markup)) == 1
    assert re.search(r'<a class="btn" href="https://[^"]+" rel="noreferrer nofollow">Open', markup)
