"""One case in every relation to every role, and the addresses that lead to its parts."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.test import Client
from django.urls import URLPattern, reverse

from accounts.enums import MemberRole, Role
from accounts.models import Membership
from cases.details import HelpDetails, IncidentDetails, ReportDetails
from cases.enums import RecordKind
from cases.models import Assignment, Case, Grant
from cases.services import ask_restoration, revoke_grant, save_record
from evidence.details import UploadDetails
from evidence.models import EvidenceItem, Upload
from evidence.services import Admission, admit_evidence, begin_upload
from evidence.uploads import sealed_upload
from packets.enums import PacketKind
from packets.services import request_packet
from tests import cast
from tests.evidence.kept_chats import admit_read_chat
from tests.sample_files import jpeg

MISSING = "zzzzzzzz"


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody in one role and one relation to the case, with a browser of her own."""

    name: str
    role: Role
    relation: str
    client: Client


@dataclass(frozen=True, slots=True)
class World:
    """The case, its parts by the names that addresses use, and everybody who might come."""

    case: Case
    parts: dict[str, Any]
    visitors: tuple[Visitor, ...]
    people: cast.Cast

    def address(
        self, visitor: Visitor, name: str, entry: URLPattern, *, missing: bool = False
    ) -> str:
        """The route's address for the case; packets are her own where she has one."""
        kwargs = {key: self._part(visitor, name, key) for key in entry.pattern.converters}
        if missing and "ref" in kwargs:
            kwargs["ref"] = MISSING
        return reverse(name, kwargs=kwargs)

    def _part(self, visitor: Visitor, route: str, key: str) -> Any:
        names = (f"{visitor.name}.{key}", f"{_family(route)}.{key}", key)
        return next(self.parts[name] for name in names if name in self.parts)


def _family(route: str) -> str:
    """`cases:report-step` → `report`: one address part can name rows of several kinds."""
    return route.partition(":")[2].partition("-")[0]


def build_world() -> World:
    people = cast.make_cast()
    ani, case = people.ani, people.case
    keys = ani.keys(case)
    incident = save_record(ani.actor, keys, RecordKind.INCIDENT, IncidentDetails(note="a"))
    report = save_record(
        ani.actor, keys, RecordKind.PLATFORM_REPORT, ReportDetails(platform="instagram")
    )
    asked = save_record(
        ani.actor,
        keys,
        RecordKind.HELP_REQUEST,
        HelpDetails(organization=str(people.satu.id), alias="Melati"),
    )
    upload = sealed_upload(case, "foto.jpg", [jpeg()])
    told = Admission(is_intimate=False, shows_adults_only=True)
    item = admit_evidence(ani.actor, keys, upload, told)
    chat = admit_read_chat(ani, case)
    parts: dict[str, Any] = {
        "ref": case.ref,
        "record": incident.ref,
        "report.record": report.ref,
        "help.record": asked.ref,
        "item": item.ref,
        "messages.item": chat.ref,
        "notes.item": chat.ref,
        "upload": upload_under_way(ani, case).ref,
        "organization": people.dua.id,
        "grant": Grant.objects.live().get(case=case, organization=people.satu).ref,
        "assignment": Assignment.objects.live().get(case=case).id,
        "step": 1,
        "number": 1,
    }
    ask_restoration(people.lina.actor, people.lina.keys(case), "Bertemu langsung.")
    lawyer = cast.make_member(name="Lia", organization=people.satu, role=MemberRole.LAWYER)
    cast.assign(lead=people.lina, case=case, member=lawyer)
    visitors = tuple(_visitors(people, lawyer))
    shares = _Shares(people, item)
    visitors += tuple(shares.visitors())
    parts |= shares.parts() | _colleagues(people)
    for person in (ani, people.budi, people.lina, lawyer):
        packet = request_packet(person.actor, person.keys(case), PacketKind.POLICE)
        parts[f"{person.name}.packet"] = parts["packet"] = packet.ref
    return World(case, parts, visitors, people)


def upload_under_way(owner: cast.Person, case: Case) -> Upload:
    told = UploadDetails(name="a.txt", length=9000)
    return begin_upload(owner.actor, owner.keys(case), told)[0]


def _visitors(people: cast.Cast, lawyer: cast.Person) -> Iterator[Visitor]:
    yield Visitor("nobody", Role.ANONYMOUS, "none", Client())
    yield _visitor(people.ani, Role.OWNER, "own")
    yield _visitor(_other_owner(), Role.OWNER, "other")
    yield _visitor(people.budi, Role.PARALEGAL, "assigned")
    yield _visitor(people.citra, Role.PARALEGAL, "unassigned")
    yield _visitor(people.lina, Role.LEAD, "granted")
    yield _visitor(people.dewi, Role.LEAD, "other")
    yield _visitor(people.oka, Role.ORG_ADMIN, "granted")
    yield _visitor(people.eko, Role.SITE_ADMIN, "other")
    yield _visitor(lawyer, Role.LAWYER, "assigned")
    stranger = cast.make_member(name="Sari", organization=people.dua, role=MemberRole.LAWYER)
    yield _visitor(stranger, Role.LAWYER, "other")
    yield from _former(people)


class _Shares:
    """An organisation to which one item alone is open, with everybody in it, and one to which it
    was."""

    def __init__(self, people: cast.Cast, item: EvidenceItem) -> None:
        self.people, self.item = people, item
        self.grant, self.lead = self._share("LBH Empat", "Nur")
        self.lawyer = cast.make_member(
            name="Nia", organization=self.grant.organization, role=MemberRole.LAWYER
        )
        self.worker = cast.make_member(name="Wira", organization=self.grant.organization)
        for member in (self.lawyer, self.worker):
            cast.assign_share(lead=self.lead, grant=self.grant, member=member)

    def _share(self, name: str, lead: str) -> tuple[Grant, cast.Person]:
        person = cast.make_staff(name=lead)
        organization = cast.make_organization(name=name, lead=person)
        owner, case = self.people.ani, self.people.case
        grant = cast.share_items(
            owner=owner, case=case, organization=organization, items=[self.item]
        )
        return grant, person

    def visitors(self) -> Iterator[Visitor]:
        organization = self.grant.organization
        idle = cast.make_member(name="Ida", organization=organization)
        admin = cast.make_member(name="Omar", organization=organization, role=MemberRole.ORG_ADMIN)
        yield _visitor(self.lead, Role.LEAD, "share_granted")
        yield _visitor(self.worker, Role.PARALEGAL, "share_assigned")
        yield _visitor(self.lawyer, Role.LAWYER, "share_assigned")
        yield _visitor(idle, Role.PARALEGAL, "share_unassigned")
        yield _visitor(admin, Role.ORG_ADMIN, "share_granted")
        yield from self._former()

    def _former(self) -> Iterator[Visitor]:
        grant, lead = self._share("LBH Lima", "Lela")
        worker = cast.make_member(name="Wulandari", organization=grant.organization)
        cast.assign_share(lead=lead, grant=grant, member=worker)
        ani = self.people.ani
        revoke_grant(ani.actor, ani.keys(self.people.case), grant)
        yield _visitor(lead, Role.LEAD, "share_revoked")
        yield _visitor(worker, Role.PARALEGAL, "share_revoked")

    def parts(self) -> dict[str, Any]:
        live = Assignment.objects.live().get(membership=self.worker.membership)
        return {
            "share.ref": self.grant.ref,
            "share.assignment": live.id,
            "shared.grant": self.grant.ref,
        }


def _former(people: cast.Cast) -> Iterator[Visitor]:
    """An organisation that had the case, with its lead and the paralegal who worked on it."""
    lead = cast.make_staff(name="Tuti")
    tiga = cast.make_organization(name="LBH Tiga", lead=lead)
    cast.share(owner=people.ani, case=people.case, organization=tiga)
    worker = cast.make_member(name="Wati", organization=tiga)
    cast.assign(lead=lead, case=people.case, member=worker)
    grant = Grant.objects.live().get(case=people.case, organization=tiga)
    revoke_grant(people.ani.actor, people.ani.keys(people.case), grant)
    yield _visitor(lead, Role.LEAD, "revoked")
    yield _visitor(worker, Role.PARALEGAL, "revoked")


def _colleagues(people: cast.Cast) -> dict[str, Any]:
    """Whom a page about somebody's colleague is about; to all others it is about a stranger."""
    names = {"Lina": "Citra", "Oka": "Citra", "Dewi": "Sari", "Tuti": "Wati"}
    names |= {"Nur": "Ida", "Omar": "Ida", "Lela": "Wulandari"}
    ids = dict(Membership.objects.values_list("alias", "id"))
    found = {f"{name}.member": ids[colleague] for name, colleague in names.items()}
    return found | {"member": people.citra.membership.id}


def _other_owner() -> cast.Person:
    person = cast.make_owner(name="Wulan")
    cast.make_case(owner=person)
    return person


def _visitor(person: cast.Person, role: Role, relation: str) -> Visitor:
    return Visitor(person.name, role, relation, cast.client_of(person))
