"""Why the vault did not take something in."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Refusal(TextChoices):
    """Why an upload was not taken; each has its sentence on the page."""

    TYPE = "type", _("This kind of file cannot be kept here.")
    CARRIES = "carries", _("There is a picture or another file inside this text.")
    TWO_KINDS = "two_kinds", _("There is another file hidden inside this one.")
    CHAT_ONLY = (
        "chat_only",
        _("A ZIP file is kept here as a chat export only. Choose “Keep a chat” for that."),
    )
    TOO_LARGE = "too_large", _("This file is too large.")
    PIXELS = "pixels", _("This picture is too large to be opened safely.")
    EMPTY = "empty", _("This file is empty.")
    CLOSED = "closed", _("Pictures and videos cannot be kept here. Text and addresses can.")
    FINGERPRINT = (
        "fingerprint",
        _("Fingerprints of files cannot be kept here now. Addresses, accounts and times can."),
    )
    MINOR = (
        "minor",
        _(
            "Pictures and videos of somebody who was or may have been under 18 cannot be kept "
            "here. Please keep the address and the time instead: they help too."
        ),
    )
    QUOTA = "quota", _("There is no more room in these notes.")
    FULL = "full", _("There is no more room here at the moment. Please try again later.")
    NOT_HERE = "not_here", _("Files cannot be sent to this page.")
    CUT_OFF = "cut_off", _("No whole file arrived. Please choose it again.")
    DIFFERS = "differs", _("Not the same file arrived. Please choose it again.")


class WrongOffset(Exception):
    """A part does not begin where the last one ended; `offset` is where the next one begins."""

    def __init__(self, offset: int) -> None:
        super().__init__("not the next part")
        self.offset = offset


class AlreadyAdmitted(Exception):
    """Of these parts an item was made before."""


class UploadRefused(Exception):
    """An upload was not taken in; the reason has its sentence, and nothing was left behind.

    `limit` is the most bytes that would have been taken, where that is the reason.
    """

    def __init__(self, reason: Refusal, limit: int = 0) -> None:
        super().__init__(reason.value)
        self.reason, self.limit = reason, limit
