"""Headers, language, the first gate and the translation of refusals: once, for every page."""

from collections.abc import Callable
from contextlib import suppress
from http import HTTPStatus
from typing import Protocol, cast

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseNotAllowed,
    HttpResponseRedirect,
    UnreadablePostError,
)
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.module_loading import import_string
from django.views.defaults import page_not_found

from core.exceptions import NotOpened, NotPermitted, PolicyRefused
from core.routes import matrix

GetResponse = Callable[[HttpRequest], HttpResponseBase]
LANGUAGE_COOKIE = "__Host-l"
ASKED_BY_SCRIPT, GO_ON = "X-Rata", "X-Lanjut"
# Raised by the app that knows sessions, which stands above this one.
NO_KEY_LEFT = "accounts.exceptions.Locked"

CONTENT_SECURITY_POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types 'none'",
    ]
)
# A page that keeps the history flat parses one kind of text: an answer of this site to a form.
PARSING_POLICY = CONTENT_SECURITY_POLICY.replace("trusted-types 'none'", "trusted-types h")
# A page that takes fingerprints of files starts one worker, whose address its script checks.
MEASURING_POLICY = f"{PARSING_POLICY} w; worker-src 'self'"
SILENT_FEATURES = [
    "accelerometer",
    "browsing-topics",
    "camera",
    "clipboard-read",
    "display-capture",
    "geolocation",
    "gyroscope",
    "magnetometer",
    "microphone",
    "payment",
    "usb",
]
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "Cache-Control": "no-store",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": ", ".join(f"{name}=()" for name in SILENT_FEATURES),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex, noarchive",
}


class SecurityHeadersMiddleware:
    """Every answer carries the headers; a view may set a stricter one first."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if getattr(request, "measures_files", False):
            response.headers.setdefault("Content-Security-Policy", MEASURING_POLICY)
        if getattr(request, "parses_answers", False):
            response.headers.setdefault("Content-Security-Policy", PARSING_POLICY)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        return response


class LanguageMiddleware:
    """`?lang=`, or a form's button of that name, switches; the choice lives in a cookie that ends
    with the browser's session."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        asked = request.GET.get("lang") or _asked_with_form(request)
        language = self._known(asked) or self._known(request.COOKIES.get(LANGUAGE_COOKIE))
        with translation.override(language or settings.LANGUAGE_CODE):
            request.LANGUAGE_CODE = translation.get_language()
            response = self.get_response(request)
        if self._known(asked):
            response.set_cookie(
                LANGUAGE_COOKIE, asked or "", secure=True, httponly=True, samesite="Strict"
            )
        return response

    @staticmethod
    def _known(language: str | None) -> str | None:
        return language if language in dict(settings.LANGUAGES) else None


def _asked_with_form(request: HttpRequest) -> str | None:
    """Only a form without files may be read this early: nothing has guarded the request yet.

    What cannot be read is refused further in, by a page that knows her and her language.
    """
    if request.method != "POST" or request.content_type != "application/x-www-form-urlencoded":
        return None
    with suppress(SuspiciousOperation, UnreadablePostError):
        return request.POST.get("lang")
    return None


class FlatHistoryMiddleware:
    """A form that a script sends is told where to go on, instead of being led there: what follows
    is then loaded once, in the place of the page she came from."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if ASKED_BY_SCRIPT not in request.headers or not isinstance(response, HttpResponseRedirect):
            return response
        response.status_code = HTTPStatus.NO_CONTENT
        response.headers[GO_ON] = response.url
        del response.headers["Location"]
        return response


class HasRole(Protocol):
    role: str


class WithActor(Protocol):
    """A request after the middleware that knows people."""

    actor: HasRole


class RoutePolicyMiddleware:
    """The first gate: the role must stand in the route's policy.

    A stranger who is signed in gets 404. Somebody signed out is led to the first page, whatever
    the address holds, so that nothing is learned from the difference.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: object, args: object, kwargs: object
    ) -> HttpResponseBase | None:
        match = request.resolver_match
        assert match is not None  # noqa: S101
        role: str = cast(WithActor, request).actor.role
        if matrix().policy_of(match.view_name).admits(role):
            return None
        if role == "anonymous":
            return redirect("accounts:start")
        raise Http404


class RefusalMiddleware:
    """Each family of refusals becomes its page, and so does a method that an address does not
    take; none of them carries content.

    A session that has a person and no key of hers is over: it leads to the first page like any.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if not isinstance(response, HttpResponseNotAllowed):
            return response
        page = render(request, "405.html", status=405)
        page.headers["Allow"] = response.headers["Allow"]
        return page

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, NotPermitted):
            return page_not_found(request, Http404())
        if isinstance(error, PolicyRefused):
            return render(request, "refused.html", {"reason": error.reason}, status=409)
        if isinstance(error, NotOpened):
            return render(request, "not_opened.html", status=503)
        if isinstance(error, import_string(NO_KEY_LEFT)):
            request.session.flush()
            return redirect("accounts:start")
        return None
