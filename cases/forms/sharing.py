"""Asking an organisation for help: whom, how they reach her safely, and what they may do."""

from collections.abc import Sequence
from typing import Any, cast

from django.utils.translation import gettext_lazy as _

from accounts.models import Organization
from cases.enums import Consent
from cases.selectors import organizations_to_ask
from core.forms import (
    BaseForm,
    ChoiceField,
    LongTextField,
    MultipleChoiceField,
    PlainForm,
    TextField,
)


class OrganizationForm(BaseForm):
    organization = ChoiceField(label=_("Whom do you want to ask?"))

    def __init__(self, *args: Any, among: Sequence[Organization] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = among or organizations_to_ask()
        field = cast(ChoiceField, self.fields["organization"])
        field.choices = [(str(one.id), one.name) for one in found]
        field.widget.hints = {str(one.id): one.about for one in found}


class ExtentForm(BaseForm):
    """Nothing to fill in: the page says what would be opened."""

    may_skip = False


class FingerprintForm(BaseForm):
    """Nothing to fill in: the page shows the words to compare."""

    may_skip = False


class SafeWayForm(BaseForm):
    question_title = _("How can they reach you safely?")
    intro = _("Nobody calls or writes in any other way.")

    safe_way = TextField(
        label=_("The safe way"),
        help_text=_("For example: WhatsApp 0812 …, text only, no calls. Or: do not contact me."),
        required=False,
    )
    safe_hours = TextField(
        label=_("The safe days and hours"),
        help_text=_("For example: workdays, 9 to 15."),
        required=False,
    )


class SafeWordForm(BaseForm):
    safe_word = TextField(
        label=_("Which word shall prove that it is them?"),
        help_text=_("They say it first. Choose a word that nobody around you would guess."),
        literal=True,
        max_length=60,
        required=False,
    )


class NeedForm(BaseForm):
    need = LongTextField(
        label=_("What would help you most right now?"),
        help_text=_("A few words. They read your notes, so you need not tell it again."),
        rows=4,
        max_length=2000,
        required=False,
    )


class AliasForm(BaseForm):
    alias = TextField(
        label=_("What shall they call you?"),
        help_text=_("Any name you like. It need not be yours."),
        max_length=40,
        required=False,
    )


class ConsentForm(BaseForm):
    consents = MultipleChoiceField(
        label=_("What do you agree to?"),
        help_text=_(
            "Each by itself, and you can take it back. Without the first they cannot help you."
        ),
        choices=Consent.choices,
        required=False,
    )


class ShareForm(PlainForm):
    submit_label = _("Open my notes to them")
    refusal = _("No, go back")


class TakeBackForm(PlainForm):
    submit_label = _("Take it back")
    refusal = _("No, leave it as it is")
