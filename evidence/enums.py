from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _


class ItemField(IntegerChoices):
    """Field ids in sealed headers, next to those of `cases.enums.RecordKind`: append only."""

    DETAILS = 20, _("Details")


class ItemState(TextChoices):
    RECEIVED = "received", _("Stored; the preview is being made")
    READY = "ready", _("Stored")
    HELD = "held", _("Stored without a preview")
    DAMAGED = "damaged", _("Damaged")


class DerivativeKind(TextChoices):
    PREVIEW = "preview", _("Blurred preview")
    VIEW = "view", _("View copy")
    TRANSCRIPT = "messages", _("What was read of a chat")


# Field ids of what was made of an item, and of its keys; 0 is the original. Append only.
DERIVATIVE_FIELDS: dict[str, int] = {
    DerivativeKind.PREVIEW: 1,
    DerivativeKind.VIEW: 2,
    DerivativeKind.TRANSCRIPT: 5,
}
