from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class JobState(TextChoices):
    QUEUED = "queued", _("Waiting")
    BUILDING = "building", _("Being made")
    READY = "ready", _("Ready")
    FAILED = "failed", _("Did not work")
    NEEDS_OWNER = "needs_owner", _("Press continue")


class JobKind(TextChoices):
    DERIVATIVES = "derivatives", _("Preview")
    PACKET = "packet", _("Packet")
    REKEY = "rekey", _("New file keys")
