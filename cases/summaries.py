"""What was answered so far, in the words of the forms: the rows of a check-your-answers page."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, TypeVar, cast

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from cases.details import Details
from cases.journeys import Journey, Step
from core.forms import BaseForm
from core.html import SummaryRow, Text

D = TypeVar("D", bound=Details)
NOT_ANSWERED = _("Left open")


FormOptions = Mapping[type[BaseForm], Mapping[str, Any]]


def summary_rows(
    journey: Journey[D], details: D, change_url: Callable[[int], str], options: FormOptions
) -> list[SummaryRow]:
    """A row for each question, with the address where it is changed; `options` are what a form
    needs besides that of its step."""
    return [
        SummaryRow(question, answer or NOT_ANSWERED, change_url(number))
        for number, step in enumerate(journey.steps(details), start=1)
        for question, answer in _answers(step, details, options.get(step.form, {}))
    ]


def _answers(step: Step[D], details: D, options: Mapping[str, Any]) -> Iterator[tuple[Text, Text]]:
    initial = step.initial(details)
    form = step.form(initial=dict(initial), **step.form_options, **options)
    for name, value in initial.items():
        field = form.fields.get(name)
        label = field.label if field else form.question_title
        yield label or form.question_title, in_words(field, value)


def in_words(field: forms.Field | None, value: Any) -> Text:
    """A stored value as the field would show it; several ones below each other."""
    values = list(value) if isinstance(value, tuple | list) else [value] if value else []
    if isinstance(field, forms.ChoiceField):
        labels = dict(cast(Iterable[tuple[str, Text]], field.choices))
        values = [labels.get(one, one) for one in values]
    return format_lazy("\n".join(["{}"] * len(values)), *values) if values else ""
