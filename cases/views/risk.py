from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.http import SiteRequest
from cases import services
from cases.forms.risk import QuestionForm
from cases.plans import shown_cards
from cases.prepared import FOR_OTHERS
from cases.risk import AskedQuestion, RiskMap, advice_after, is_begun, is_mapped, risk_map_of
from cases.views.access import GET_POST, keys_for
from cases.views.steps import FROM_CHECK
from core.html import SummaryRow


@require_safe
def begin(request: SiteRequest, ref: str) -> HttpResponse:
    keys = keys_for(request, ref)
    path = risk_map_of(keys)
    rows = [
        SummaryRow(str(one.question.text), labels, f"{_url(ref, one.number)}?{FROM_CHECK}=1")
        for one in path.asked
        if (labels := one.labels(path.answers))
    ]
    context = {
        "ref": ref,
        "rows": rows,
        "go_on_url": _url(ref, path.first_open),
        "others_url": _url(ref, path.first_other) if path.first_other else "",
        "is_begun": is_begun(path.answers),
        "is_mapped": is_mapped(path.answers),
        "is_for_another": not FOR_OTHERS.isdisjoint(path.answers.get("q01_siapa", ())),
    }
    return render(request, "cases/risk/begin.html", context)


def _url(ref: str, number: int | None) -> str:
    """A question's address; the plan stands after the last one."""
    if number is None:
        return reverse("cases:plan", args=[ref])
    return reverse("cases:risk-step", args=[ref, number])


@require_http_methods(GET_POST)
def step(request: SiteRequest, ref: str, step: int) -> HttpResponse:
    """Advice that must not be kept is shown in the answer to the POST itself: an address of its
    own would stay in the phone's history and tell what she answered."""
    keys = keys_for(request, ref)
    path = risk_map_of(keys)
    here = path.at(step)
    if here is None:
        return redirect("cases:risk", ref=ref)
    data = request.POST if request.method == "POST" else None
    given = path.answers.get(here.question.id, ())
    form = QuestionForm(data, question=here.question, given=given)
    if not form.is_valid():
        return _asked(request, ref, path, here, form)
    if form.has_answer:
        services.answer_question(request.actor, keys, here.question.id, form.chosen)
    onward = _onward(request, form, ref, here, risk_map_of(keys))
    cards = shown_cards(advice_after(here.question, form.chosen))
    if not cards:
        return redirect(onward)
    context = {"ref": ref, "cards": cards, "onward": onward}
    return render(request, "cases/risk/advice.html", context)


def _asked(
    request: SiteRequest, ref: str, path: RiskMap, here: AskedQuestion, form: QuestionForm
) -> HttpResponse:
    before = path.before(here.number)
    is_change = FROM_CHECK in request.GET or before is None
    context = {
        "ref": ref,
        "form": form,
        "number": here.place,
        "total": here.total,
        "back_url": reverse("cases:risk", args=[ref]) if is_change else _url(ref, before),
        "may_see_plan": is_begun(path.answers),
        "is_kept": here.question.persist_default,
    }
    return render(request, "cases/risk/question.html", context)


def _onward(
    request: SiteRequest, form: QuestionForm, ref: str, here: AskedQuestion, path: RiskMap
) -> str:
    """After the first three she is free to stop or to go on."""
    following = path.after(here.number)
    is_last_core = here.is_core and not any(
        one.is_core and one.number == following for one in path.asked
    )
    if form.wants_rest:
        return reverse("cases:task-list", args=[ref])
    if FROM_CHECK in request.GET or is_last_core:
        return reverse("cases:risk", args=[ref])
    return _url(ref, following)
