"""What may be taken in, and shown, at all, whoever asks."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from cases.policies import fingerprints_taken
from core.exceptions import PolicyRefused
from evidence.details import ItemDetails
from evidence.enums import ItemKind, Purpose
from evidence.exceptions import Refusal, UploadRefused
from evidence.models import EvidenceItem
from evidence.sniffing import HEAD_BYTES, FileClass, class_named, extension_of
from resources.plan import images_allowed

Answers = Mapping[str, Sequence[str]]
# Under 18, or with age unknown: not what shows somebody, and not what can carry what does.
WITH_CLOSED_GATE = frozenset({FileClass.TEXT})
TAKEN_FOR = {
    Purpose.KEEP: frozenset(FileClass) - {FileClass.ARCHIVE},
    # The pages of an export are kept like other files that are never opened here, and read.
    Purpose.CHAT: frozenset({FileClass.TEXT, FileClass.ARCHIVE, FileClass.OTHER}),
}
IS_LOCKED = _("This file is locked. Nobody can open it here.")
# Multipart boundaries and the other fields of the form, on top of the file itself.
FORM_ALLOWANCE = 64 * 1024
PART_BYTES = 8 * 1024 * 1024
MOST_UNDER_WAY = 20


@dataclass(frozen=True, slots=True)
class Room:
    """Bytes that one case, and the whole instance, may still take in."""

    in_case: int
    in_instance: int

    @property
    def bytes_left(self) -> int:
        return min(self.in_case, self.in_instance)


def classes_open(answers: Answers) -> frozenset[FileClass]:
    """What may stay and be opened: all kinds for an adult shown; text alone under 18, with age
    unknown or without her yes."""
    return frozenset(FileClass) if images_allowed(answers) else WITH_CLOSED_GATE


def classes_taken(answers: Answers, purpose: Purpose = Purpose.KEEP) -> frozenset[FileClass]:
    """What may come in for this purpose: of what may stay, an archive with a chat alone."""
    return classes_open(answers) & TAKEN_FOR[purpose]


def may_be_here(details: ItemDetails, answers: Answers) -> bool:
    """By what the item is of, then by the kind of its file; addresses may always."""
    if details.kind == ItemKind.FINGERPRINT:
        return fingerprints_taken(answers)
    return details.file_class in classes_open(answers)


def check_kind_is_taken(kind: ItemKind, answers: Answers) -> None:
    if kind == ItemKind.FINGERPRINT and not fingerprints_taken(answers):
        raise UploadRefused(Refusal.FINGERPRINT)


def check_class_is_taken(file_class: FileClass, taken: frozenset[FileClass]) -> None:
    if file_class in taken:
        return
    is_open = taken != WITH_CLOSED_GATE
    if is_open and file_class == FileClass.ARCHIVE:
        raise UploadRefused(Refusal.CHAT_ONLY)
    raise UploadRefused(Refusal.TYPE if is_open else Refusal.CLOSED)


def check_was_looked_through(taken: frozenset[FileClass], *, was_only_text: bool) -> None:
    """A text that came while the gate was open may carry anything. Where it has shut meanwhile, it
    has to come again."""
    if taken == WITH_CLOSED_GATE and not was_only_text:
        raise UploadRefused(Refusal.CUT_OFF)


def check_kept_as_is(file_class: FileClass, is_wanted: bool) -> None:
    """What nobody here ever opens comes in by her own word alone."""
    if file_class == FileClass.OTHER and not is_wanted:
        raise UploadRefused(Refusal.TYPE)


def check_only_adults_are_shown(file_class: FileClass, is_told: bool) -> None:
    """Asked of all but text again: one gate cannot know what each file shows, or carries."""
    if file_class not in WITH_CLOSED_GATE and not is_told:
        raise UploadRefused(Refusal.MINOR)


def check_media_is_open(answers: Answers, details: ItemDetails) -> None:
    """Text is always open. Everything else only while her answers let it be kept, for anybody."""
    if not may_be_here(details, answers):
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


def check_request_is_taken(length: int, taken: frozenset[FileClass], room: Room) -> None:
    """Refuses by the announced length, before the first byte is read."""
    largest: int = max(settings.UPLOAD_LIMITS[one.value] for one in taken)
    if length > largest + FORM_ALLOWANCE:
        raise UploadRefused(Refusal.TOO_LARGE, largest)
    check_room_is_left(length - FORM_ALLOWANCE, room)


def check_room_is_left(size: int, room: Room) -> None:
    if size > room.in_case:
        raise UploadRefused(Refusal.QUOTA)
    if size > room.in_instance:
        raise UploadRefused(Refusal.FULL)


def check_announced_is_taken(
    name: str, length: int, taken: frozenset[FileClass], *, shows_adults_only: bool
) -> None:
    """What a name and a length tell before the first byte; the bytes themselves decide later."""
    named = class_named(extension_of(name))
    if named is not None:
        check_class_is_taken(named, taken)
        check_only_adults_are_shown(named, shows_adults_only)
    classes = taken if named is None else {named}
    largest: int = max(settings.UPLOAD_LIMITS[one.value] for one in classes)
    if length > largest:
        raise UploadRefused(Refusal.TOO_LARGE, largest)


def check_part_is_large_enough(length: int, left: int) -> None:
    """No part is empty, and none but the last smaller than what tells the kind of a file."""
    if length < max(1, min(HEAD_BYTES, left)):
        raise UploadRefused(Refusal.CUT_OFF)


def check_case_has_files(items: Sequence[EvidenceItem]) -> None:
    if not items:
        raise PolicyRefused(_("There are no files in these notes yet."))


def check_item_can_be_covered(item: EvidenceItem) -> None:
    if not item.can_be_covered:
        raise PolicyRefused(_("There is no picture of this file to cover."))


def check_item_has_picture(item: EvidenceItem) -> None:
    if not item.has_picture:
        raise PolicyRefused(_("There is no picture of this file to show."))


def check_file_tells_place(details: ItemDetails) -> None:
    if not (details.location or details.route):
        raise PolicyRefused(_("This file does not say where it was made."))


def check_no_rekeying(is_pending: bool) -> None:
    """A share that changes while files change their keys would be left with keys of before."""
    if is_pending:
        raise PolicyRefused(_("Your files are being given new keys. Try again in a few minutes."))
