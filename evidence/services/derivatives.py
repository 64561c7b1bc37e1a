"""What is done with a file once it lies sealed, in a keyed job: the virus scanner is asked where
there is one, and a confined process draws or reads what its class, or its owner, asks for."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict, replace
from uuid import UUID

from accounts.actors import Actor
from cases.sealing import GrantedKeys, HeldKeys
from core.exceptions import NotOpened
from custody.enums import CustodyAction
from evidence.details import LOCKED, ItemDetails
from evidence.enums import DerivativeKind, HeldReason, ItemField, ItemState, kinds_made_of
from evidence.models import Derivative, EvidenceItem
from evidence.pdq import METHOD
from evidence.sandbox.contract import NotMade, Reason
from evidence.sandbox.mails import Envelope, read_mail
from evidence.sandbox.picture_answer import Derivatives
from evidence.sandbox.pictures import make_picture_derivatives
from evidence.sandbox.videos import make_video_derivatives
from evidence.scanning import Finding, Scan, is_scanner_configured, scan
from evidence.sealing import file_key, open_details, open_original, seal_derivative
from evidence.services.covered_copies import make_covered
from evidence.services.finishing import Outcome, finish_item
from evidence.services.opening import open_checked
from evidence.services.transcripts import make_transcript
from evidence.sniffing import FileClass
from evidence.storage import delete_blob, read_blob, write_blob
from jobs.enums import JobKind
from jobs.exceptions import JobFailed
from jobs.models import Job
from jobs.sealing import Access
from jobs.services import Lease, queue_job

# Who makes the two pictures of a class, the preview and what is looked at, from its bytes and type.
Maker = Callable[[Iterable[bytes], str], Derivatives]
MAKERS: dict[FileClass, Maker] = {
    FileClass.IMAGE: make_picture_derivatives,
    FileClass.VIDEO: make_video_derivatives,
}
# Who makes what is not drawn of each file of a class, into the row that waits for it.
OnAsking = Callable[[Lease, GrantedKeys, Derivative, ItemDetails], None]
MADE_ON_ASKING: dict[DerivativeKind, OnAsking] = {
    DerivativeKind.REDACTED: make_covered,
    DerivativeKind.TRANSCRIPT: make_transcript,
}


def queue_derivatives(actor: Actor, keys: HeldKeys, item: EvidenceItem) -> Job:
    """A job with the keys of this item and of what is not made of it yet, of item details, also of
    those in its shares, and of the log.

    PolicyRefused where no picture may be made of it: no key of it leaves then.
    """
    open_checked(keys, item)
    return _queue(actor, keys, item, _shares_of(keys, item))


def queue_first_derivatives(actor: Actor, keys: HeldKeys, item: EvidenceItem) -> Job:
    """The same for an item that its caller has just admitted, and so checked. It is in no share."""
    return _queue(actor, keys, item, {})


def queue_for_shares(actor: Actor, keys: HeldKeys, item: EvidenceItem) -> None:
    """Work that is on its way begins anew where its caller has just shared the item, so that what
    comes of it is told there. Whoever works on it already drops that."""
    jobs = Job.objects.of(JobKind.DERIVATIVES, item.id)
    if jobs.unfinished().exists():
        jobs.delete()
        _queue(actor, keys, item, _shares_of(keys, item))


def _shares_of(keys: HeldKeys, item: EvidenceItem) -> dict[UUID, bytes]:
    """One whose own key was changed behind our back is passed over."""
    found: dict[UUID, bytes] = {}
    for grant in keys.case.grants.live().of_items().filter(shared_items__item=item):
        with suppress(NotOpened):
            found[grant.id] = keys.share(grant).field(ItemField.DETAILS)
    return found


def _queue(actor: Actor, keys: HeldKeys, item: EvidenceItem, shares: Mapping[UUID, bytes]) -> Job:
    rows = [item, *item.derivatives.filter(blob__isnull=True)]
    files = {row.id: file_key(keys, row) for row in rows}
    access = keys.access((ItemField.DETAILS,), files, written_in=item.details_epoch)
    access = replace(access, shares=shares)
    return queue_job(JobKind.DERIVATIVES, keys.case.id, item.id, actor.user_id, access)


def make_derivatives(lease: Lease, access: Access) -> None:
    """Runs the job: original opened in pieces, scanned, drawn or read in confinement, recorded.

    Idempotent: a second run does it again and the first to finish counts. An original that can do
    harm or cannot be rendered is `held`, one that does not open is `damaged`; both keep their row.
    A scanner that does not answer holds nothing up: the facts say that it did not look.
    """
    item = EvidenceItem.objects.for_job(lease.job.object_id).select_related("case").first()
    if item is None:
        raise JobFailed("item_gone")
    keys = GrantedKeys(item.case, access)
    details = open_details(keys, item)
    if details.is_locked:
        raise JobFailed(LOCKED)
    try:
        details = _scanned(lease, keys, item, details)
        _make(lease, keys, item, details)
    except NotOpened:
        damaged = replace(details, held_reason=HeldReason.DAMAGED.value)
        finish_item(lease, keys, item, Outcome(ItemState.DAMAGED, damaged))
    except NotMade as error:
        if error.reason == Reason.NOT_CONFINED:
            raise JobFailed(error.reason.value) from error
        held = replace(details, held_reason=error.reason.value)
        finish_item(lease, keys, item, Outcome(ItemState.HELD, held))


def _scanned(
    lease: Lease, keys: GrantedKeys, item: EvidenceItem, details: ItemDetails
) -> ItemDetails:
    """With what the scanner said, where one is configured and has not looked yet: its own word for
    what it found stands here and nowhere else."""
    if not is_scanner_configured() or details.facts.get("is_scanned"):
        return details
    finding = scan(_pieces(lease, keys, item, details))
    return replace(
        details,
        facts=details.facts | _said_by_scanner(finding),
        held_reason=HeldReason.MALWARE.value if _is_harmful(finding) else details.held_reason,
    )


def _said_by_scanner(finding: Finding) -> dict[str, str | bool | int]:
    said: dict[str, str | bool | int] = {"is_scanned": finding.scan != Scan.NOT_DONE}
    return said | ({"signature": finding.signature} if _is_harmful(finding) else {})


def _is_harmful(finding: Finding) -> bool:
    return finding.scan == Scan.FOUND


def _make(lease: Lease, keys: GrantedKeys, item: EvidenceItem, details: ItemDetails) -> None:
    """What she asked for since, or else what every file of its class gets; of what can do harm,
    nothing."""
    asked = item.derivatives.filter(kind__in=MADE_ON_ASKING, blob__isnull=True).first()
    maker = MAKERS.get(details.file_class)
    if details.held_reason == HeldReason.MALWARE:
        finish_item(lease, keys, item, Outcome(ItemState.HELD, details))
    elif asked is not None:
        MADE_ON_ASKING[DerivativeKind(asked.kind)](lease, keys, asked, details)
    elif maker is not None:
        made = maker(_pieces(lease, keys, item, details), details.media_type)
        _store(lease, keys, item, _with_facts(details, made), made)
    elif details.file_class == FileClass.MAIL:
        read = _with_headers(details, read_mail(_pieces(lease, keys, item, details)))
        finish_item(lease, keys, item, Outcome(ItemState.READY, read))
    else:
        state = ItemState.HELD if details.held_reason else ItemState.READY
        finish_item(lease, keys, item, Outcome(state, details, act=CustodyAction.ITEM_CHECKED))


def _pieces(
    lease: Lease, keys: GrantedKeys, item: EvidenceItem, details: ItemDetails
) -> Iterator[bytes]:
    """Provisional until the last came: nothing is believed, and nothing decoded, before that."""
    pulse = lease.pulse()
    for piece in open_original(keys, item, details.size, read_blob(item.blob)):
        pulse()
        yield piece
    lease.beat()


def _with_facts(details: ItemDetails, made: Derivatives) -> ItemDetails:
    return replace(
        details,
        facts=details.facts | asdict(made.facts) | _looks_of(made),
        metadata=made.metadata,
        location=made.location,
    )


def _with_headers(details: ItemDetails, envelope: Envelope) -> ItemDetails:
    facts = details.facts | {"has_route": bool(envelope.route)}
    return replace(details, facts=facts, metadata=envelope.metadata, route=envelope.route)


def _looks_of(made: Derivatives) -> dict[str, str | bool | int]:
    """What its picture can be known by; of a video there is nothing."""
    if not made.pdq:
        return {}
    return {"pdq": made.pdq, "pdq_quality": made.pdq_quality, "pdq_method": METHOD}


def _store(
    lease: Lease, keys: GrantedKeys, item: EvidenceItem, details: ItemDetails, made: Derivatives
) -> None:
    """Blobs first; they are removed again where the lease was lost in the meantime."""
    kinds = kinds_made_of(details.file_class)
    pictures = dict(zip(kinds, (made.preview, made.view), strict=True))
    rows: list[Derivative] = []
    try:
        for row in item.derivatives.filter(kind__in=kinds):
            picture = pictures[DerivativeKind(row.kind)]
            sealed = seal_derivative(keys, row, picture)
            row.blob, row.blob_bytes = write_blob(sealed), len(sealed)
            row.true_bytes = len(picture)
            rows.append(row)
        finish_item(lease, keys, item, Outcome(ItemState.READY, details, rows))
    except BaseException:
        for row in rows:
            delete_blob(row.blob or "")
        raise
