from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _

from evidence.sniffing import FileClass


class ItemField(IntegerChoices):
    """Field ids in sealed headers, next to those of `cases.enums.RecordKind`: append only."""

    DETAILS = 20, _("Details")
    UPLOAD = 21, _("File on its way")


class ItemState(TextChoices):
    RECEIVED = "received", _("Stored; the preview is being made")
    READY = "ready", _("Stored")
    HELD = "held", _("Stored without a preview")
    DAMAGED = "damaged", _("Damaged")


class DerivativeKind(TextChoices):
    PREVIEW = "preview", _("Blurred preview")
    VIEW = "view", _("View copy")
    STRIP = "strip", _("Frame strip")
    REDACTED = "redacted", _("Covered copy")
    TRANSCRIPT = "messages", _("What was read of a chat")


# Field ids of what was made of an item, and of its keys; 0 is the original. Append only.
DERIVATIVE_FIELDS: dict[str, int] = {
    DerivativeKind.PREVIEW: 1,
    DerivativeKind.VIEW: 2,
    DerivativeKind.STRIP: 3,
    DerivativeKind.REDACTED: 4,
    DerivativeKind.TRANSCRIPT: 5,
}

# What is shown of a file to whoever looks, by its class; of any other class nothing is.
LOOKED_AT: dict[str, DerivativeKind] = {
    FileClass.IMAGE: DerivativeKind.VIEW,
    FileClass.VIDEO: DerivativeKind.STRIP,
}


def kinds_made_of(file_class: str) -> tuple[DerivativeKind, ...]:
    """The pictures that are made of a file of this class: the preview, and what is looked at."""
    looked_at = LOOKED_AT.get(file_class)
    return (DerivativeKind.PREVIEW, looked_at) if looked_at else ()
