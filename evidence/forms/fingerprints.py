"""What she is asked about a file that stays on her phone, and what the page finds out of it."""

import re
from collections.abc import Mapping
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.core.exceptions import ValidationError
from django.templatetags.static import static
from django.utils.translation import gettext_lazy as _

from core.dates import ClaimedTimeField
from core.forms import BaseForm, PlainForm, TextField
from core.html import Text
from evidence.comparing import Verdict
from evidence.details import PHONE, TYPED, Fingerprint
from evidence.forms.statements import StatementForm, claimed_json
from evidence.pdq import METHOD, is_pdq
from evidence.sniffing import clean_name
from evidence.statements import clean_text

SHA256_LETTERS = 64
MOST_BYTES = 1 << 50
NEEDED = _("There is no fingerprint here yet.")
HOW_LONG = _("64 letters and digits. Further down you can read how to make one.")
WAIT = _("Working out the fingerprint. It can take a little while …")
FAILED = _("This file could not be read. Choose it once more, or write its fingerprint.")
# What the page says of a file once it has looked at it; the names are those of `p.js`.
FOUND: Mapping[str, Text] = {
    "done": _("The fingerprint is here. The file was not sent."),
    "weak": _(
        "The fingerprint is here. There is little to see in this picture, so changed "
        "copies may not be found."
    ),
    "canvas": _(
        "The fingerprint is here. This browser cannot tell what the picture looks like, so "
        "changed copies may not be found."
    ),
    "decode": _(
        "The fingerprint is here. This picture does not open in this browser, so changed "
        "copies may not be found."
    ),
}
COMPARED: Mapping[str, Text] = {
    Verdict.SAME: _("Yes, this is the same file. Nothing in it is different."),
    Verdict.ALIKE: _(
        "This is another file, but the picture looks alike. It may be a copy that an app made "
        "smaller."
    ),
    Verdict.OTHER: _(
        "This is not the same file. Apps often change a file when they pass it on, so it may "
        "still be a copy."
    ),
    # Why a picture could not be looked at, said beside one of these.
    "canvas": _("This browser cannot tell what a picture looks like."),
    "decode": _("It does not open as a picture in this browser."),
}


class Sha256Field(TextField):
    """A SHA-256 as programs print it: in groups or not, in small letters or large ones."""

    typed_instead = _("Write a fingerprint instead")

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(literal=True, **kwargs)

    def clean(self, value: Any) -> str:
        digest = re.sub(r"[\s:-]", "", super().clean(value)).lower()
        if digest and not re.fullmatch(r"[0-9a-f]*", digest):
            raise ValidationError(_("A fingerprint has only digits and the letters a to f."))
        if digest and len(digest) != SHA256_LETTERS:
            message = _(
                "A fingerprint (SHA-256) has 64 letters and digits. This one has %(count)d."
            )
            raise ValidationError(message, params={"count": len(digest)})
        return digest


class PickedFields(BaseForm):
    """What the page finds out of a file that was picked, and sends in the file's place.

    `said` are the sentences for that, by the names that the script has for them.
    """

    guide = "evidence/_picker.html"
    said: Mapping[str, Text] = {}

    sha256 = Sha256Field(required=False, widget=forms.HiddenInput)
    size = forms.IntegerField(
        required=False, min_value=0, max_value=MOST_BYTES, widget=forms.HiddenInput
    )
    media_type = forms.RegexField(
        r"\A[a-z]+/[a-z0-9.+-]{1,60}\Z", required=False, widget=forms.HiddenInput
    )
    pdq = forms.CharField(required=False, widget=forms.HiddenInput)
    pdq_quality = forms.IntegerField(
        required=False, min_value=0, max_value=100, widget=forms.HiddenInput
    )
    pdq_method = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """What is wrong in a field that nobody sees is told at the one beside it."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if set(PickedFields.base_fields) & set(self.errors):
            message = _("The fingerprint did not arrive whole. Choose the file once more.")
            self.add_error("typed", message)
        return cleaned

    @property
    def helper(self) -> FormHelper:
        helper = super().helper
        sentences = {"wait": WAIT, "failed": FAILED, **self.said}
        helper.attrs |= {f"data-{name}": text for name, text in sentences.items()}
        helper.attrs["data-worker"] = static("js/w.js")
        return helper

    def clean_pdq(self) -> str:
        """One that is none, or made in another way, could only mislead."""
        pdq: str = self.cleaned_data["pdq"]
        is_ours = self.data.get("pdq_method") == METHOD
        return pdq if is_ours and is_pdq(pdq) else ""


class FingerprintForm(PickedFields, StatementForm):
    """A file that stays on the phone. Without the script its SHA-256 is typed."""

    question_title = _("Keep only the fingerprint of a file")
    intro = _(
        "The file stays where it is. Only its fingerprint, type and size are kept, and what you "
        "write."
    )
    said = FOUND
    submit_label = _("Keep the fingerprint")
    field_order = (*PickedFields.base_fields, "typed", "name", "shows", "kept_where", "taken")

    typed = Sha256Field(
        label=_("Fingerprint (SHA-256)"),
        help_text=HOW_LONG,
        required=False,
    )
    name = TextField(
        label=_("What is the file called?"),
        help_text=_("Its name on the phone, or a name you choose."),
        literal=True,
        required=False,
    )
    kept_where = TextField(
        label=_("Where does the file stay?"),
        help_text=_("For example: my old phone, in the gallery. Please do not delete it there."),
        required=False,
    )
    taken = ClaimedTimeField(label=_("When was it made, if you know?"), required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if "typed" not in self.errors and not (cleaned["sha256"] or cleaned["typed"]):
            self.add_error("typed", NEEDED)
        return cleaned

    @property
    def helper(self) -> FormHelper:
        helper = super().helper
        helper.attrs["data-fingerprint"] = True
        return helper

    @property
    def facts(self) -> Fingerprint:
        answers = self.cleaned_data
        is_picked = bool(answers["sha256"])
        # What was picked belongs to another file than the one whose fingerprint is typed.
        size = answers["size"] if is_picked else None
        has_pdq = is_picked and answers["pdq"]
        return Fingerprint(
            sha256=answers["sha256"] or answers["typed"],
            size=size or 0,
            media_type=answers["media_type"] if is_picked else "",
            name=clean_name(answers["name"]),
            pdq=answers["pdq"] if has_pdq else "",
            pdq_quality=(answers["pdq_quality"] or 0) if has_pdq else 0,
            pdq_method=METHOD if has_pdq else "",
            kept_where=clean_text(answers["kept_where"]),
            made_by=PHONE if is_picked else TYPED,
            taken=claimed_json(answers["taken"]),
        )


class CompareForm(PickedFields, PlainForm):
    """Is another file the one of the record: picked where there is a script, else typed."""

    question_title = _("Is this the same file?")
    intro = _("Only fingerprints are compared. The other file itself is not sent.")
    submit_label = _("Compare")

    said = COMPARED

    typed = Sha256Field(
        label=_("Fingerprint (SHA-256) of the other file"), help_text=HOW_LONG, required=False
    )

    def __init__(self, *args: Any, sha256: str, pdq: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._known = {"data-compare": sha256, "data-pdq": pdq}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not self.errors and not self.given:
            self.add_error("typed", NEEDED)
        return cleaned

    @property
    def helper(self) -> FormHelper:
        helper = super().helper
        helper.attrs |= self._known
        return helper

    @property
    def given(self) -> str:
        return str(self.cleaned_data.get("sha256") or self.cleaned_data.get("typed") or "")
