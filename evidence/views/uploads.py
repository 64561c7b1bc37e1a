"""Files that her browser sends in parts, over lines that break; see `docs/decisions/0012`.

    POST    c/<ref>/u/           what is announced, as JSON   201 or 200, Location, Upload-Offset
    HEAD    c/<ref>/u/<upload>/                               200, Upload-Offset, Upload-Length
    PATCH   c/<ref>/u/<upload>/  the bytes from Upload-Offset 204, Upload-Offset; 409 elsewhere
    POST    c/<ref>/u/<upload>/  all parts are here           201, Location of the item's page
    DELETE  c/<ref>/u/<upload>/                               204

A refusal is a 4xx whose JSON has the sentence to show. An answer that was lost is repaired by HEAD;
finishing and dropping twice do the same as once. No name and no digest stands in an address.
"""

from collections.abc import Callable, Iterator
from functools import wraps
from http import HTTPStatus

from django.http import HttpResponse, JsonResponse, UnreadablePostError
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.http import SiteRequest
from cases.reading import gate_of
from cases.sealing import HeldKeys
from cases.views.access import keys_for
from core.exceptions import PolicyRefused
from evidence import services
from evidence.details import UploadDetails
from evidence.enums import Purpose
from evidence.exceptions import Refusal, UploadRefused, WrongOffset
from evidence.forms.files import told_of
from evidence.forms.uploads import announced
from evidence.models import Upload
from evidence.policies import FORM_ALLOWANCE, PART_BYTES, classes_taken
from evidence.sealing import open_upload_details
from evidence.selectors import offset_of
from evidence.views.access import incident_of

PIECE = 1 << 20
OFFSET, LENGTH, PARTS = "Upload-Offset", "Upload-Length", "application/offset+octet-stream"
STATUS = {
    **dict.fromkeys((Refusal.CLOSED, Refusal.MINOR), HTTPStatus.FORBIDDEN),
    **dict.fromkeys(
        (Refusal.TOO_LARGE, Refusal.QUOTA, Refusal.FULL), HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    ),
    Refusal.CUT_OFF: HTTPStatus.BAD_REQUEST,
}


def tells(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """What stands in the way, for the script that goes on elsewhere or shows it on the page."""

    @wraps(view)
    def told(request: SiteRequest, **kwargs: str) -> HttpResponse:
        try:
            return view(request, **kwargs)
        except WrongOffset as error:
            return _answer(HTTPStatus.CONFLICT, offset=error.offset)
        except PolicyRefused as error:
            return _message(HTTPStatus.CONFLICT, str(error.reason))

    return told


@require_http_methods(["POST"])
@tells
def begin(request: SiteRequest, ref: str) -> HttpResponse:
    keys = keys_for(request, ref)
    if request.content_type != "application/json":
        return HttpResponse(status=HTTPStatus.UNSUPPORTED_MEDIA_TYPE)
    if _length_of(request) > FORM_ALLOWANCE:
        return HttpResponse(status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    form = announced(request.body, gate_of(keys))
    if not form.is_valid():
        return _message(HTTPStatus.BAD_REQUEST, form.told, field=next(iter(form.errors)))
    incident = incident_of(request, keys, form.cleaned_data["record"])
    details = form.details(str(incident.id) if incident else "")
    return _or_refusal(keys, lambda: details.purpose, lambda: _begin(request, keys, details))


def _begin(request: SiteRequest, keys: HeldKeys, details: UploadDetails) -> HttpResponse:
    row, is_new = services.begin_upload(request.actor, keys, details)
    status = HTTPStatus.CREATED if is_new else HTTPStatus.OK
    answer = _answer(status, offset=offset_of(row, details.length))
    answer.headers["Location"] = reverse("evidence:upload", args=[keys.case.ref, row.ref])
    return answer


@require_http_methods(["HEAD", "PATCH", "POST", "DELETE"])
@tells
def upload(request: SiteRequest, ref: str, upload: str) -> HttpResponse:
    keys = keys_for(request, ref)
    rows = Upload.objects.visible_to(request.actor)
    row = get_object_or_404(rows, case=keys.case, ref=upload)
    act = BY_METHOD[request.method or ""]
    return _or_refusal(
        keys, lambda: open_upload_details(keys, row).purpose, lambda: act(request, keys, row)
    )


def _or_refusal(
    keys: HeldKeys, purpose: Callable[[], Purpose], act: Callable[[], HttpResponse]
) -> HttpResponse:
    """Why something was not taken, and what would have been for this purpose."""
    try:
        return act()
    except UploadRefused as error:
        status = STATUS.get(error.reason, HTTPStatus.UNPROCESSABLE_ENTITY)
        return _message(status, told_of(error, classes_taken(gate_of(keys), purpose())))


def _look(request: SiteRequest, keys: HeldKeys, row: Upload) -> HttpResponse:
    length = open_upload_details(keys, row).length
    answer = _answer(HTTPStatus.OK, offset=offset_of(row, length))
    answer.headers[LENGTH] = str(length)
    return answer


def _take(request: SiteRequest, keys: HeldKeys, row: Upload) -> HttpResponse:
    length, told = _length_of(request), request.headers.get(OFFSET, "")
    if request.content_type != PARTS:
        return HttpResponse(status=HTTPStatus.UNSUPPORTED_MEDIA_TYPE)
    if not _is_number(told):
        return HttpResponse(status=HTTPStatus.BAD_REQUEST)
    if length > PART_BYTES:
        return HttpResponse(status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    chunks = _body(request, length)
    offset = services.take_part(request.actor, keys, row, int(told), length, chunks)
    return _answer(HTTPStatus.NO_CONTENT, offset=offset)


def _finish(request: SiteRequest, keys: HeldKeys, row: Upload) -> HttpResponse:
    item = services.finish_upload(request.actor, keys, row)
    answer = HttpResponse(status=HTTPStatus.CREATED)
    answer.headers["Location"] = reverse("evidence:item", args=[keys.case.ref, item.ref])
    return answer


def _drop(request: SiteRequest, keys: HeldKeys, row: Upload) -> HttpResponse:
    services.drop_upload(keys, row)
    return HttpResponse(status=HTTPStatus.NO_CONTENT)


BY_METHOD = {"HEAD": _look, "PATCH": _take, "POST": _finish, "DELETE": _drop}


def _length_of(request: SiteRequest) -> int:
    """A body of unknown length counts as none: the server reads no further than is announced."""
    told = request.META.get("CONTENT_LENGTH") or "0"
    return int(told) if _is_number(told) else 0


def _is_number(told: str) -> bool:
    """Of a length that a file can have: Python refuses to read figures without end."""
    return told.isascii() and told.isdigit() and len(told) < 16


def _body(request: SiteRequest, length: int) -> Iterator[bytes]:
    """The body in pieces of 1 MiB, the last one smaller; UploadRefused where it breaks off."""
    left = length
    while left:
        try:
            piece = request.read(min(PIECE, left))
        except UnreadablePostError as error:
            raise UploadRefused(Refusal.CUT_OFF) from error
        if not piece:
            raise UploadRefused(Refusal.CUT_OFF)
        left -= len(piece)
        yield piece


def _answer(status: HTTPStatus, *, offset: int) -> HttpResponse:
    answer = HttpResponse(status=status)
    answer.headers[OFFSET] = str(offset)
    return answer


def _message(status: HTTPStatus, text: str, *, field: str = "file") -> JsonResponse:
    """`field` is the question of the page the sentence is about."""
    return JsonResponse({"message": text, "field": field}, status=status)
