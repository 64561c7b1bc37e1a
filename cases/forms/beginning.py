"""The first questions, and the pages that hand out seven words."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from accounts.forms import EntryForm
from accounts.sealing import UnknownWord, parse_words
from cases.forms.risk import QuestionForm
from core.forms import BaseForm, PlainForm, TextField
from core.html import Text


class GateForm(QuestionForm):
    """One of the first questions. Nothing is stored yet, so there is nothing to rest with."""

    may_rest = False

    def __init__(self, *args: Any, hint: Text = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        answer = self.fields["answer"]
        answer.help_text = f"{answer.help_text} {hint}".strip()


class MakeWordsForm(EntryForm):
    guide = "cases/beginning/_what_for.html"
    question_title = gettext_lazy("Seven words open your notes")
    intro = gettext_lazy(
        "You need no e-mail and no phone number. Take a pen and paper before you go on."
    )
    submit_label = gettext_lazy("Show my words")


class OpenNotesForm(PlainForm):
    """For an owner who has her words already, and no notes."""

    question_title = gettext_lazy("Open new notes")
    intro = gettext_lazy("Your seven words stay the same.")
    submit_label = pgettext_lazy("button", "Open")


class CheckWordsForm(BaseForm):
    """Two words out of seven: enough to find a slip of the pen while it can still be mended."""

    question_title = gettext_lazy("Look at your paper once more")
    intro = gettext_lazy(
        "Write words 2 and 5. You may skip this, but a wrong word opens nothing later."
    )
    submit_label = gettext_lazy("Check")
    may_rest = False

    second = TextField(label=gettext_lazy("Word number 2"), literal=True)
    fifth = TextField(label=gettext_lazy("Word number 5"), literal=True)

    def __init__(self, *args: Any, words: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._words = words

    def clean_second(self) -> str:
        return self._compared("second", 2)

    def clean_fifth(self) -> str:
        return self._compared("fifth", 5)

    def _compared(self, field: str, number: int) -> str:
        typed: str = self.cleaned_data[field]
        try:
            fits = parse_words(typed) == (self._words[number - 1],)
        except UnknownWord:
            fits = False
        if not fits:
            message = _("This is not word %(number)d. You can go back and look at the words again.")
            raise ValidationError(message, params={"number": number})
        return typed


class NewWordsForm(PlainForm):
    question_title = gettext_lazy("Make new words")
    intro = gettext_lazy(
        "You get seven new words and a new code. The old ones stop working once you wrote the new "
        "ones down."
    )
    submit_label = gettext_lazy("Show the new words")


class CodeSeenForm(PlainForm):
    submit_label = gettext_lazy("Go to my notes")
