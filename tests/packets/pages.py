"""The two sides from which packets are asked for, each with pages of its own."""

from dataclasses import dataclass

from django.test import Client
from django.urls import reverse

from cases.models import Case
from custody.enums import CustodyAction
from custody.reading import OpenedEvent, opened_events
from packets.models import ReportPacket
from tests import cast
from tests.jobs.casework import keep_file, write_note
from tests.jobs.packetwork import ask


@dataclass(frozen=True, slots=True)
class Side:
    """Somebody who may have packets, her browser, and one packet she asked for."""

    people: cast.Cast
    person: cast.Person
    client: Client
    suffix: str
    packet: ReportPacket

    @property
    def case(self) -> Case:
        return self.people.case

    def page(self, name: str, packet: ReportPacket | None = None) -> str:
        about = [(packet or self.packet).ref] if name in ("packet", "continue", "download") else []
        return reverse(f"packets:{name}{self.suffix}", args=[self.case.ref, *about])

    def text(self, name: str, packet: ReportPacket | None = None) -> str:
        answer = self.client.get(self.page(name, packet))
        assert answer.status_code == 200, answer.status_code
        return answer.content.decode()

    def log(self, act: CustodyAction) -> list[OpenedEvent]:
        events = opened_events(self.case.id, self.people.ani.keys(self.case).logs)
        return [event for event in events if event.act == act]


def lay_out(side: str) -> Side:
    """Ani's case with a note, a plain and an intimate file, opened to LBH Satu with packets."""
    people = cast.make_cast()
    ani, case = people.ani, people.case
    write_note(ani, case, "Dia mengancam.")
    keep_file(ani, case, b"satu baris\n", name="catatan.txt")
    keep_file(ani, case, b"dua baris\n", name="lain.txt", is_intimate=True)
    person = {"owner": ani, "team": people.budi}[side]
    suffix = {"owner": "", "team": "-for-team"}[side]
    return Side(people, person, browser_of(person), suffix, ask(person, case))


def browser_of(person: cast.Person) -> Client:
    client = cast.client_of(person)
    client.cookies["__Host-l"] = "en"
    return client
