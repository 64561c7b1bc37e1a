"""A world in which every page has something to show: answers, a plan, files and their pictures."""

from dataclasses import dataclass
from uuid import UUID

from django.test import Client

from accounts.enums import MemberRole, Role
from accounts.models import Membership
from cases.details import (
    AnswersDetails,
    ContactDetails,
    Details,
    HelpDetails,
    IncidentDetails,
    PlanDetails,
    ReportDetails,
)
from cases.enums import RecordKind
from cases.services import save_record
from core.dates import ClaimedTime, Precision
from core.routes import all_routes, matrix
from jobs.services import make_worker_key
from resources.services import load_resources
from tests import cast
from tests.access.world import Visitor, World, build_world
from tests.evidence.chats.golden import data_of
from tests.evidence.kept_chats import admit_chat
from tests.jobs.casework import keep_file, run_jobs
from tests.pages import VISITORS
from tests.workbench.counted import let_count

ACCOUNT = data_of("telegram/account.json")
CHILD = {"q01_siapa": ["diri"], "q02_usia": ["u18_dulu_kini"], "q03_aman": ["ya"]}
ANSWERS = {
    "q17_khawatir": ["luas"],
    "q13_data": ["telepon"],
    "q14_kenali": ["wajah"],
    "q04_ancaman_fisik": ["mendatangi"],
}
WRITTEN: dict[RecordKind, Details] = {
    RecordKind.CONTACT_PLAN: ContactDetails(
        "yes", "yes", ("whatsapp", "phone"), {"whatsapp": ["saved"]}, ("passwords",), "Kakak"
    ),
    RecordKind.RISK_ASSESSMENT: AnswersDetails(ANSWERS),
    RecordKind.SAFETY_PLAN: PlanDetails({"A_DARURAT": "done"}),
}
REPORT = ReportDetails(
    platform="instagram",
    kind="ncii",
    addresses=("https://contoh.example/p/1",),
    language="id",
    text="Kepada tim Instagram,",
    ticket="TK-42",
    status="sent",
    sent_on="2026-07-21",
)
COUNTED = (IncidentDetails(("ncii", "doxing"), "telegram", relation="mantan"), REPORT)


@dataclass(frozen=True, slots=True)
class Home:
    """The world of the access matrix, lived in; beside it a child's notes with nothing in them."""

    world: World
    child: Visitor
    child_ref: str
    newcomer: UUID

    @property
    def clients(self) -> list[Client]:
        return [visitor.client for visitor in (*self.world.visitors, self.child)]

    def visitor(self, route: str) -> Visitor:
        return self.named(VISITORS[matrix().routes[route]])

    def named(self, name: str) -> Visitor:
        return next(one for one in self.world.visitors if one.name == name)

    def address(self, route: str, visitor: Visitor) -> str:
        return self.world.address(visitor, route, dict(all_routes())[route])


def furnished() -> Home:
    load_resources()
    make_worker_key()
    world = build_world()
    ani, case = world.people.ani, world.case
    picture = keep_file(ani, case)
    keep_file(ani, case, b"satu baris\n", name="catatan.txt")
    for kind, details in WRITTEN.items():
        save_record(ani.actor, ani.keys(case), kind, details)
    # The share holds the first picture, which waits for her: its keys changed before it was made.
    world.parts["share.item"] = world.parts["item"]
    world.parts["item"] = picture.ref
    world.parts["threads.item"] = admit_chat(ani, case, ACCOUNT, "result.json").ref
    world.parts.update(_records(world))
    let_count(world.people.satu, count=7, details=COUNTED)
    let_count(world.people.satu, count=5)
    run_jobs()
    return Home(world, *_child(), _new_lead(world))


def _records(world: World) -> dict[str, str]:
    """A whole record of each kind; the request for help is not sent yet."""
    claimed = ClaimedTime(Precision.ABOUT, 2026, 7, 21).to_json()
    incident = IncidentDetails(
        ("ncii", "ancaman_sebar"),
        "instagram",
        ("https://contoh.example/p/1",),
        ("@akun_contoh",),
        claimed,
        "mantan",
        "R.",
        "Dia menulis lagi.",
    )
    asked = HelpDetails(organization=str(world.people.dua.id), extent="items", items=())
    return {
        "record": _kept(world, RecordKind.INCIDENT, incident),
        "report.record": _kept(world, RecordKind.PLATFORM_REPORT, REPORT),
        "help.record": _kept(world, RecordKind.HELP_REQUEST, asked),
    }


def _kept(world: World, kind: RecordKind, details: Details) -> str:
    ani = world.people.ani
    return save_record(ani.actor, ani.keys(world.case), kind, details).ref


def _new_lead(world: World) -> UUID:
    """Made a lead by the administrator, and without the organisation's key so far."""
    mira = cast.make_member(name="Mira", organization=world.people.satu).membership
    Membership.objects.filter(pk=mira.pk).update(role=MemberRole.LEAD)
    return mira.pk


def _child() -> tuple[Visitor, str]:
    owner = cast.make_owner(name="Kirana")
    case = cast.make_case(owner=owner, gate=CHILD)
    return Visitor(owner.name, Role.OWNER, "own", cast.client_of(owner)), case.ref
