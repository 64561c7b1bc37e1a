"""Hands out seven words and a code, once; and gives new ones to whoever proves who she is.

Between the press of the button and her own "I wrote them down" they wait in the sealed session and
nowhere else. New words replace old ones only after she has seen them: an answer lost on the way to
her phone must not lock her out. The secret that lets her ask for them has to be as recent when she
puts them away: a phone left open in between must not pass into other hands for good.
"""

from django.conf import settings
from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts import services as accounts
from accounts.exceptions import SignInRefused, SlowDown
from accounts.forms import CodeForm
from accounts.http import SiteRequest, enter
from accounts.reentry import recent_secret_required
from accounts.services import Unlocked
from cases.details import AnswersDetails
from cases.forms.beginning import (
    CheckWordsForm,
    CodeSeenForm,
    MakeWordsForm,
    NewWordsForm,
    OpenNotesForm,
)
from cases.models import Case
from cases.selectors import account_erasure
from cases.services import begin_notes, open_case, renew_credentials
from cases.views.beginning import GATE, GET_POST, PAGES, gate_answers, newcomers_only
from core.clock import now
from core.exceptions import PolicyRefused

# For whoever has her words already the beginning ends with the sixth page.
PAGES_WITH_WORDS = 6
WORDS, CODE, RENEWAL, CODE_AT = "words", "code", "renewal", "code_at"


@require_safe
def home(request: SiteRequest) -> HttpResponse:
    """Leads to what is open: words she has not put away yet, else her notes; where nothing else is
    left, to what waits to be erased."""
    if WORDS in request.session:
        return redirect("cases:words")
    if CODE in request.session:
        return redirect("cases:code")
    if account_erasure(request.actor):
        return redirect("cases:erase-all")
    hers = Case.objects.of_owner(request.actor).order_by("created_on")
    case = hers.filter(erase_at__isnull=True).last()
    if case:
        return redirect("cases:task-list", ref=case.ref)
    waiting = hers.last()
    return redirect("cases:erase", ref=waiting.ref) if waiting else redirect("cases:begin")


@require_http_methods(GET_POST)
@newcomers_only
def make_words(request: SiteRequest) -> HttpResponse:
    if request.actor.is_owner:
        return _open_notes(request)
    form, status = MakeWordsForm(request.POST or None), 200
    if request.method == "POST" and form.is_valid():
        gate = AnswersDetails(gate_answers(request.session))
        try:
            beginning = begin_notes(gate, request.client)
        except SlowDown as refusal:
            status = form.refuse(refusal)
        else:
            enter(request, beginning.enrolment.unlocked)
            request.session[WORDS] = list(beginning.enrolment.words)
            request.session[CODE] = beginning.code
            return redirect("cases:words")
    context = {"form": form, "pages": PAGES}
    return render(request, "cases/beginning/make_words.html", context, status=status)


def _open_notes(request: SiteRequest) -> HttpResponse:
    form = OpenNotesForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        open_case(request.actor, AnswersDetails(gate_answers(request.session)))
        request.session.pop(GATE, None)
        return redirect("cases:home")
    context = {"form": form, "pages": PAGES_WITH_WORDS}
    return render(request, "cases/beginning/make_words.html", context)


@require_safe
def words(request: SiteRequest) -> HttpResponse:
    if WORDS not in request.session:
        return redirect("cases:home")
    _check_not_stale(request)
    context = {"words": request.session[WORDS], "pages": _pages(request)}
    return render(request, "cases/beginning/words.html", context)


def _pages(request: SiteRequest) -> int:
    """Of the beginning; new words in place of old ones are no part of it."""
    return 0 if RENEWAL in request.session else PAGES


@require_http_methods(GET_POST)
def check_words(request: SiteRequest) -> HttpResponse:
    if WORDS not in request.session:
        return redirect("cases:home")
    _check_not_stale(request)
    form = CheckWordsForm(request.POST or None, words=request.session[WORDS])
    if request.method == "POST" and form.is_valid():
        return _put_words_away(request)
    context = {"form": form, "pages": _pages(request)}
    return render(request, "cases/beginning/check_words.html", context)


def _check_not_stale(request: SiteRequest) -> None:
    """Drops words drawn to replace others, and says so, once her secret is no longer recent."""
    if RENEWAL in request.session and not _is_fresh(request):
        del request.session[WORDS], request.session[RENEWAL]
        raise PolicyRefused(
            _("These new words waited too long and do not count. Your old ones still work.")
        )


def _is_fresh(request: SiteRequest) -> bool:
    """The code on paper is no secret of the session it is entered in, so its time stands apart."""
    if not request.session[RENEWAL]:
        return request.session.has_recent_secret()
    waited: float = now().timestamp() - request.session[CODE_AT]
    return waited < settings.REENTRY_SECONDS


def _put_words_away(request: SiteRequest) -> HttpResponseRedirect:
    new_words = tuple(request.session.pop(WORDS))
    if RENEWAL not in request.session:
        return redirect("cases:code")
    try:
        unlocked = _unlocked_again(request, request.session.pop(RENEWAL))
    except SignInRefused:
        return redirect("cases:enter-with-code")
    request.session[CODE] = renew_credentials(request.actor, unlocked, new_words)
    request.session.end_others()
    request.session[RENEWAL] = ""
    return redirect("cases:code")


def _unlocked_again(request: SiteRequest, code: str) -> Unlocked:
    """Who is given new words: the owner of the code she entered, else whoever is signed in."""
    if code:
        unlocked = accounts.enter_again_with_recovery_code(code)
        enter(request, unlocked)
        return unlocked
    assert request.actor.user is not None  # noqa: S101
    return Unlocked(request.actor.user, request.actor.keyring.own())


@require_http_methods(GET_POST)
def code(request: SiteRequest) -> HttpResponseBase:
    if WORDS in request.session or CODE not in request.session:
        return redirect("cases:home")
    return _renewed_code(request) if RENEWAL in request.session else _code(request)


def _code(request: SiteRequest) -> HttpResponse:
    form = CodeSeenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        request.session.pop(CODE)
        request.session.pop(RENEWAL, None)
        return redirect("cases:home")
    context = {"form": form, "code": request.session[CODE], "pages": _pages(request)}
    return render(request, "cases/beginning/code.html", context)


_renewed_code = recent_secret_required(_code)


@require_http_methods(GET_POST)
def enter_with_code(request: SiteRequest) -> HttpResponse:
    form, status = CodeForm(request.POST or None), 200
    if request.method == "POST" and form.is_valid():
        entered = form.cleaned_data["code"]
        try:
            accounts.enter_with_recovery_code(entered, request.client)
        except (SignInRefused, SlowDown) as refusal:
            status = form.refuse(refusal)
        else:
            return _show_new_words(request, entered)
    return render(request, "cases/beginning/enter_with_code.html", {"form": form}, status=status)


@recent_secret_required
@require_http_methods(GET_POST)
def new_words(request: SiteRequest) -> HttpResponse:
    form = NewWordsForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _show_new_words(request, "")
    return render(request, "cases/beginning/new_words.html", {"form": form})


def _show_new_words(request: SiteRequest, code: str) -> HttpResponseRedirect:
    request.session[WORDS] = list(accounts.draw_words())
    request.session[RENEWAL], request.session[CODE_AT] = code, now().timestamp()
    return redirect("cases:words")
