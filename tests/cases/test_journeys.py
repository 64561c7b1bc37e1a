"""The journeys as lists of steps, without a page."""

from datetime import date

import pytest

from cases.details import ContactDetails, Details, HelpDetails, IncidentDetails, ReportDetails
from cases.enums import ReportStatus
from cases.forms import contact, incidents
from cases.journeys import (
    CONTACT,
    HELP,
    INCIDENT,
    REPORT,
    SILENT_CONTACT,
    ChannelStep,
    Journey,
    Step,
    contact_journey,
)
from core.dates import ClaimedTime

DAY = date(2026, 11, 21)


@pytest.mark.parametrize("journey", [INCIDENT, CONTACT, SILENT_CONTACT, REPORT, HELP])
def test_each_question_fills_details_that_exist(journey: Journey[Details]) -> None:
    details = journey.details()
    for step in journey.steps(details):
        assert not step.asks or step.initial(details)


def test_an_answer_comes_back_as_it_was_given() -> None:
    step: Step[IncidentDetails] = Step(incidents.WhenForm)
    details = step.fill(IncidentDetails(), {"claimed": ClaimedTime.on(DAY)})
    assert step.initial(details) == {"claimed": ClaimedTime.on(DAY)}
    assert IncidentDetails.from_json(details.to_json()) == details


def test_not_wanting_to_answer_leaves_nothing() -> None:
    form = incidents.WhatForm({"forms": ["declined"]})
    assert form.has_answer
    assert form.cleaned_data["forms"] == ()


def test_addresses_are_kept_one_a_line_and_once() -> None:
    typed = " https://a.example/1 \n\nhttps://a.example/1\nbad address "
    form = incidents.LinksForm({"addresses": typed, "accounts": ""})
    assert form.has_answer
    assert form.cleaned_data["addresses"] == ("https://a.example/1", "bad address")


@pytest.mark.parametrize(("safe", "checklists"), [("yes", 2), ("no", 0), ("unknown", 0), ("", 0)])
def test_checklists_come_only_where_it_is_safe(safe: str, checklists: int) -> None:
    details = ContactDetails(safe_to_cut=safe, channels=("whatsapp", "tiktok"))
    steps = CONTACT.steps(details)
    assert sum(isinstance(step, ChannelStep) for step in steps) == checklists


AT_HOME = {"q12_serumah": ("ya",)}


@pytest.mark.parametrize(
    ("plan", "safe", "checklists"),
    [
        ("yes", "yes", 2),
        ("yes", "no", 0),
        ("yes", "", 0),
        ("no", "yes", 0),
        ("unknown", "yes", 0),
        ("", "yes", 0),
    ],
)
def test_at_home_checklists_need_a_plan_as_well(plan: str, safe: str, checklists: int) -> None:
    channels = ("whatsapp", "tiktok")
    details = ContactDetails(safety_plan=plan, safe_to_cut=safe, channels=channels)
    steps = contact_journey(AT_HOME).steps(details)
    assert sum(isinstance(step, ChannelStep) for step in steps) == checklists
    asks_about_blocking = any(step.form is contact.SafeToCutForm for step in steps)
    assert asks_about_blocking is (plan == "yes")


def test_nobody_else_is_asked_for_a_plan() -> None:
    assert contact_journey({"q12_serumah": ("tidak",)}) is CONTACT
    assert contact.SafetyPlanForm not in {step.form for step in CONTACT.steps(ContactDetails())}


def test_older_notes_on_contact_open_without_a_plan() -> None:
    assert ContactDetails.from_json({"safe_to_cut": "yes"}).safety_plan == ""


def test_a_checklist_fills_its_own_channel_only() -> None:
    step = ChannelStep(contact.ChannelForm, channel="tiktok")
    before = ContactDetails(done={"whatsapp": ["saved"]})
    after = step.fill(before, {"acts": ["muted"]})
    assert after.done == {"whatsapp": ["saved"], "tiktok": ["muted"]}
    assert step.initial(after) == {"acts": ["muted"]}


def test_she_goes_on_after_her_last_answer() -> None:
    assert INCIDENT.goes_on_at(IncidentDetails()) == 1
    assert INCIDENT.goes_on_at(IncidentDetails(platform="tiktok")) == 3
    assert INCIDENT.goes_on_at(IncidentDetails(note="cukup")) is None


def test_a_report_is_open_until_somebody_answers_it() -> None:
    assert REPORT.goes_on_at(ReportDetails()) == 1
    assert REPORT.goes_on_at(ReportDetails(platform="tiktok", kind="ncii")) == 3


def test_a_number_means_that_the_report_was_sent() -> None:
    settled = REPORT.settle(ReportDetails(ticket="IG-1"), DAY)
    assert (settled.status, settled.sent_on) == (ReportStatus.SENT, "2026-11-21")


def test_the_first_day_of_sending_is_kept() -> None:
    sent = ReportDetails(ticket="IG-1", status="sent", sent_on="2026-11-01")
    assert REPORT.settle(sent, DAY).sent_on == "2026-11-01"
    assert REPORT.settle(ReportDetails(), DAY).sent_on == ""


def test_older_help_requests_open_without_consents() -> None:
    assert HelpDetails.from_json({"alias": "Melati"}).consents == ()
