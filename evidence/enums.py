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


class Purpose(TextChoices):
    """What a file comes in for: by itself, or as the export of a chat to choose messages from."""

    KEEP = "keep", _("Keep a file")
    CHAT = "chat", _("Add a chat")


class HeldReason(TextChoices):
    """Why an item is held; the sandbox's reasons, and two of our own. Stored in its details."""

    TOO_LARGE = "too_large", _("It is too large to be opened safely.")
    BOMB = "bomb", _("It would take up far more room than a picture needs.")
    DAMAGED = (
        "damaged",
        _("It does not open all the way to the end. Maybe it was cut off on the way."),
    )
    WRONG_TYPE = "wrong_type", _("It is not the kind of file that its name says.")
    TIMEOUT = "timeout", _("It took too long to open.")
    MEMORY = "memory", _("It needs too much memory to be opened.")
    CRASHED = "crashed", _("The program that opens such files stopped at it.")
    BAD_ANSWER = "bad_answer", _("What was made of it could not be trusted.")
    KEPT_AS_IS = "kept_as_is", _("Files of this kind are kept as they are, and never opened here.")
    MALWARE = "malware", _("The virus scanner found something in it that can harm a device.")


class ItemKind(TextChoices):
    """What an item is of: a file that lies here, or a statement of what does not. Append only."""

    FILE = "file", _("File")
    FINGERPRINT = "fingerprint", _("Fingerprint of a file")
    ADDRESS = "address", _("Address or account")


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

# Classes of which headers are read, and no picture is made.
READ_ALONE = frozenset({FileClass.MAIL})


def kinds_made_of(file_class: str) -> tuple[DerivativeKind, ...]:
    """The pictures that are made of a file of this class: the preview, and what is looked at."""
    looked_at = LOOKED_AT.get(file_class)
    return (DerivativeKind.PREVIEW, looked_at) if looked_at else ()
