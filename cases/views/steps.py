"""The one mechanism of every journey: show a step, save its answer at once, go on or rest."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any, Generic, TypeVar

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from accounts.http import SiteRequest
from cases import services
from cases.details import Details
from cases.journeys import Journey, Step
from cases.models import CaseRecord
from cases.reading import only, opened
from cases.sealing import HeldKeys
from cases.summaries import FormOptions, summary_rows
from cases.views import drafts
from core.clock import today
from core.forms import BaseForm, PlainForm
from core.html import SummaryRow

D = TypeVar("D", bound=Details)

NEW = "baru"
FROM_CHECK = "u"
NOTHING: Mapping[str, Any] = {}


@dataclass(frozen=True, slots=True)
class Walk(Generic[D]):
    """A journey on its way through one record; without a record nothing is written yet."""

    journey: Journey[D]
    keys: HeldKeys
    record: CaseRecord | None
    details: D

    @property
    def steps(self) -> tuple[Step[D], ...]:
        return self.journey.steps(self.details)

    def at(self, number: int) -> Step[D]:
        if not 1 <= number <= len(self.steps):
            raise Http404
        return self.steps[number - 1]

    def step_url(self, number: int) -> str:
        return reverse(f"{self.journey.route}-step", args=[*self._place(), number])

    def change_url(self, number: int) -> str:
        """The step's address, from which she comes back to the check page."""
        return f"{self.step_url(number)}?{FROM_CHECK}=1"

    @property
    def check_url(self) -> str:
        if self.record is None and self.journey.is_repeated:
            return self.home_url
        return reverse(f"{self.journey.route}-check", args=self._place())

    @property
    def home_url(self) -> str:
        return reverse(self.journey.home, args=[self.keys.case.ref])

    def before(self, number: int) -> str:
        return self.step_url(number - 1) if number > 1 else self.home_url

    def after(self, number: int) -> str:
        return self.step_url(number + 1) if number < len(self.steps) else self.check_url

    @property
    def go_on_url(self) -> str:
        """The open question after the last answered one; empty where none is left."""
        number = self.journey.goes_on_at(self.details)
        return self.step_url(number) if number else ""

    def summary(
        self, *, without_change: Collection[type[BaseForm]] = (), options: FormOptions | None = None
    ) -> list[SummaryRow]:
        def change_url(number: int) -> str:
            is_settled = self.at(number).form in without_change
            return "" if is_settled else self.change_url(number)

        return summary_rows(self.journey, self.details, change_url, options or {})

    def _place(self) -> list[str]:
        ref = self.keys.case.ref
        if not self.journey.is_repeated:
            return [ref]
        return [ref, self.record.ref if self.record else NEW]


def walk_through(journey: Journey[D], keys: HeldKeys, record: str) -> Walk[D]:
    """One of many records by its reference, or a new one."""
    if record == NEW:
        return Walk(journey, keys, None, journey.details())
    row = get_object_or_404(keys.case.records.of_kind(journey.kind), ref=record)
    return Walk(journey, keys, row, opened(keys, row, journey.details))


def begun(journey: Journey[D], keys: HeldKeys, record: str) -> Walk[D]:
    """One of many records that are written already."""
    walk = walk_through(journey, keys, record)
    if walk.record is None:
        raise Http404
    return walk


def walk_once(journey: Journey[D], keys: HeldKeys) -> Walk[D]:
    """The record of a kind of which a case has one at most, begun or not."""
    found = only(keys, journey.kind, journey.details)
    if found is None:
        return Walk(journey, keys, None, journey.details())
    return Walk(journey, keys, found.record, found.details)


def show_step(
    request: SiteRequest,
    walk: Walk[D],
    number: int,
    options: Mapping[str, Any] = NOTHING,
    context: Mapping[str, Any] = NOTHING,
) -> HttpResponse:
    """Asks one question; `options` go to its form, `context` to its page."""
    step = walk.at(number)
    data = request.POST if request.method == "POST" else None
    told = {"initial": step.initial(walk.details), **step.form_options, **options}
    form = step.form(data, today=today(), **told)
    is_change = FROM_CHECK in request.GET
    if form.is_valid():
        if form.has_answer:
            walk = saved(request, walk, step, form.cleaned_data)
        drafts.settle(request, walk.keys, form)
        if form.wants_rest:
            return redirect("cases:task-list", ref=walk.keys.case.ref)
        return redirect(walk.check_url if is_change else walk.after(number))
    back_url = walk.check_url if is_change else walk.before(number)
    is_draft = drafts.give_back(request, walk.keys, form)
    place = {"form": form, "is_draft": is_draft, "back_url": back_url, **_place(walk, number)}
    return render(request, step.template, {**place, **context})


def _place(walk: Walk[D], number: int) -> dict[str, Any]:
    """Where she is: the check page counts as the last step."""
    ref, total = walk.keys.case.ref, len(walk.steps) + 1
    return {"ref": ref, "walk": walk, "number": number, "total": total}


def check_place(walk: Walk[D]) -> dict[str, Any]:
    """The check page of a journey, as its last step."""
    return _place(walk, len(walk.steps) + 1)


def saved(
    request: SiteRequest, walk: Walk[D], step: Step[D], cleaned: Mapping[str, Any]
) -> Walk[D]:
    """Seals the answer as the record's next revision; the same answer twice changes nothing."""
    details = walk.journey.settle(step.fill(walk.details, cleaned), today())
    if details == walk.details:
        return walk
    record = services.save_record(request.actor, walk.keys, walk.journey.kind, details, walk.record)
    return replace(walk, record=record, details=details)


def remove_page(request: SiteRequest, walk: Walk[D], form_class: type[PlainForm]) -> HttpResponse:
    """Takes a record out of her lists, after one question."""
    form = form_class(request.POST if request.method == "POST" else None)
    if form.is_valid() and walk.record:
        services.remove_record(request.actor, walk.keys, walk.record)
        return redirect(walk.home_url)
    return render(request, "cases/confirm.html", {"form": form, "back_url": walk.check_url})
