"""What she is asked about things that stay elsewhere: a file on her phone, an address."""

import re
from collections.abc import Mapping
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.core.exceptions import ValidationError
from django.templatetags.static import static
from django.utils.translation import gettext_lazy as _

from cases.forms.fields import BLANK_CHOICE
from core.dates import ClaimedTime, ClaimedTimeField
from core.forms import BaseForm, LongTextField, PlainForm, TextField
from core.html import Text
from evidence.addresses import Address, AddressRefusal, NoAddress, read_address
from evidence.comparing import Verdict
from evidence.details import PHONE, TYPED, Fingerprint, Sighting
from evidence.exceptions import UploadRefused
from evidence.pdq import METHOD, is_pdq
from evidence.sniffing import clean_name
from evidence.statements import clean_text
from resources.selectors import place_choices, platform_choices

SHA256_LETTERS = 64
MOST_BYTES = 1 << 50
SAYS_IT_SHOWS = _("A short sentence helps whoever reads it, so that they need not look.")
FILE_NEEDED = _("Choose a file, or write its fingerprint here.")
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
    Verdict.SAME: _("Yes: this is the same file as %(label)s. Not one bit is different."),
    Verdict.ALIKE: _(
        "Another file, but it looks like the picture of %(label)s. It may be a copy that an app "
        "made smaller."
    ),
    Verdict.OTHER: _(
        "This is not the same file as %(label)s. Apps change a file when they pass it on, so it "
        "can still be a copy."
    ),
}
NOT_SEEN: Mapping[str, Text] = {
    "canvas": _("This browser cannot tell what a picture looks like."),
    "decode": _("It does not open as a picture in this browser."),
}
REFUSED: Mapping[AddressRefusal, Text] = {
    AddressRefusal.SCHEME: _("Only addresses that begin with http or https can be kept here."),
    AddressRefusal.NOT_ONE: _("This does not look like an address. Copy the whole link once more."),
    AddressRefusal.TOO_LONG: _("This address is too long to be kept."),
}


class Sha256Field(TextField):
    """A SHA-256 as programs print it: in groups or not, in small letters or large ones."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(literal=True, **kwargs)

    def clean(self, value: Any) -> str:
        digest = re.sub(r"[\s:-]", "", super().clean(value)).lower()
        if digest and not re.fullmatch(r"[0-9a-f]*", digest):
            raise ValidationError(_("A fingerprint has only figures and the letters a to f."))
        if digest and len(digest) != SHA256_LETTERS:
            message = _("A fingerprint (SHA-256) has 64 letters and figures; this has %(count)d.")
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


class FingerprintForm(PickedFields):
    """A file that stays on the phone. Without the script its SHA-256 is typed."""

    question_title = _("Keep only the fingerprint of a file")
    intro = _("The file stays where it is. Only 64 letters and figures are kept, and what you say.")
    said = FOUND
    submit_label = _("Keep the fingerprint")
    may_rest = False

    typed = Sha256Field(
        label=_("Fingerprint (SHA-256)"),
        help_text=_("64 letters and figures. Below it says how to make one."),
        required=False,
    )
    name = TextField(
        label=_("What is the file called?"),
        help_text=_("As on the phone, or a name of your own."),
        literal=True,
        required=False,
    )
    shows = LongTextField(
        label=_("What does it show?"),
        help_text=SAYS_IT_SHOWS,
        required=False,
        rows=3,
        max_length=500,
    )
    kept_where = TextField(
        label=_("Where does the file stay?"),
        help_text=_("For example: my old phone, in the gallery. Please do not delete it there."),
        required=False,
    )
    taken = ClaimedTimeField(label=_("When was it made, if you know?"), required=False)
    again = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if "typed" not in self.errors and not (cleaned["sha256"] or cleaned["typed"]):
            self.add_error("typed", FILE_NEEDED)
        return cleaned

    @property
    def helper(self) -> FormHelper:
        helper = super().helper
        helper.attrs["data-fingerprint"] = True
        return helper

    def refuse(self, error: UploadRefused) -> None:
        self.add_error(None, str(error.reason.label))

    @property
    def fingerprint(self) -> Fingerprint:
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
            taken=_json(answers["taken"]),
        )


def _json(claimed: ClaimedTime | None) -> dict[str, Any] | None:
    return claimed.to_json() if claimed and claimed.year is not None else None


def _platforms() -> list[tuple[str, Text]]:
    """Places first; then those that are only ways to be found, or to keep files."""
    names = dict(platform_choices())
    places = place_choices(names)
    others = [(slug, name) for slug, name in names.items() if slug not in dict(places)]
    return [BLANK_CHOICE, *places, *others]


class SightingForm(BaseForm):
    """An address, an account, or both. What is read out of the address is only offered."""

    question_title = _("Write down an address")
    intro = _("A post, a profile, a group or a number. Nothing is opened: it is only written down.")
    submit_label = _("Continue")
    may_rest = False

    url = TextField(
        label=_("Address (link)"),
        help_text=_("Copy it whole. Leave it empty if you only know the account."),
        literal=True,
        required=False,
        max_length=4000,
    )
    platform = forms.ChoiceField(
        label=_("Where is it?"),
        help_text=_("It is filled in from the address where that shows it."),
        choices=_platforms,
        required=False,
    )
    display_name = TextField(label=_("Name as shown"), literal=True, required=False)
    handle = TextField(
        label=_("Account name"),
        help_text=_("For example @nama. It can be changed by whoever has the account."),
        literal=True,
        required=False,
    )
    account_id = TextField(
        label=_("Number or code of the account"),
        help_text=_("It often stays when the name changes. A phone number counts too."),
        literal=True,
        required=False,
    )
    seen = ClaimedTimeField(label=_("When did you see it there?"), required=False)
    shows = LongTextField(
        label=_("What does it show?"),
        help_text=SAYS_IT_SHOWS,
        required=False,
        rows=3,
        max_length=500,
    )
    again = forms.CharField(required=False, widget=forms.HiddenInput)

    address: Address | None = None
    is_recognised = False

    def show_recognised(self, address: Address | None) -> None:
        """From a first page to the one on which it is kept; `address` is as it was typed first."""
        self.address, self.is_recognised = address, True
        self.question_title = _("Is it right like this?")
        self.intro = _("You can change everything before it is kept.")
        self.submit_label = _("Keep it like this")

    def clean_url(self) -> str:
        """As it may be kept: without what stands before an @, which can be a password."""
        typed: str = self.cleaned_data["url"]
        if not typed:
            return ""
        try:
            self.address = read_address(typed)
        except NoAddress as error:
            raise ValidationError(str(REFUSED[error.reason])) from error
        return self.address.text

    def clean_display_name(self) -> str:
        return clean_text(self.cleaned_data["display_name"])

    def clean_handle(self) -> str:
        return clean_text(self.cleaned_data["handle"])

    def clean_account_id(self) -> str:
        return clean_text(self.cleaned_data["account_id"])

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        named = ("url", "display_name", "handle", "account_id")
        if not set(named) & set(self.errors) and not any(cleaned.get(name) for name in named):
            self.add_error("url", _("Write an address or the name of an account."))
        return cleaned

    def refuse(self, error: UploadRefused) -> None:
        self.add_error(None, str(error.reason.label))

    @property
    def sighting(self) -> Sighting:
        answers = self.cleaned_data
        return Sighting(
            url=answers["url"],
            platform=answers["platform"],
            display_name=answers["display_name"],
            handle=answers["handle"],
            account_id=answers["account_id"],
            seen=_json(answers["seen"]),
        )

    @property
    def offered(self) -> dict[str, str]:
        """What the address shows, for the answers that are empty."""
        shown = self.address
        known = (
            {"platform": shown.platform, "handle": shown.handle, "account_id": shown.account_id}
            if shown
            else {}
        )
        if known.get("platform") not in dict(_platforms()):
            known.pop("platform", "")
        return {name: value for name, value in known.items() if not self.cleaned_data[name]}


class CompareForm(PickedFields, PlainForm):
    """Is another file the one of the record: picked where there is a script, else typed."""

    question_title = _("Is this the same file?")
    intro = _("Choose the file, or write its fingerprint. Nothing is sent but the fingerprint.")
    submit_label = _("Compare")

    typed = Sha256Field(label=_("Fingerprint (SHA-256) of the other file"), required=False)

    def __init__(self, *args: Any, label: str, sha256: str, pdq: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._known = {"data-compare": sha256, "data-pdq": pdq}
        compared = {one: str(text) % {"label": label} for one, text in COMPARED.items()}
        self.said = {**compared, **NOT_SEEN}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not self.errors and not self.given:
            self.add_error("typed", FILE_NEEDED)
        return cleaned

    @property
    def helper(self) -> FormHelper:
        helper = super().helper
        helper.attrs |= self._known
        return helper

    @property
    def given(self) -> str:
        return str(self.cleaned_data.get("sha256") or self.cleaned_data.get("typed") or "")
