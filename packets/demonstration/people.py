"""The cast of a demonstration, and what they do."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from accounts import services as accounts
from accounts.actors import Actor
from accounts.enums import MemberRole, Role
from accounts.models import Membership, Organization, User
from accounts.sealing import Keyring
from accounts.services import StaffDetails, Unlocked
from cases.details import AnswersDetails, HelpDetails, IncidentDetails, ReportDetails
from cases.enums import GrantScope, RecordKind
from cases.models import CaseRecord
from cases.sealing import HeldKeys, keys_of
from cases.services import assign_case, grant_access, open_case, save_record
from core.clock import now
from core.dates import ClaimedTime, Precision, Zone
from evidence.models import EvidenceItem
from evidence.services import Admission, admit_evidence
from evidence.uploads import sealed_upload
from jobs.enums import JobKind
from jobs.models import Job, WorkerKey
from jobs.sealing import own_worker_key
from jobs.services import make_worker_key, run_job
from packets.demonstration.pictures import noise_jpeg

PASSWORD = "sandi contoh untuk uji coba"  # noqa: S105  fictional people, development only
FIRST_DAY = date(2026, 3, 1)
FORMS = ("ancaman_sebar", "sextortion", "ncii")
NOTES = (
    "Dia menulis bahwa foto itu akan dikirim ke grup angkatan.",
    "Akun baru muncul dengan nama yang mirip. Saya tidak membalas.",
    "Teman kampus mengabari bahwa ada tautan di sebuah grup.",
    "Dia minta bertemu. Saya tidak menjawab.",
)


@dataclass(frozen=True, slots=True)
class DemoOwner:
    actor: Actor
    keys: HeldKeys
    words: str


def new_owner(answers: dict[str, list[str]]) -> DemoOwner:
    enrolment = accounts.enrol_owner()
    actor = actor_of(enrolment.unlocked, Role.OWNER)
    keys = open_case(actor, AnswersDetails(answers))
    return DemoOwner(actor, keys, " ".join(enrolment.words))


def actor_of(person: Unlocked, role: Role, member: Membership | None = None) -> Actor:
    return Actor(role, person.user, member, Keyring(person.key.to_bytes))


def new_staff(name: str, email: str, *, is_site_admin: bool = False) -> Unlocked:
    details = StaffDetails(email, name, PASSWORD)
    return accounts.add_staff(details, is_site_admin=is_site_admin)


def new_paralegal(organization: Organization, name: str, email: str) -> Membership:
    person = new_staff(name, email)
    return accounts.join(organization, person.user, MemberRole.PARALEGAL, name)


def ensure_worker() -> None:
    """A worker key that lives on this machine now, so that jobs can run in this process."""
    own = own_worker_key()
    if own is None or not WorkerKey.objects.filter(pk=own[0]).update(seen_at=now()):
        make_worker_key()


def write_incidents(owner: DemoOwner, count: int) -> list[CaseRecord]:
    """That many incidents, a day apart, in turn of every kind."""
    return [
        save_record(owner.actor, owner.keys, RecordKind.INCIDENT, incident(number))
        for number in range(count)
    ]


def incident(number: int) -> IncidentDetails:
    day = FIRST_DAY + timedelta(days=number % 240)
    return IncidentDetails(
        forms=(FORMS[number % len(FORMS)],),
        platform=("instagram", "telegram", "whatsapp")[number % 3],
        addresses=(f"https://contoh.invalid/p/{number}",),
        accounts=(f"@akun_contoh_{number % 7}",),
        claimed=remembered(number, day).to_json(),
        relation="mantan",
        respondent="R.",
        note=NOTES[number % len(NOTES)],
    )


def remembered(number: int, day: date) -> ClaimedTime:
    """As people remember: the day, to the minute, about, the month; now and then not at all."""
    if number % 11 == 10:
        return ClaimedTime.unknown()
    zone = tuple(Zone)[number % 3]
    minute = (day.year, day.month, day.day, 8 + number % 12, number * 7 % 60, zone)
    return (
        ClaimedTime.on(day),
        ClaimedTime(Precision.EXACT, *minute),
        ClaimedTime(Precision.ABOUT, *minute),
        ClaimedTime(Precision.MONTH, day.year, day.month),
    )[number % 4]


def keep_pictures(
    owner: DemoOwner, incidents: list[CaseRecord], count: int, size: int
) -> Iterable[EvidenceItem]:
    """That many noise pictures of that many bytes, spread over the incidents, previews made."""
    for number in range(count):
        of = incidents[number % len(incidents)].id if incidents else None
        told = Admission(
            "Tangkapan layar pesan.", is_intimate=False, incident=of, shows_adults_only=True
        )
        yield keep_file(owner, f"tangkapan-{number + 1}.jpg", noise_jpeg(number, size), told)


def keep_file(owner: DemoOwner, name: str, content: bytes, told: Admission) -> EvidenceItem:
    """One file, with what is made of it."""
    upload = sealed_upload(owner.keys.case, name, [content])
    item = admit_evidence(owner.actor, owner.keys, upload, told)
    run_jobs_of(JobKind.DERIVATIVES, item.id)
    return item


def run_jobs_of(kind: JobKind, object_id: UUID) -> None:
    """Runs the object's job here and now, as a worker would."""
    for job in Job.objects.filter(kind=kind, object_id=object_id):
        run_job(job.id)


def write_report(owner: DemoOwner) -> CaseRecord:
    details = ReportDetails(
        platform="instagram",
        kind="ncii",
        addresses=("https://contoh.invalid/p/1",),
        ticket="CONTOH-0001",
        status="sent",
        sent_on=FIRST_DAY.isoformat(),
    )
    return save_record(owner.actor, owner.keys, RecordKind.PLATFORM_REPORT, details)


@dataclass(frozen=True, slots=True)
class Story:
    """What one owner of the demonstration answers, and what she asks for once she shares."""

    about: str
    gate: dict[str, list[str]]
    risk: dict[str, list[str]]
    alias: str
    need: str
    safe_way: str = "Lewat catatan ini saja."
    safe_hours: str = "Senin sampai Jumat, 13.00 sampai 15.00."
    safe_word: str = "melati"

    @property
    def is_adult(self) -> bool:
        return self.gate["q02_usia"] == ["dewasa"]


STORIES = (
    Story(
        about="threatened by a former partner",
        gate={"q01_siapa": ["diri"], "q02_usia": ["dewasa"], "q03_aman": ["ya"]},
        risk={
            "q17_khawatir": ["luas", "keluarga"],
            "q13_data": ["telepon", "keluarga"],
            "q14_kenali": ["wajah"],
            "q06_tahap": ["ancaman"],
            "q11_pelaku": ["mantan"],
        },
        alias="Melati",
        need="Saya ingin tahu apa yang bisa dilakukan tanpa melapor dulu.",
    ),
    Story(
        about="lives with the respondent",
        gate={"q01_siapa": ["diri"], "q02_usia": ["dewasa"], "q03_aman": ["ragu"]},
        risk={
            "q17_khawatir": ["fisik"],
            "q13_data": ["alamat", "telepon"],
            "q14_kenali": ["tidak"],
            "q11_pelaku": ["pasangan"],
            "q12_serumah": ["ya"],
        },
        alias="Kenanga",
        need="Saya butuh rencana yang aman dulu. Tolong jangan telepon ke rumah.",
        safe_way="Pesan ke teman saya, tanpa menyebut nama.",
        safe_hours="Selasa pagi, waktu rumah sepi.",
        safe_word="jendela",
    ),
    Story(
        about="under 18",
        gate={"q01_siapa": ["diri"], "q02_usia": ["u18_dulu_kini"], "q03_aman": ["ya"]},
        risk={
            "q17_khawatir": ["kerja"],
            "q13_data": ["kantor_kampus"],
            "q14_kenali": ["tidak_tahu"],
        },
        alias="Anggrek",
        need="Saya ingin bicara dulu dengan orang yang bisa dipercaya.",
    ),
)


def begin_story(story: Story) -> DemoOwner:
    """An owner with her notes, her first answers and her risk map."""
    owner = new_owner(story.gate)
    save_record(owner.actor, owner.keys, RecordKind.RISK_ASSESSMENT, AnswersDetails(story.risk))
    return owner


def share_with(owner: DemoOwner, organization: Organization, story: Story) -> None:
    details = HelpDetails(
        organization=str(organization.id),
        extent=GrantScope.WHOLE.value,
        alias=story.alias,
        need=story.need,
        safe_way=story.safe_way,
        safe_hours=story.safe_hours,
        safe_word=story.safe_word,
    )
    save_record(owner.actor, owner.keys, RecordKind.HELP_REQUEST, details)
    grant_access(owner.actor, owner.keys, organization, may_build_packets=True)


def assign(lead: Actor, owner: DemoOwner, member: Membership) -> None:
    assign_case(lead, keys_of(lead, owner.keys.case), member)


def has_people() -> bool:
    return User.objects.exists()
