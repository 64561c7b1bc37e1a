"""What is announced of a file that comes in parts."""

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator

from core.forms import CHOICE_NEEDED, Answer
from evidence.details import UploadDetails
from evidence.enums import Purpose
from evidence.forms.chats import ClockFields
from evidence.forms.files import Intimate
from evidence.policies import Answers, classes_taken
from evidence.sniffing import FileClass, class_named, clean_name, extension_of

DIGEST = r"\A[0-9a-f]{64}\Z"
MINOR_CHOICES = [(one.value, one.label) for one in (Answer.YES, Answer.NO, Answer.UNKNOWN)]


class AnnouncedForm(forms.Form):
    """The same questions as on the page, with what her browser knows of the file."""

    length = forms.IntegerField(min_value=1)
    name = forms.CharField()
    sha256 = forms.RegexField(DIGEST, required=False)
    shows = forms.CharField(required=False, validators=[MaxLengthValidator(500)])
    intimate = forms.ChoiceField(choices=Intimate.CHOICES, required=False)
    minor = forms.ChoiceField(choices=MINOR_CHOICES, required=False)
    record = forms.SlugField(required=False)
    as_is = forms.CharField(required=False)

    purpose = Purpose.KEEP

    def __init__(self, texts: Mapping[str, str], answers: Answers) -> None:
        super().__init__(texts)
        self._taken = classes_taken(answers, self.purpose)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        named = class_named(extension_of(cleaned.get("name", "")))
        is_asked = named not in (None, FileClass.TEXT) and named in self._taken
        if is_asked and not cleaned.get("minor"):
            self.add_error("minor", CHOICE_NEEDED)
        return cleaned

    def details(self, incident: str) -> UploadDetails:
        told = self.cleaned_data
        text_only = self._taken == {FileClass.TEXT}
        return UploadDetails(
            name=told["name"],
            length=told["length"],
            sha256=told["sha256"],
            shows=told["shows"],
            is_intimate=told["intimate"] != Intimate.NO and not text_only,
            shows_adults_only=told["minor"] == Answer.NO,
            is_kept_as_is=bool(told["as_is"]) and not text_only,
            incident=incident,
        )

    @property
    def told(self) -> str:
        """What is missing or cannot be, as one text."""
        return " ".join(str(text) for texts in self.errors.values() for text in texts)


class AnnouncedChatForm(ClockFields, AnnouncedForm):
    """Of an exported chat: its clock as well. It is no picture of anybody, and kept as it is."""

    purpose = Purpose.CHAT

    def details(self, incident: str) -> UploadDetails:
        told = super().details(incident)
        return replace(told, is_intimate=False, is_kept_as_is=True, zone=self.clock)


def announced(body: bytes, answers: Answers) -> AnnouncedForm:
    """The form that fits: the page of a chat alone asks for a clock."""
    texts = _texts(body)
    form = AnnouncedChatForm if "zone" in texts else AnnouncedForm
    return form(texts, answers)


def _texts(body: bytes) -> dict[str, str]:
    """The fields of the object as a form's; none of anything else. Half characters are replaced."""
    try:
        content = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    if not isinstance(content, dict):
        return {}
    texts = {name: str(value) for name, value in content.items() if isinstance(value, str | int)}
    whole = {name: text.encode("utf-8", "replace").decode() for name, text in texts.items()}
    return whole | {"name": clean_name(whole.get("name", ""))}
