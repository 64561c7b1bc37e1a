"""The acts a log can hold: dotted, frozen, never reused; translated where they are shown. And the
states of a time stamp, which nobody is shown."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class CustodyAction(TextChoices):
    CASE_CREATED = "case.created", _("Notes begun")
    CASE_OPENED = "case.opened", _("Notes opened")
    CASE_GATE_ANSWERED = "case.gate.answered", _("First questions answered")
    CASE_GRANT_CREATED = "case.grant.created", _("Shared with an organisation")
    CASE_GRANT_REVOKED = "case.grant.revoked", _("Sharing taken back")
    CASE_ASSIGNED = "case.assigned", _("Companion assigned")
    CASE_UNASSIGNED = "case.unassigned", _("Companion no longer assigned")
    CASE_DISPOSED = "case.disposed", _("Notes marked to be erased")
    CASE_KEPT = "case.kept", _("Notes kept after all")
    SHARE_CREATED = "case.share.created", _("Chosen files shared with an organisation")
    SHARE_REVOKED = "case.share.revoked", _("Sharing of chosen files taken back")
    SHARE_ASSIGNED = "case.share.assigned", _("Companion assigned to the chosen files")
    SHARE_UNASSIGNED = (
        "case.share.unassigned",
        _("Companion no longer assigned to the chosen files"),
    )
    SHARE_OPENED = "case.share.opened", _("Chosen files opened")
    CASE_EPOCH_STARTED = "case.epoch.started", _("New keys made")
    CASE_KEY_RENEWED = "case.organization.renewed", _("Key of the organisation replaced")
    CASE_KEY_RECOVERED = "case.organization.recovered", _("Key of the organisation recovered")
    RESTORATION_ASKED = "case.restoration.asked", _("Giving the notes back asked for")
    RESTORATION_APPROVED = "case.restoration.approved", _("Giving the notes back approved")
    RESTORATION_REFUSED = "case.restoration.refused", _("Giving the notes back refused")
    RESTORATION_DONE = "case.restoration.done", _("Notes given back with new words")
    RESTORING_FORBIDDEN = "case.restoring.forbidden", _("Giving the notes back forbidden")
    RESTORING_ALLOWED = "case.restoring.allowed", _("Giving the notes back allowed")
    RECORD_ADDED = "case.record.added", _("Note added")
    RECORD_REVISED = "case.record.revised", _("Note changed")
    RECORD_REMOVED = "case.record.removed", _("Note taken out")
    ITEM_ADMITTED = "evidence.item.admitted", _("Proof put into the vault")
    ITEM_DERIVED = "evidence.item.derived", _("Preview made, or file read")
    ITEM_REDACTED = "evidence.item.redacted", _("Parts of proof covered")
    ITEM_CHECKED = "evidence.item.checked", _("Proof looked through for what harms a device")
    ITEM_HELD = "evidence.item.held", _("Proof kept, without a preview")
    ITEM_LOCKED = "evidence.item.locked", _("Proof locked")
    ITEM_SHARED = "evidence.item.shared", _("Proof added to what is shared")
    ITEM_UNSHARED = "evidence.item.unshared", _("Proof taken out of what is shared")
    ITEM_REVEALED = "evidence.item.revealed", _("Proof looked at")
    ITEM_LOCATED = "evidence.item.located", _("Place or way in a file looked at")
    ITEM_DOWNLOADED = "evidence.item.downloaded", _("Original downloaded")
    ITEM_DAMAGED = "evidence.item.damaged", _("Damaged proof found")
    ITEM_DISPOSED = "evidence.item.disposed", _("Proof marked to be erased")
    ITEM_KEPT = "evidence.item.kept", _("Proof kept after all")
    ITEM_REKEYED = "evidence.item.rekeyed", _("File put under a new key")
    REKEYING_ASKED = "case.rekeying.asked", _("New keys for all files asked for")
    PACKET_REQUESTED = "packet.requested", _("Packet asked for")
    PACKET_CONTINUED = "packet.continued", _("Packet gone on with")
    PACKET_BUILT = "packet.built", _("Packet made")
    PACKET_DOWNLOADED = "packet.downloaded", _("Packet downloaded")
    CREDENTIALS_RENEWED = "owner.credentials.renewed", _("New words made")
    COUNTING_ALLOWED = "case.counting.allowed", _("Counting in numbers allowed")
    COUNTING_FORBIDDEN = "case.counting.forbidden", _("Counting in numbers forbidden")
    CASE_COUNTED = "case.counted", _("Notes counted in numbers, without a name")


class CustodyRole(TextChoices):
    OWNER = "owner", _("You")
    PARALEGAL = "paralegal", _("Paralegal")
    LAWYER = "lawyer", _("Lawyer")
    LEAD = "lead", _("Lead")
    ORG_ADMIN = "org_admin", _("Organisation admin")
    SITE_ADMIN = "site_admin", _("Site admin")
    WORKER = "worker", _("The system, on request")
    SYSTEM = "system", _("The system")


class StampState(TextChoices):
    WAITING = "waiting"
    GRANTED = "granted"
    REFUSED = "refused"


class StampFailure(TextChoices):
    """Why an authority's answer proves nothing, or why there is none."""

    NONCE = "nonce"
    IMPRINT = "imprint"
    EXPIRED = "expired"
    UNTRUSTED = "untrusted"
    GARBAGE = "garbage"
    DOWN = "down"
    SLOW = "slow"
    STATUS = "status"
