import re
import unicodedata
from typing import Any, Self

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, ngettext_lazy, pgettext_lazy

from accounts.exceptions import SignInRefused, SlowDown
from accounts.policies import check_password_is_long
from accounts.sealing import UnknownWord, VaultError, parse_code, parse_words
from accounts.services import WORD_COUNT
from core.exceptions import PolicyRefused
from core.forms import ChoiceField, PlainForm, SecretField, TextField
from core.html import Text
from core.preferences import LOCK_MINUTES, Preferences


class EntryForm(PlainForm):
    """A try that may be refused; whatever made it wrong, the sentence is the same."""

    refused_at = ""
    refused_text: Text = ""

    def refuse(self, refusal: SignInRefused | SlowDown) -> int:
        """Puts the one sentence on the page; the status to answer with."""
        if isinstance(refusal, SlowDown):
            self.add_error(None, _wait(refusal.seconds))
            return 429
        self.add_error(self.refused_at, str(self.refused_text))
        return 200


def _wait(seconds: int) -> str:
    return ngettext(
        "There were many tries from here. Wait %(seconds)d second, then try again.",
        "There were many tries from here. Wait %(seconds)d seconds, then try again.",
        seconds,
    ) % {"seconds": seconds}


class WordsField(SecretField):
    """Seven words of the list, in the order they were given.

    The list is public, so it may help; it names the place of a word, never the word.
    """

    def __init__(self) -> None:
        super().__init__(
            label=gettext_lazy("Your seven words"),
            help_text=gettext_lazy("In their order. The first four letters of a word are enough."),
        )

    def clean(self, value: object) -> str:
        typed = super().clean(value)
        try:
            words = parse_words(typed)
        except UnknownWord as error:
            message = _("Word number %(number)d is not on the list. Look at its spelling.")
            number = _place_of(error.word, typed)
            raise ValidationError(message, params={"number": number}) from error
        if len(words) != WORD_COUNT:
            raise ValidationError(_word_count(len(words)))
        return " ".join(words)


def _place_of(unknown: str, typed: str) -> int:
    plain = unicodedata.normalize("NFKC", typed).casefold()
    words = [one for one in re.split(r"[\W_]+", plain) if one and not one.isdecimal()]
    return words.index(unknown) + 1


def _word_count(count: int) -> str:
    return ngettext(
        "Write seven words. Now there is %(count)d.",
        "Write seven words. Now there are %(count)d.",
        count,
    ) % {"count": count}


class WordsForm(EntryForm):
    question_title = gettext_lazy("Continue your notes")
    submit_label = pgettext_lazy("button", "Open")
    refused_at = "words"
    refused_text = gettext_lazy("Notes not found.")

    words = WordsField()


class CodeForm(EntryForm):
    question_title = gettext_lazy("Use the code on paper")
    intro = gettext_lazy(
        "You get seven new words and a new code. The old ones stop working after that."
    )
    refused_at = "code"
    refused_text = gettext_lazy("Notes not found.")

    code = SecretField(
        label=gettext_lazy("Your code"),
        help_text=gettext_lazy("26 letters and figures. Spaces and lines between do not matter."),
    )

    def clean_code(self) -> str:
        try:
            return parse_code(self.cleaned_data["code"])
        except VaultError as error:
            message = _("A code has 26 letters and figures. Compare it with your paper once more.")
            raise ValidationError(message) from error


class PasswordField(TextField):
    """A password as it was typed: no trimming, any character, room for long ones."""

    def __init__(self) -> None:
        super().__init__(
            label=gettext_lazy("Password"), widget=forms.PasswordInput, strip=False, literal=True
        )


class StaffForm(EntryForm):
    question_title = gettext_lazy("Sign in")
    submit_label = gettext_lazy("Sign in")
    refused_at = "password"
    refused_text = gettext_lazy("This address and password do not fit together.")

    email = TextField(label=gettext_lazy("E-mail address"), widget=forms.EmailInput, literal=True)
    password = PasswordField()


class WordsAgainForm(EntryForm):
    """The same words once more, before an act that could hurt if somebody else did it."""

    question_title = gettext_lazy("Your words once more")
    intro = gettext_lazy("What comes next matters, so it asks whether this is still you.")
    refused_at = "secret"
    refused_text = gettext_lazy("These are not the words of these notes.")

    secret = WordsField()


class PasswordAgainForm(EntryForm):
    question_title = gettext_lazy("Your password once more")
    intro = gettext_lazy("What comes next matters, so it asks whether this is still you.")
    refused_at = "secret"
    refused_text = gettext_lazy("This is not the password of this account.")

    secret = PasswordField()


class NewPasswordForm(EntryForm):
    question_title = gettext_lazy("A new password")
    intro = gettext_lazy("At least 15 characters; a sentence that nobody else would think of.")
    submit_label = gettext_lazy("Take this password")
    refused_at = "password"

    password = PasswordField()

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        try:
            check_password_is_long(password)
        except PolicyRefused as refusal:
            raise ValidationError(str(refusal.reason)) from refusal
        return password


class StaffCodeForm(NewPasswordForm):
    """The code a lead or admin handed over, and the password that takes its place."""

    refused_at = "code"
    refused_text = gettext_lazy("This code opens nothing. Ask for a new one.")
    field_order = ("code", "password")

    code = TextField(
        label=gettext_lazy("The code you were given"),
        help_text=gettext_lazy("26 letters and figures. Spaces and lines between do not matter."),
        literal=True,
    )


def _minutes(count: int) -> tuple[str, Text]:
    label = ngettext_lazy("After %(count)d minute", "After %(count)d minutes", "count")
    return str(count), label % {"count": count}


ON_OFF: list[tuple[str, Text]] = [("on", gettext_lazy("On")), ("off", gettext_lazy("Off"))]


class PreferencesForm(PlainForm):
    """How the pages behave for one owner; each answer stands by itself."""

    question_title = gettext_lazy("How these pages behave")
    submit_label = gettext_lazy("Save")

    name = TextField(
        label=gettext_lazy("What stands on top of each page"),
        help_text=gettext_lazy(
            "Any word that tells nothing, such as Recipes or Shopping. Empty: the usual name."
        ),
        max_length=24,
        required=False,
    )
    lock = ChoiceField(
        label=gettext_lazy("When do your notes lock if you do nothing?"),
        choices=[_minutes(count) for count in LOCK_MINUTES],
    )
    flat = ChoiceField(
        label=gettext_lazy("One entry in the history for the whole visit"),
        help_text=gettext_lazy(
            "On: the phone’s Back button closes these notes at once. Off: it goes one page back, "
            "and each page stands in the history."
        ),
        choices=ON_OFF,
    )
    covers = ChoiceField(
        label=gettext_lazy("Hide the page when another app comes in front"),
        choices=[
            ("proof", gettext_lazy("Pages with files")),
            ("all", gettext_lazy("All my pages")),
            ("none", gettext_lazy("Never")),
        ],
    )
    keys = ChoiceField(
        label=gettext_lazy("Pressing Shift three times closes the page"),
        help_text=gettext_lazy("Only with a keyboard."),
        choices=ON_OFF,
    )
    look = ChoiceField(
        label=gettext_lazy("The colour of “Close quickly”"),
        choices=[("red", gettext_lazy("Red")), ("grey", gettext_lazy("Grey"))],
    )

    def clean_name(self) -> str:
        """Nothing unseen, which could turn the rest of the header or the title around."""
        name: str = self.cleaned_data["name"]
        return "".join(letter for letter in name if letter.isprintable()).strip()

    @classmethod
    def showing(cls, chosen: Preferences, data: Any = None) -> Self:
        return cls(
            data,
            initial={
                "name": chosen.name,
                "lock": str(chosen.lock_minutes),
                "flat": _on_off(chosen.is_flat),
                "covers": chosen.covers,
                "keys": _on_off(chosen.hears_keys),
                "look": "grey" if chosen.exit_is_quiet else "red",
            },
        )

    @property
    def chosen(self) -> Preferences:
        given = self.cleaned_data
        return Preferences(
            name=given["name"],
            lock_minutes=int(given["lock"]),
            is_flat=given["flat"] == "on",
            covers=given["covers"],
            hears_keys=given["keys"] == "on",
            exit_is_quiet=given["look"] == "grey",
        )


def _on_off(value: bool) -> str:
    return "on" if value else "off"
