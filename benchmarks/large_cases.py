"""A case of 1,000 items taken back from an organisation, next to reading the rows it rests on."""

import time
from collections.abc import Callable

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from django.db import transaction

from accounts.models import Organization
from accounts.services import found_organization
from benchmarks.figures import Figure, duration, rate
from benchmarks.rounds import best_seconds
from cases.models import Case, Grant
from cases.sealing import keys_of
from cases.services import grant_access, revoke_grant
from core.ids import new_id
from custody.selectors import events_of
from evidence.enums import DerivativeKind, ItemState
from evidence.models import Derivative, EvidenceItem
from evidence.sealing import seal_derivative
from evidence.services import Admission, admit_evidence
from evidence.storage import write_blob
from evidence.uploads import sealed_upload
from jobs.models import WorkerKey
from packets.demonstration.people import DemoOwner, new_staff
from packets.demonstration.pictures import noise_jpeg
from vault.keys import PrivateKey, WrapContext, unwrap, wrap
from vault.primitives import random_bytes

ITEMS, PICTURES = 1_000, 300
REVOKE = "take back a case of 1,000 items, with new keys"
READ = "reading its rows and its log"
WRAPS_AT_ONCE = 100
WRAP, UNWRAP = "wrap a case key (ML-KEM-768 and X25519)", "unwrap it"
EXCHANGE = "a fresh X25519 exchange"


def measure(owner: DemoOwner, rounds: int) -> list[Figure]:
    fill(owner)
    lead = new_staff("Lina Contoh", f"{new_id().hex}@contoh.invalid")
    organization = found_organization("LBH Ukur", "Untuk mengukur.", lead, "Lina")
    return [_taking_back(owner, organization, rounds), *_wraps(rounds)]


@transaction.atomic
def fill(owner: DemoOwner, items: int = ITEMS, pictures: int = PICTURES) -> None:
    """That many small files through the service that admits every file; of some the pictures,
    sealed as their job seals them."""
    # Without a worker no grant is sealed for each picture's job, which is not what is measured.
    WorkerKey.objects.all().delete()
    picture = noise_jpeg(0, 4_000)
    for number in range(items):
        is_picture = number < pictures
        name, data = ("a.jpg", picture) if is_picture else ("a.txt", f"{number}\n".encode())
        upload = sealed_upload(owner.keys.case, name, [data])
        told = Admission(is_intimate=False, shows_adults_only=True)
        item = admit_evidence(owner.actor, owner.keys, upload, told)
        if is_picture:
            _give_pictures(owner, item)


def _give_pictures(owner: DemoOwner, item: EvidenceItem) -> None:
    for row in item.derivatives.filter(kind__in=DerivativeKind.values):
        sealed = seal_derivative(owner.keys, row, b"gambar")
        row.blob, row.blob_bytes = write_blob(sealed), len(sealed)
        row.save(update_fields=("blob", "blob_bytes"))
    item.state = ItemState.READY
    item.save(update_fields=("state",))


def _taking_back(owner: DemoOwner, organization: Organization, rounds: int) -> Figure:
    """Shared again before each turn, which is not counted."""
    turns = [_turn(owner, organization) for _ in range(rounds + 1)]
    taken, read = (min(times) for times in zip(*turns, strict=True))
    return duration(REVOKE, {REVOKE: taken, READ: read}, READ)


def _turn(owner: DemoOwner, organization: Organization) -> tuple[float, float]:
    keys = keys_of(owner.actor, Case.objects.visible_to(owner.actor).get(pk=owner.keys.case.pk))
    grant = grant_access(owner.actor, keys, organization, may_build_packets=False)
    read = timed(lambda: read_rows(owner))
    return timed(lambda: take_back(owner, grant)), read


def take_back(owner: DemoOwner, grant: Grant) -> None:
    """As her page does it: the keys opened first."""
    case = Case.objects.visible_to(owner.actor).get(pk=owner.keys.case.pk)
    revoke_grant(owner.actor, keys_of(owner.actor, case), grant)


def read_rows(owner: DemoOwner) -> int:
    case = owner.keys.case
    pictures = Derivative.objects.within(item__case=case)
    return len(case.items.all()) + len(pictures) + len(events_of(case.id))


def timed(act: Callable[[], object]) -> float:
    started = time.perf_counter()
    act()
    return time.perf_counter() - started


def _wraps(rounds: int) -> list[Figure]:
    """What every share, assignment and new epoch is made of."""
    private, secret = PrivateKey.generate(), random_bytes(32)
    context = WrapContext(purpose="case", case=new_id(), epoch=1, to=new_id(), generation=1)
    wrapped, other = wrap(secret, private.public, context), X25519PrivateKey.generate()
    once: dict[str, Callable[[], object]] = {
        WRAP: lambda: wrap(secret, private.public, context),
        UNWRAP: lambda: unwrap(wrapped, private, context),
        EXCHANGE: lambda: X25519PrivateKey.generate().exchange(other.public_key()),
    }
    seconds = best_seconds({name: _often(act) for name, act in once.items()}, rounds)
    return [rate(name, WRAPS_AT_ONCE, seconds, EXCHANGE) for name in (WRAP, UNWRAP)]


def _often(act: Callable[[], object]) -> Callable[[], None]:
    def acts() -> None:
        for _ in range(WRAPS_AT_ONCE):
            act()

    return acts
