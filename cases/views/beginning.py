"""What comes before the words: leaving fast, safety, for whom, age, and who can see what.

The answers wait in the sealed session of a visitor without a name. Nothing is stored before she
has words of her own.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.http import SiteRequest
from accounts.sessions import SealedSession
from cases.forms.beginning import GateForm
from cases.models import Case
from cases.selectors import account_erasure
from core.html import Text
from resources.plan import images_allowed
from resources.questionnaire import Question, questionnaire
from resources.selectors import services_by_slug

P = ParamSpec("P")
View = Callable[Concatenate[SiteRequest, P], HttpResponse]
GET_POST = ["GET", "HEAD", "POST"]
GATE = "gate"
PAGES = 9
WHOM, AGE, SAFETY = "q01_siapa", "q02_usia", "q03_aman"
MYSELF, ADULT = "diri", "dewasa"
NOT_SAFE = {"tidak", "ragu"}
DANGER_CARD, FRIEND_CARD, CHILD_CARD = "A_DARURAT", "A_TEMAN", "A_ANAK"


@dataclass(frozen=True, slots=True)
class GateStep:
    """One of the first questions, and the pages before and after it."""

    number: int
    question_id: str
    back: str
    onward: str
    hint: Text = ""

    @property
    def question(self) -> Question:
        question = questionnaire().question(self.question_id)
        assert question is not None  # noqa: S101
        return question


ASK_SAFETY = GateStep(
    2,
    SAFETY,
    back="cases:begin",
    onward="cases:begin-whom",
    hint=_("Think of this phone too: can somebody see what you do on it?"),
)
ASK_WHOM = GateStep(3, WHOM, back="cases:begin-safety", onward="cases:begin-age")
ASK_AGE = GateStep(4, AGE, back="cases:begin-whom", onward="cases:begin-sight")


def gate_answers(session: SealedSession) -> dict[str, list[str]]:
    """What she answered so far, by question; what she skipped is not in it."""
    return dict(session.get(GATE, {}))


def newcomers_only(view: View[P]) -> View[P]:
    """Leads an owner who has notes to them: she has been here. Also one whose account waits to be
    erased: what she began now would go with it."""

    @wraps(view)
    def guarded(request: SiteRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        actor = request.actor
        if actor.is_owner and (
            Case.objects.visible_to(actor).exists() or account_erasure(actor) is not None
        ):
            return redirect("cases:home")
        return view(request, *args, **kwargs)

    return guarded


@require_safe
@newcomers_only
def begin(request: SiteRequest) -> HttpResponse:
    return render(request, "cases/beginning/traces.html", {"pages": PAGES})


@require_http_methods(GET_POST)
@newcomers_only
def safety(request: SiteRequest) -> HttpResponse:
    return _ask(request, ASK_SAFETY)


@require_safe
@newcomers_only
def calm(request: SiteRequest) -> HttpResponse:
    card = questionnaire().card(DANGER_CARD)
    context = {"card": card, "services": services_by_slug(card.services)}
    return render(request, "cases/beginning/calm.html", context)


@require_http_methods(GET_POST)
@newcomers_only
def whom(request: SiteRequest) -> HttpResponse:
    return _ask(request, ASK_WHOM)


@require_http_methods(GET_POST)
@newcomers_only
def age(request: SiteRequest) -> HttpResponse:
    return _ask(request, ASK_AGE)


@require_safe
@newcomers_only
def sight(request: SiteRequest) -> HttpResponse:
    given = gate_answers(request.session)
    known = questionnaire()
    context = {
        "pages": PAGES,
        "no_images": "" if images_allowed(given) else known.upload_gate.reason,
        "cards": [known.card(card) for card in _cards_for(given)],
    }
    return render(request, "cases/beginning/sight.html", context)


def _cards_for(given: dict[str, list[str]]) -> list[str]:
    """What to read before going on, for others and for whoever is not known to be an adult."""
    for_other = given.get(WHOM, [MYSELF]) != [MYSELF]
    maybe_child = given.get(AGE) != [ADULT]
    return [FRIEND_CARD] * for_other + [CHILD_CARD] * maybe_child


def _ask(request: SiteRequest, step: GateStep) -> HttpResponse:
    given = gate_answers(request.session)
    initial = {"answer": "".join(given.get(step.question_id, []))}
    form = GateForm(request.POST or None, question=step.question, hint=step.hint, initial=initial)
    if request.method == "POST" and form.is_valid():
        chosen = list(form.chosen) if form.has_answer else []
        given.pop(step.question_id, None)
        request.session[GATE] = given | ({step.question_id: chosen} if chosen else {})
        needs_calm = step is ASK_SAFETY and NOT_SAFE.intersection(chosen)
        return redirect("cases:begin-calm" if needs_calm else step.onward)
    context = {"form": form, "step": step, "pages": PAGES}
    return render(request, "cases/beginning/question.html", context)
