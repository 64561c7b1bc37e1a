"""The one upload handler: what arrives is hashed and sealed as it streams, or dropped.

Nothing in clear touches the disk. Whether anything is taken at all is decided before the first
byte: signed in, the right page, her own case, the age gate, the quota. A refused file of hers is
read to its end and thrown away, so that her browser gets a page with a sentence instead of a broken
line. Where no file belongs, nothing is read beyond what a form may hold.
"""

from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from io import BytesIO
from typing import Any, cast

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.http import QueryDict
from django.http.multipartparser import MultiPartParser
from django.utils.datastructures import MultiValueDict

from accounts.http import SiteRequest
from cases.models import Case
from cases.reading import gate_of
from cases.sealing import keys_of
from core.exceptions import NotPermitted
from evidence.claims import is_too_large
from evidence.enums import Purpose
from evidence.exceptions import Refusal, UploadRefused
from evidence.permissions import check_user_can_admit
from evidence.policies import (
    FORM_ALLOWANCE,
    WITH_CLOSED_GATE,
    Room,
    check_class_is_taken,
    check_request_is_taken,
    check_size_is_taken,
    classes_taken,
)
from evidence.room import room_left
from evidence.sealing import FileSealer
from evidence.sniffing import (
    HEAD_BYTES,
    CarrierCheck,
    Check,
    FileClass,
    NotTaken,
    Sniffed,
    TextCheck,
    checks_of,
    kept_as_is,
    sniff,
)
from evidence.sniffing import Refusal as NotSniffed
from evidence.sniffing.kinds import JSON
from evidence.storage import BlobWriter

UPLOAD_ROUTES = {
    "evidence:add": Purpose.KEEP,
    "evidence:add-to": Purpose.KEEP,
    "evidence:chat-add": Purpose.CHAT,
    "evidence:chat-add-to": Purpose.CHAT,
}
MEBIBYTE = 1 << 20
STATEMENT_NAME = "catatan"
SAID = {
    NotSniffed.EMPTY: Refusal.EMPTY,
    NotSniffed.CARRIES: Refusal.CARRIES,
    NotSniffed.TWO_KINDS: Refusal.TWO_KINDS,
}


@dataclass(frozen=True, slots=True)
class Ticket:
    """What this request may put where; made once, before the body is read."""

    case: Case
    taken: frozenset[FileClass]
    room: Room


class SealedUpload(UploadedFile):  # type: ignore[type-arg]
    """A file on its way in: sealed and flushed aside. Gone at the request's end unless admitted.

    `doubt` is why it is taken as what is only kept as it is, by her own word and by no other.
    `was_only_text` says that it was looked through as where nothing but text is taken.
    """

    doubt: Refusal | None = None
    was_only_text = False

    def __init__(self, name: str, sealer: FileSealer, writer: BlobWriter, sniffed: Sniffed) -> None:
        super().__init__(file=BytesIO(), name=name)
        self.sealer, self.writer, self.sniffed = sealer, writer, sniffed

    def close(self) -> None:
        self.writer.close()
        self.sealer.close()


class RefusedUpload(UploadedFile):  # type: ignore[type-arg]
    """A file that was not taken in, with the reason; it holds nothing else."""

    def __init__(self, error: UploadRefused) -> None:
        super().__init__(file=BytesIO(), name="refused", size=1)
        self.error = error


class Incoming:
    """One file on its way in: its head is looked at first, then every piece is checked and sealed.

    Whoever makes one closes it. UploadRefused from `write` and `finish`; nothing stays of it then.
    """

    def __init__(self, case: Case, name: str, taken: frozenset[FileClass]) -> None:
        self._case, self._name, self._taken = case, name, taken
        self._head = b""
        self._size = 0
        self._doubt: Refusal | None = None
        self._checks: list[Check] = []
        self._upload: SealedUpload | None = None

    def write(self, data: bytes) -> None:
        """Pieces may be of any size: nothing is decided before the head is whole."""
        if self._upload is None:
            data = self._head + data if self._head else data
            if len(data) < HEAD_BYTES:
                self._head = data
                return
        self._seal(self._upload or self._begin(data), data)

    def finish(self) -> SealedUpload:
        """The sealed file, which is its receiver's to close from now on."""
        if self._upload is None:
            self._seal(self._begin(self._head), self._head)
        upload = self._upload
        assert upload  # noqa: S101
        try:
            for check in self._checks:
                check.finish()
        except NotTaken as error:
            upload.sniffed = self._as_other(error)
            self._check_size(upload)
        for sealed in upload.sealer.finish():
            upload.writer.write(sealed)
        upload.size, upload.doubt = upload.sealer.result.size, self._doubt
        self._upload = None
        return upload

    def close(self) -> None:
        if self._upload is not None:
            self._upload.close()

    def _begin(self, head: bytes) -> SealedUpload:
        judged = judge_head(head, self._name, self._taken)
        sniffed, self._doubt = judged.sniffed, judged.doubt
        if self._doubt is None:
            self._checks = checks_of(sniffed, only_text=self._taken == WITH_CLOSED_GATE)
        sealer = FileSealer(self._case.id, self._case.epoch)
        self._upload = SealedUpload(self._name, sealer, BlobWriter(), sniffed)
        self._upload.was_only_text = self._taken == WITH_CLOSED_GATE
        return self._upload

    def _seal(self, upload: SealedUpload, data: bytes) -> None:
        self._size += len(data)
        try:
            for check in self._checks:
                check.update(data)
        except NotTaken as error:
            upload.sniffed = self._as_other(error)
        self._check_size(upload)
        upload.writer.write(upload.sealer.update(data))

    def _as_other(self, error: NotTaken) -> Sniffed:
        judged = _unopened(error, self._taken)
        self._doubt, self._checks = judged.doubt, []
        return judged.sniffed

    def _check_size(self, upload: SealedUpload) -> None:
        """Of one that is too large to be kept unopened, the first reason is the better one."""
        try:
            check_size_is_taken(self._size, upload.sniffed.file_class)
        except UploadRefused as error:
            if self._doubt is None:
                raise
            raise UploadRefused(self._doubt) from error


@dataclass(frozen=True, slots=True)
class Judged:
    """What a file is taken as, and why only so, where it is kept unopened."""

    sniffed: Sniffed
    doubt: Refusal | None = None


def judge_head(head: bytes, name: str, taken: frozenset[FileClass]) -> Judged:
    """What a file is by its first HEAD_BYTES or more; UploadRefused where it is not taken."""
    try:
        judged = Judged(sniff(head[:HEAD_BYTES], name))
    except NotTaken as error:
        judged = _unopened(error, taken)
    check_class_is_taken(judged.sniffed.file_class, taken)
    if is_too_large(head, judged.sniffed.media_type):
        raise UploadRefused(Refusal.PIXELS)
    return judged


def _unopened(error: NotTaken, taken: frozenset[FileClass]) -> Judged:
    """What the sniffing does not take, as what can be kept unopened; or UploadRefused."""
    reason, other = SAID.get(error.reason, Refusal.TYPE), kept_as_is(error)
    if other is None or other.file_class not in taken:
        raise UploadRefused(reason) from error
    return Judged(other, reason)


class PartChecks:
    """What can be seen of one part of a text by itself where nothing else is taken; everything is
    looked at once more when the whole is here.

    The part may begin and end in the middle of a character.
    """

    def __init__(self, taken: frozenset[FileClass]) -> None:
        self._is_first = True
        is_closed = taken == WITH_CLOSED_GATE
        self._carried = CarrierCheck()
        self._checks: list[Check] = [TextCheck(), self._carried] if is_closed else []

    def follow(self, chunks: Iterable[bytes]) -> Iterator[bytes]:
        """The same pieces; UploadRefused as soon as one is not taken."""
        try:
            for chunk in chunks:
                seen = self._from_a_character_on(chunk)
                for check in self._checks:
                    check.update(seen)
                yield chunk
            self._carried.finish()
        except NotTaken as error:
            raise UploadRefused(SAID.get(error.reason, Refusal.TYPE)) from error

    def _from_a_character_on(self, chunk: bytes) -> bytes:
        """Without the rest of a character that the part before began: three bytes at most."""
        if not self._is_first:
            return chunk
        self._is_first = False
        cut = next((at for at, byte in enumerate(chunk[:3]) if byte & 0xC0 != 0x80), 3)
        return chunk[cut:]


class SealingUploadHandler(FileUploadHandler):
    """Django calls it for every file of every request; it lets in only what a ticket allows."""

    chunk_size = MEBIBYTE

    def handle_raw_input(
        self,
        input_data: Any,
        META: dict[str, Any],
        content_length: int,
        boundary: str,
        encoding: str | None = None,
    ) -> tuple[QueryDict, MultiValueDict[str, UploadedFile]]:  # type: ignore[type-arg]
        """Reads the body with a parser of its own: Django closes no file that a fault of the body,
        or a lost connection, leaves half read."""
        parts = _Parts(self._ticket_or_refusal(content_length))
        try:
            fields, files = MultiPartParser(META, input_data, [parts], encoding).parse()
        finally:
            parts.close()
        if parts.begun:
            files.appendlist(parts.begun, RefusedUpload(UploadRefused(Refusal.CUT_OFF)))
        return fields, files

    def _ticket_or_refusal(self, content_length: int) -> Ticket | UploadRefused:
        """Of a body that holds more than a form, and belongs to no upload of anybody, not a byte is
        read: RequestDataTooBig becomes a plain answer, before there is a token to be checked."""
        try:
            return self._make_ticket(content_length)
        except UploadRefused as error:
            if error.reason == Refusal.NOT_HERE and content_length > FORM_ALLOWANCE:
                raise RequestDataTooBig("too much for a page that takes no files") from error
            return error

    def _make_ticket(self, content_length: int) -> Ticket:
        request = cast(SiteRequest, self.request)
        match = request.resolver_match
        if match is None or match.view_name not in UPLOAD_ROUTES:
            raise UploadRefused(Refusal.NOT_HERE)
        try:
            case = Case.objects.visible_to(request.actor).get(ref=match.kwargs["ref"])
            check_user_can_admit(request.actor, case)
            answers = gate_of(keys_of(request.actor, case))
        except (Case.DoesNotExist, NotPermitted) as error:
            raise UploadRefused(Refusal.NOT_HERE) from error
        purpose = UPLOAD_ROUTES[match.view_name]
        ticket = Ticket(case, classes_taken(answers, purpose), room_left(case))
        check_request_is_taken(content_length, ticket.taken, ticket.room)
        return ticket


class _Parts(FileUploadHandler):
    """The files of one body, one after the other; after a refused one nothing more is taken.

    `begun` is the field of a file that has begun and not ended.
    """

    chunk_size = MEBIBYTE

    def __init__(self, ticket: Ticket | UploadRefused) -> None:
        super().__init__()
        self._ticket = ticket
        self.begun = ""
        self._incoming: Incoming | None = None

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.close()
        self.begun = self.field_name or ""
        if isinstance(self._ticket, Ticket):
            name = self.file_name or ""
            self._incoming = Incoming(self._ticket.case, name, self._ticket.taken)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if self._incoming is None:
            return
        try:
            self._incoming.write(raw_data)
        except UploadRefused as error:
            self._refuse(error)

    def file_complete(self, file_size: int) -> UploadedFile:  # type: ignore[type-arg]
        self.begun = ""
        if self._incoming is not None:
            try:
                return self._incoming.finish()
            except UploadRefused as error:
                self._refuse(error)
        assert isinstance(self._ticket, UploadRefused)  # noqa: S101
        return RefusedUpload(self._ticket)

    def close(self) -> None:
        """Whatever is not whole by now is gone."""
        if self._incoming is not None:
            self._incoming.close()
            self._incoming = None

    def _refuse(self, error: UploadRefused) -> None:
        self._ticket = error
        self.close()


def sealed_statement(case: Case, statement: bytes) -> SealedUpload:
    """What this program writes of something that lies elsewhere; checked as if nothing but text
    were ever taken, so that no words of hers bring a file in."""
    with closing(Incoming(case, STATEMENT_NAME, WITH_CLOSED_GATE)) as incoming:
        incoming.write(statement)
        upload = incoming.finish()
    upload.name, upload.sniffed = f"{STATEMENT_NAME}.{JSON.extension}", JSON
    return upload


def sealed_upload(case: Case, name: str, chunks: Iterable[bytes]) -> SealedUpload:
    """An upload of bytes this program made itself, taken in the way a request's bytes are."""
    with closing(Incoming(case, name, frozenset(FileClass))) as incoming:
        for chunk in chunks:
            incoming.write(chunk)
        upload = incoming.finish()
    upload.was_only_text = True
    return upload
