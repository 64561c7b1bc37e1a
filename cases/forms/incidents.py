"""One thing that happened, a question a page; the free note comes last."""

from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.forms.fields import (
    BLANK_CHOICE,
    DECLINED,
    DECLINED_CHOICE,
    ELSEWHERE,
    LinesField,
    only_said,
)
from cases.labels import RELATION_QUESTION
from core.dates import ClaimedTimeField
from core.forms import (
    BaseForm,
    ChoiceField,
    LongTextField,
    MultipleChoiceField,
    PlainForm,
    TextField,
)
from core.html import Text
from core.widgets import CheckboxRows
from resources.incident_forms import incident_forms
from resources.questionnaire import questionnaire
from resources.selectors import place_choices, platform_choices


def _form_choices() -> list[tuple[str, Text]]:
    return [*((form.id, str(form.plain)) for form in incident_forms()), DECLINED_CHOICE]


def _place_choices() -> list[tuple[str, Text]]:
    elsewhere = (ELSEWHERE, _("Somewhere else, or I do not know"))
    return [BLANK_CHOICE, *place_choices(dict(platform_choices())), elsewhere]


def _relation_choices() -> list[tuple[str, Text]]:
    question = questionnaire().question(RELATION_QUESTION)
    options = question.options if question else ()
    return [*((option.id, str(option.label)) for option in options), DECLINED_CHOICE]


class WhatForm(BaseForm):
    forms = MultipleChoiceField(
        label=_("What happened?"),
        help_text=_("Choose everything that fits. You can change it later."),
        choices=_form_choices,
        exclusive={DECLINED},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        folded = {form.id for form in incident_forms() if not form.is_usual}
        cast(CheckboxRows, self.fields["forms"].widget).folded = folded

    def clean_forms(self) -> tuple[str, ...]:
        return only_said(self.cleaned_data["forms"])


class WhereForm(BaseForm):
    platform = forms.ChoiceField(
        label=_("Where did it happen?"),
        help_text=_("Choose the main one. What happened elsewhere can be written down by itself."),
        choices=_place_choices,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """A place that is offered no more stays where it was chosen before."""
        super().__init__(*args, **kwargs)
        field, kept = cast(forms.ChoiceField, self.fields["platform"]), self.initial.get("platform")
        if kept and kept not in dict(cast(Iterable[tuple[str, Text]], field.choices)):
            name = dict(platform_choices()).get(kept, kept)
            field.choices = [*_place_choices(), (kept, name)]

    def clean_platform(self) -> str:
        said = only_said([self.cleaned_data["platform"]])
        return said[0] if said else ""


class LinksForm(BaseForm):
    question_title = _("Which addresses or accounts belong to it?")
    intro = _("One on each line. Nothing is opened: they are only written down.")
    guide = "cases/incidents/_way.html"

    addresses = LinesField(
        label=_("Addresses (links)"),
        help_text=_("For example the link of a post, a profile or a group."),
        rows=3,
        required=False,
    )
    accounts = LinesField(
        label=_("Account names or phone numbers"),
        help_text=_("An account name can change, so a link or a number beside it helps."),
        rows=3,
        required=False,
    )


class WhenForm(BaseForm):
    claimed = ClaimedTimeField(
        label=_("When did it happen?"),
        help_text=_("As well as you remember. Roughly is enough."),
    )


class WhoForm(BaseForm):
    question_title = _("Who did this, as far as you know?")
    intro = _("You need not know or name anybody.")

    relation = ChoiceField(
        label=_("How do you know this person?"),
        choices=_relation_choices,
        exclusive={"tidak_tahu", DECLINED},
        required=False,
    )
    respondent = TextField(
        label=_("A name or account name"),
        help_text=_("Only if you want to write one down. An initial or a nickname is fine."),
        literal=True,
        required=False,
    )

    def clean_relation(self) -> str:
        said = only_said([self.cleaned_data["relation"]])
        return said[0] if said else ""


class ProofForm(BaseForm):
    """Nothing to fill in: the page says what helps and leads to where files are kept."""

    may_skip = False


class NoteForm(BaseForm):
    note = LongTextField(
        label=_("Is there anything else you want to note?"),
        help_text=_(
            "A few words are enough, and none is fine too. You do not have to tell everything."
        ),
        required=False,
        max_length=4000,
    )


class RemoveForm(PlainForm):
    question_title = _("Take this note out?")
    intro = _(
        "It will no longer stand in your list, and nobody will be shown it. Files stay where "
        "they are."
    )
    submit_label = _("Take it out")
    refusal = _("No, leave it as it is")


class RemoveCoveredForm(RemoveForm):
    """Of a note in which something is covered: its covers go with it."""

    intro = _(
        "It will no longer stand in your list, and nobody will be shown it. Files stay where "
        "they are. What is covered in it is then covered no more in your other notes and files."
    )
