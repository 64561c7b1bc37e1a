"""The base form and the fields of every page: one question, skippable, with errors that help.

Knows how forms look and behave, never what they are about.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db.models import TextChoices
from django.forms.utils import ErrorDict
from django.utils.functional import lazy
from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.html import Text, file_size
from core.widgets import CheckboxRows, FilePicker, RadioRows, Veiled

SKIP = "skip"
REST = "rest"
# The name of the button that switches the language, and the id of the form it stands outside of.
LANGUAGE = "lang"
FORM_ID = "f"
ANSWER_NEEDED = _("Write your answer here.")
CHOICE_NEEDED = _("Choose one answer from the list.")


class Answer(TextChoices):
    """The answers to a plain question; not knowing and not saying are answers too."""

    YES = "yes", _("Yes")
    NO = "no", _("No")
    UNKNOWN = "unknown", _("I do not know")
    DECLINED = "declined", _("I do not want to answer")


@dataclass(frozen=True, slots=True)
class ErrorLink:
    """A line of the error summary; `target` is the id of a control on the page.

    Short: it names the place, and the message stands there. Only what is about the whole form has
    no other place than the summary.
    """

    message: str
    target: str


class BaseForm(forms.Form):
    """A form that asks little and forgives much.

    A lone field's label is the page's h1, unless `question_title` gives it. A POST that skips or
    rests is valid whatever else is in it, where the form allows that; `has_answer` says whether
    `cleaned_data` holds a whole answer. The browser never checks anything: messages are ours.
    A POST that only switches the language is never valid and never wrong: the page is drawn again
    with what was typed. `guide` is a template between the question and the answers. `refusal` is
    the label of the way back to the page's `back_url`, as large as the button beside it: saying no
    costs nothing more.
    """

    question_title: Text = ""
    intro: Text = ""
    guide = ""
    refusal: Text = ""
    submit_label: Text = _("Continue")
    may_skip = True
    may_rest = True
    label_is_heading = True
    use_required_attribute = False

    def __init__(self, *args: Any, today: date | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._was_complete = False
        for field in self.fields.values():
            if hasattr(field, "today"):
                field.today = today
            _quieten(field)

    @property
    def was_skipped(self) -> bool:
        return self.may_skip and self.is_bound and SKIP in self.data

    @property
    def wants_rest(self) -> bool:
        return self.may_rest and self.is_bound and REST in self.data

    @property
    def only_redraws(self) -> bool:
        return self.is_bound and LANGUAGE in self.data

    def is_valid(self) -> bool:
        return super().is_valid() and not self.only_redraws

    def restore(self, typed: Any) -> None:
        """Shows what was typed earlier and not sent, without judging it."""
        self.data, self.is_bound = typed, True
        self._errors = ErrorDict(renderer=self.renderer)
        self.cleaned_data = {}

    @property
    def has_answer(self) -> bool:
        """Whether every field was answered well: what a view asks before it saves."""
        return self.is_valid() and self._was_complete

    def full_clean(self) -> None:
        if self.was_skipped or self.only_redraws:
            self._errors = ErrorDict(renderer=self.renderer)
            self.cleaned_data: dict[str, Any] = {}
            return
        super().full_clean()
        self._was_complete = self.is_bound and not self._errors
        if self.wants_rest:
            self._errors = ErrorDict(renderer=self.renderer)

    @property
    def heading_field(self) -> str | None:
        """The name of the field whose label is the h1, if there is one."""
        visible = self.visible_fields()
        if self.question_title or not self.label_is_heading or len(visible) != 1:
            return None
        is_tick = isinstance(visible[0].field.widget, forms.CheckboxInput)
        return None if is_tick else visible[0].name

    @property
    def error_links(self) -> list[ErrorLink]:
        """The error summary in the order of the page, what is about the whole form first."""
        links = [
            ErrorLink(str(message), self._first_landing()) for message in self.non_field_errors()
        ]
        for bound in self.visible_fields():
            links += [ErrorLink(self._place(bound), landing_id(bound))] if bound.errors else []
        return links

    def _place(self, bound: forms.BoundField) -> str:
        is_question = bound.name == self.heading_field
        return gettext("To the answer") if is_question else str(bound.label)

    @property
    def lost_a_file(self) -> bool:
        """A browser never sends a file twice: after an error she has to choose it again."""
        return bool(self.is_bound and self.files and self.errors)

    @property
    def helper(self) -> FormHelper:
        helper = FormHelper(self)
        helper.attrs = {"novalidate": True, "autocomplete": "off"}
        helper.form_id = FORM_ID
        if self.is_bound:
            helper.attrs["data-typed"] = "1"
        helper.include_media = False
        helper.add_input(_button("save", self.submit_label, "btn"))
        if self.may_skip:
            helper.add_input(_button(SKIP, _("Skip for now"), "btn quiet"))
        if self.may_rest:
            helper.add_input(_button(REST, _("Save and take a break"), "btn plain"))
        return helper

    def _first_landing(self) -> str:
        visible = self.visible_fields()
        return landing_id(visible[0]) if visible else "main"


class PlainForm(BaseForm):
    """A form that is no question of the journey: sign-in, filters, confirmations, staff pages."""

    may_skip = False
    may_rest = False
    label_is_heading = False


def landing_id(bound: forms.BoundField) -> str:
    """The id of a control that really exists, so that a link from the summary lands on it."""
    if hasattr(bound, "landing_id"):
        return str(bound.landing_id)
    if bound.use_fieldset and bound.subwidgets:
        return str(bound.subwidgets[0].id_for_label)
    return bound.id_for_label or bound.auto_id


def _button(name: str, label: Text, look: str) -> Submit:
    button = Submit(name, label)
    button.field_classes = look
    return button


def _quieten(field: forms.Field) -> None:
    """No silent cutting of pasted text, no remembered answers, no message in a robot's voice."""
    attrs = field.widget.attrs
    attrs.pop("maxlength", None)
    attrs.pop("minlength", None)
    if isinstance(field.widget, forms.TextInput | forms.Textarea | forms.PasswordInput):
        attrs.setdefault("autocomplete", "off")
    if field.error_messages["required"] == forms.Field.default_error_messages["required"]:
        is_choice = isinstance(field, forms.ChoiceField)
        field.error_messages["required"] = CHOICE_NEEDED if is_choice else ANSWER_NEEDED


class ChoiceField(forms.ChoiceField):
    """One answer out of a few, as rows. For a long list use Django's own, which is a select."""

    widget = RadioRows
    default_error_messages: ClassVar[dict[str, Any]] = {
        "required": CHOICE_NEEDED,
        "invalid_choice": CHOICE_NEEDED,
    }

    def __init__(
        self,
        *,
        option_hints: Mapping[str, Text] | None = None,
        exclusive: Collection[str] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.widget.hints = option_hints or {}
        self.widget.exclusive = frozenset(exclusive)


class MultipleChoiceField(forms.MultipleChoiceField):
    """Several answers; an exclusive one ("I do not know") stands alone."""

    widget = CheckboxRows
    default_error_messages: ClassVar[dict[str, Any]] = {
        "required": _("Choose at least one answer from the list."),
        "invalid_choice": _("Choose answers from the list."),
        "exclusive": _("Choose either “%(answer)s” alone, or the other answers without it."),
    }

    def __init__(
        self,
        *,
        option_hints: Mapping[str, Text] | None = None,
        exclusive: Collection[str] = (),
        folded: Collection[str] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.exclusive = frozenset(exclusive)
        self.widget.hints = option_hints or {}
        self.widget.exclusive = self.exclusive
        self.widget.folded = frozenset(folded)

    def validate(self, value: Any) -> None:
        super().validate(value)
        alone = [answer for answer in value if answer in self.exclusive]
        if alone and len(value) > 1:
            label = dict(self.choices).get(alone[0], alone[0])  # type: ignore[arg-type]
            message = self.error_messages["exclusive"]
            raise ValidationError(message, code="exclusive", params={"answer": label})


class YesNoField(ChoiceField):
    """Yes, no, not known, not said."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("choices", Answer.choices)
        kwargs.setdefault("exclusive", {Answer.UNKNOWN.value, Answer.DECLINED.value})
        super().__init__(**kwargs)


class TextField(forms.CharField):
    """One line. `literal` for words, handles and addresses: nothing may correct them."""

    default_error_messages: ClassVar[dict[str, Any]] = {
        "required": ANSWER_NEEDED,
        "max_length": _("Shorten this to %(limit_value)d characters; now it has %(show_value)d."),
    }

    def __init__(self, *, literal: bool = False, max_length: int = 200, **kwargs: Any) -> None:
        super().__init__(max_length=max_length, **kwargs)
        if literal:
            self.widget.attrs |= {"spellcheck": "false", "autocapitalize": "none"}


class SecretField(TextField):
    """A secret of several words: covered while it is typed, shown by choice, never sent back."""

    widget = Veiled

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(literal=True, **kwargs)


class LongTextField(TextField):
    """Several lines, in her own words."""

    widget = forms.Textarea

    def __init__(self, *, rows: int = 6, max_length: int = 8000, **kwargs: Any) -> None:
        super().__init__(max_length=max_length, **kwargs)
        self.widget.attrs |= {"rows": rows}
        self.widget.attrs.pop("cols", None)


class TickField(forms.BooleanField):
    """A single box to tick: a consent, a confirmation."""

    default_error_messages: ClassVar[dict[str, Any]] = {
        "required": _("Tick this box to go on, or leave this page."),
    }


class FileField(forms.FileField):
    """A file. Says kinds and limit before she chooses; the limit is checked here as well."""

    widget = FilePicker
    default_error_messages: ClassVar[dict[str, Any]] = {
        "required": _("Choose a file."),
        "missing": _("Choose a file."),
        "invalid": _("The file did not arrive. Choose it again."),
        "empty": _("This file is empty. Choose another one."),
        "too_big": _("This file has %(size)s. Choose one of at most %(limit)s."),
    }

    def __init__(self, *, kinds: Text = "", max_bytes: int | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.max_bytes = max_bytes
        limit = _lazy_size_limit(max_bytes) if max_bytes else ""
        hints = [text for text in (self.help_text, kinds, limit) if text]
        self.help_text = format_lazy(" ".join(["{}"] * len(hints)), *hints)

    def clean(self, data: Any, initial: Any = None) -> Any:
        file = super().clean(data, initial)
        if isinstance(file, UploadedFile) and self.max_bytes and (file.size or 0) > self.max_bytes:
            sizes = {"size": file_size(file.size or 0), "limit": file_size(self.max_bytes)}
            raise ValidationError(self.error_messages["too_big"], code="too_big", params=sizes)
        return file


def _size_limit(max_bytes: int) -> str:
    return gettext("Largest size: %(limit)s.") % {"limit": file_size(max_bytes)}


_lazy_size_limit = lazy(_size_limit, str)
