"""What may be taken in, and shown, at all, whoever asks."""

from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from core.exceptions import PolicyRefused
from evidence.details import ItemDetails
from evidence.exceptions import Refusal, UploadRefused
from evidence.models import EvidenceItem
from evidence.sniffing import FileClass
from resources.plan import images_allowed

Answers = Mapping[str, Sequence[str]]
WITH_CLOSED_GATE = frozenset({FileClass.TEXT})
IS_LOCKED = _("This file is locked. Nobody can open it here.")
# Multipart boundaries and the other fields of the form, on top of the file itself.
FORM_ALLOWANCE = 64 * 1024


def classes_taken(answers: Answers) -> frozenset[FileClass]:
    """All kinds for an adult shown; text alone under 18, with age unknown or without her yes."""
    return frozenset(FileClass) if images_allowed(answers) else WITH_CLOSED_GATE


def check_class_is_taken(file_class: FileClass, taken: frozenset[FileClass]) -> None:
    if file_class not in taken:
        raise UploadRefused(Refusal.CLOSED)


def check_only_adults_are_shown(file_class: FileClass, is_told: bool) -> None:
    """Asked of every picture, video and PDF again: one gate cannot know what each file shows."""
    if file_class not in WITH_CLOSED_GATE and not is_told:
        raise UploadRefused(Refusal.MINOR)


def check_media_is_open(answers: Answers, file_class: FileClass) -> None:
    """Text is always open. Everything else only while her answers let it be kept, for anybody."""
    if file_class not in classes_taken(answers):
        raise PolicyRefused(IS_LOCKED)


def check_item_is_not_locked(details: ItemDetails, item: UUID, locked: Collection[UUID]) -> None:
    """Answers that open the gate again unlock nothing: whether a file may stay is for people to
    decide who know the law. `locked` is what the log tells: older columns put back unlock neither.
    """
    if details.is_locked or item in locked:
        raise PolicyRefused(IS_LOCKED)


def check_size_is_taken(size: int, file_class: FileClass) -> None:
    limit: int = settings.UPLOAD_LIMITS[file_class.value]
    if size > limit:
        raise UploadRefused(Refusal.TOO_LARGE, limit)


def check_request_is_taken(length: int, taken: frozenset[FileClass], room: int) -> None:
    """Refuses by the announced length, before the first byte is read."""
    largest: int = max(settings.UPLOAD_LIMITS[one.value] for one in taken)
    if length > largest + FORM_ALLOWANCE:
        raise UploadRefused(Refusal.TOO_LARGE, largest)
    if length > room + FORM_ALLOWANCE:
        raise UploadRefused(Refusal.QUOTA)


def check_case_has_files(items: Sequence[EvidenceItem]) -> None:
    if not items:
        raise PolicyRefused(_("There are no files in these notes yet."))


def check_item_has_picture(item: EvidenceItem) -> None:
    if not item.has_picture:
        raise PolicyRefused(_("There is no picture of this file to show."))


def check_file_tells_place(details: ItemDetails) -> None:
    if not details.location:
        raise PolicyRefused(_("This file does not say where it was made."))


def check_no_rekeying(is_pending: bool) -> None:
    """A share that changes while files change their keys would be left with keys of before."""
    if is_pending:
        raise PolicyRefused(_("Your files are being given new keys. Try again in a few minutes."))
