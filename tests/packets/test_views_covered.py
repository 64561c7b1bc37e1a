"""What the pages about packets say of covers."""

import pytest
from django.test import Client
from django.urls import reverse

from cases.details import IncidentDetails
from tests.cases.pages import make_record
from tests.cast import Cast
from tests.jobs.packetwork import ask, build
from tests.packets.test_services_lost_covers import covered_and_set_back
from tests.workbench.desk import browser_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def ani(cast: Cast) -> Client:
    return browser_of(cast.ani)


def text_of(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def test_what_a_change_of_hers_covered_is_to_be_looked_at_before(cast: Cast, ani: Client) -> None:
    """Until then the packet has a bar there, and the page on which she asks for it says so."""
    name = "account:@dua"
    details = IncidentDetails(accounts=("@dua",), covered_fields=(name,), to_look_at=(name,))
    note = make_record(owner=cast.ani, case=cast.case, details=details)
    address = reverse("packets:request", args=[cast.case.ref])
    look = reverse("cases:incident-redact", args=[cast.case.ref, note.ref])
    assert look in text_of(ani, address)
    assert ani.post(look, {"covered": "", "covered_fields": [name]}).status_code == 302
    assert look not in text_of(ani, address)


def test_her_page_of_a_packet_names_the_notes_without_their_words(cast: Cast, ani: Client) -> None:
    covered_and_set_back(cast)
    packet = ask(cast.ani, cast.case)
    build(packet)
    shown = text_of(ani, reverse("packets:packet", args=[cast.case.ref, packet.ref]))
    assert "The words of these notes stayed out" in shown


def test_before_a_covered_note_is_taken_out_she_is_told_what_goes_with_it(
    cast: Cast, ani: Client
) -> None:
    told = []
    for covered in ((), ("rina",)):
        details = IncidentDetails(note="Rina", covered=covered)
        note = make_record(owner=cast.ani, case=cast.case, details=details)
        address = reverse("cases:incident-remove", args=[cast.case.ref, note.ref])
        told.append("covered no more" in text_of(ani, address))
    assert told == [False, True]
