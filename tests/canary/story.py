"""The whole story on a running instance, and everything that its places held meanwhile."""

import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psycopg

from tests import services
from tests.canary import intake
from tests.canary.files import IN_PARTS, SAMPLES, UNFINISHED
from tests.canary.journeys import CONTACT, HELP, INCIDENT, REPORT
from tests.canary.marks import Marks
from tests.canary.people import Member, Owner, found_organization
from tests.canary.places import (
    Collection,
    Found,
    Monitor,
    Shared,
    Watch,
    files_below,
    redis_values,
    sqlite_dumps,
    unpacked,
)
from tests.clamd import Clamd, listening
from tests.instance import Instance, running_instance


@dataclass
class Ground:
    """Where the instance stands: nothing given means SQLite and files."""

    folder: Path
    redis_url: str = ""
    database_url: str = ""
    log_level: str = "DEBUG"
    behind_proxy: bool = False
    scanner: Clamd | None = None
    scanner_address: str = ""

    @property
    def extra_env(self) -> dict[str, str]:
        return {
            "KBGO_LOG_LEVEL": self.log_level,
            "KBGO_BEHIND_PROXY": str(int(self.behind_proxy)),
            "KBGO_CLAMD_SOCKET": self.scanner_address,
        }


@dataclass
class Story:
    """What is told, and what lies about meanwhile."""

    instance: Instance
    ground: Ground
    marks: Marks = field(default_factory=Marks)
    items: dict[str, str] = field(default_factory=dict)
    downloads: dict[str, bytes] = field(default_factory=dict)
    incident: str = ""
    left_behind: list[str] = field(default_factory=list)
    collection: Collection = field(default_factory=Collection)

    def __post_init__(self) -> None:
        self.collection.know(self.everything())
        self.ani = Owner(self.instance, self.marks, "owner")
        self.lina = Member(self.instance, self.marks, "lead")
        self.budi = Member(self.instance, self.marks, "paralegal")
        if self.ground.scanner:
            self.ground.scanner.signature = self.marks.new("signature")

    def at_hand(self) -> Iterator[Found]:
        """What can be looked at often."""
        yield from files_below(self.instance.state_dir)
        yield from sqlite_dumps(self.instance.state_dir)
        if self.ground.redis_url:
            yield from unpacked(redis_values(self.ground.redis_url))

    def everything(self) -> Iterator[Found]:
        """The databases of a grown instance too: their logs remember what was there before."""
        yield from self.at_hand()
        yield from files_below(self.ground.folder)
        if self.ground.database_url:
            yield from postgresql_dumps(self.ground.database_url)

    @property
    def hits(self) -> list[str]:
        return sorted({str(hit) for hit in self.marks.found_in(self.collection.places)})


@contextmanager
def embedded(folder: Path) -> Iterator[Ground]:
    """SQLite, a broker of files, and every process as talkative as it can be; a proxy before it
    says who comes, and a virus scanner looks at every file."""
    with listening(folder / "clamd") as (scanner, address):
        yield Ground(folder, behind_proxy=True, scanner=scanner, scanner_address=address)


@contextmanager
def grown(folder: Path) -> Iterator[Ground]:
    """PostgreSQL and Redis, and logs as they are when nobody asked for more."""
    if not services.find_redis():
        services.leave_out("Redis")
    if not services.find_postgresql():
        services.leave_out("PostgreSQL")
    with (
        services.running_redis(folder / "redis") as redis_url,
        services.running_postgresql(folder / "postgresql") as postgresql,
    ):
        with psycopg.connect(f"{postgresql}postgres", autocommit=True) as database:
            for name in ("kbgo", "kbgo_shred"):
                database.execute(f"CREATE DATABASE {name}")
        yield Ground(folder, redis_url, f"{postgresql}kbgo", log_level="WARNING")


def new_folder() -> Path:
    """A folder that PostgreSQL's own user may pass through."""
    folder = Path(tempfile.mkdtemp(prefix="kbgo-canary-"))
    folder.chmod(0o711)
    return folder


def tell(ground: Ground) -> Story:
    """Tells the story on a new instance; looks everywhere after each chapter and at the end."""
    shared = Shared()
    with ExitStack() as stage:
        instance = stage.enter_context(
            running_instance(
                ground.folder / "site",
                redis_url=ground.redis_url,
                database_url=ground.database_url,
                extra_env=ground.extra_env,
            )
        )
        story = Story(instance, ground)
        watch = stage.enter_context(Watch(instance, shared))
        monitor = stage.enter_context(Monitor(ground.redis_url)) if ground.redis_url else None
        for chapter in CHAPTERS:
            chapter(story)
            story.collection.add(story.at_hand())
        story.collection.add(story.everything())
    story.left_behind = [str(path) for path in instance.temporary.rglob("*")]
    story.collection.add(unpacked(watch.seen))
    if monitor:
        story.collection.add(unpacked([("Redis commands", b"\n".join(monitor.commands))]))
    story.collection.add(story.everything())
    story.collection.add(shared.files())
    return story


def she_writes(story: Story) -> None:
    found_organization(story.instance, story.lina, story.budi)
    story.ani.begin_notes()
    story.ani.walk(INCIDENT)
    story.incident = story.ani.page.path[: len(f"{story.ani.case}1/12345678/")]
    for journey in (CONTACT, REPORT):
        story.ani.walk(journey)
    story.ani.map_the_risk()
    story.ani.leave_text_behind()
    story.ani.choose_a_name()


def she_brings_proof(story: Story) -> None:
    for sample in SAMPLES:
        story.items[sample.name] = story.ani.bring(sample)
    story.ani.note_elsewhere()
    intake.send_in_parts(story.ani, IN_PARTS, is_whole=True)
    intake.send_in_parts(story.ani, UNFINISHED, is_whole=False)
    intake.quote_chat(story.ani)
    for name in ("photo", "intimate photo"):
        story.ani.look_at(story.items[name])
    story.downloads["video"] = story.ani.download(story.items["video"])
    intake.locate(story.ani, story.items["video"])
    intake.cover(story.ani, story.items["covered photo"], story.incident)
    if story.ground.scanner:
        intake.bring_harm(story.ani)


def she_shares(story: Story) -> None:
    story.ani.walk(HELP)
    story.ani.open_to_organization()
    story.ani.change_her_mind_on_being_counted()


def they_read(story: Story) -> None:
    case = story.ani.case.replace("/c/", "/k/")
    photo = story.items["photo"].replace("/c/", "/k/")
    story.lina.sign_in()
    story.lina.read(case)
    story.lina.assign(case)
    story.downloads["numbers"] = story.lina.count()
    story.budi.sign_in()
    story.budi.read(case)
    story.budi.look_at(photo)
    story.downloads["photo, by staff"] = story.budi.download(photo)


def she_makes_a_packet(story: Story) -> None:
    story.downloads["packet"] = story.ani.packet()


def she_takes_it_back(story: Story) -> None:
    story.ani.take_back()
    story.ani.lose_words()
    story.ani.come_back()


def somebody_errs(story: Story) -> None:
    """What is refused was typed all the same, and so was an address that leads nowhere."""
    story.ani.err()
    story.ani.go_astray()


CHAPTERS = (
    she_writes,
    she_brings_proof,
    she_shares,
    they_read,
    she_makes_a_packet,
    she_takes_it_back,
    somebody_errs,
)


def postgresql_dumps(url: str) -> Iterator[Found]:
    program = (services.find_postgresql() or Path()) / "pg_dump"
    for each in (url, f"{url}_shred"):
        text = subprocess.run([program, each], capture_output=True, check=True).stdout
        yield f"dump of {each.rpartition('/')[2]}", text
