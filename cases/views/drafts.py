"""What she typed when she left: put away by a beacon, given back on the page where it stood."""

from http import HTTPStatus

from django.http import HttpResponse, QueryDict
from django.urls import Resolver404, resolve
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from accounts.http import SiteRequest, forgotten
from cases import services
from cases.models import Case
from cases.sealing import HeldKeys, keys_of
from core.forms import LANGUAGE, REST, SKIP, BaseForm

PLACE, KEEP = "_p", "_k"
# Nothing is put away that no page gives back. The risk map is not among them: some of its answers
# must never be kept.
GIVES_BACK = frozenset(
    {
        "cases:incident-new",
        "cases:incident-step",
        "cases:contact-step",
        "cases:report-new",
        "cases:report-step",
        "cases:help-new",
        "cases:help-step",
        "cases:plan-add",
    }
)
MOST_IN_A_SESSION = 300
KEPT_COUNT = "drafts_kept"
NOT_TYPED = {PLACE, KEEP, "csrfmiddlewaretoken", "save", SKIP, REST, LANGUAGE}


@csrf_exempt
@require_POST
def beacon(request: SiteRequest) -> HttpResponse:
    """Puts away what was typed, then ends the session, unless she only turns the page.

    A browser sends this while the page is being torn down, when no form token is at hand on most
    pages: the origin it names must be ours instead. The same answer whatever was sent, and to
    whoever is signed out.
    """
    answer = HttpResponse(status=HTTPStatus.NO_CONTENT)
    if not _is_from_here(request):
        return answer
    if request.actor.is_owner:
        _put_away(request)
    if KEEP in request.POST:
        return answer
    return forgotten(request, answer, '"cache", "cookies", "storage"')


def _is_from_here(request: SiteRequest) -> bool:
    """Every browser names the origin of a POST; the newer ones its site as well. A page of our host
    that came without encryption is another site: anybody on the way could have written it."""
    site = request.headers.get("Sec-Fetch-Site", "same-origin")
    own = f"{request.scheme}://{request.get_host()}"
    return request.headers.get("Origin") == own and site == "same-origin"


def _put_away(request: SiteRequest) -> None:
    place = request.POST.get(PLACE, "")
    case = _case_at(request, place)
    kept: int = request.session.get(KEPT_COUNT, 0)
    typed = _typed(request)
    if case is None or not typed or kept >= MOST_IN_A_SESSION:
        return
    request.session[KEPT_COUNT] = kept + 1
    services.keep_draft(request.actor, keys_of(request.actor, case), place, typed)


def _typed(request: SiteRequest) -> dict[str, list[str]]:
    return {name: request.POST.getlist(name) for name in request.POST if name not in NOT_TYPED}


def _case_at(request: SiteRequest, place: str) -> Case | None:
    """Her case, where the page is one that gives back what was left on it."""
    try:
        match = resolve(place)
    except Resolver404:
        return None
    if match.view_name not in GIVES_BACK:
        return None
    return Case.objects.visible_to(request.actor).filter(ref=match.kwargs["ref"]).first()


def give_back(request: SiteRequest, keys: HeldKeys, form: BaseForm) -> bool:
    """Fills an untouched form with what was left on this page; says whether there was anything."""
    if request.method == "POST":
        return False
    left = services.draft_at(request.actor, keys, request.path)
    if left is None:
        return False
    typed = QueryDict(mutable=True)
    for name, values in left.items():
        typed.setlist(name, list(values))
    form.restore(typed)
    return True


def settle(request: SiteRequest, keys: HeldKeys, form: BaseForm) -> None:
    """Forgets what is saved by now, or was not wanted. A break may come in the middle of an answer:
    what cannot be saved yet is put away instead."""
    if form.wants_rest and not form.has_answer and form.has_changed():
        services.keep_draft(request.actor, keys, request.path, _typed(request))
    else:
        services.drop_draft(request.actor, keys, request.path)
