"""What is asked about an exported chat, and about the messages that matter in it."""

import re
from typing import Any, cast

from crispy_forms.helper import FormHelper
from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from core.dates import Zone
from core.forms import ChoiceField, PlainForm, TextField
from core.html import Text
from evidence.chats.formats import OF_ACCOUNT
from evidence.chats.transcript import Summary
from evidence.forms.files import AdmitForm
from evidence.picking import MOST_QUOTED, PAGE, Picking
from evidence.sniffing import FileClass, show_controls

ELSEWHERE = "elsewhere"
HALF_HOURS = ("+03:30", "+04:30", "+05:30", "+05:45", "+06:30", "+09:30")
BEFORE = 10
# Many more than may become notes at once: she chooses first and counts afterwards.
MOST_CARRIED = 2000
NUMBER = re.compile(r"\d{1,7}", re.ASCII)
# Names of the field that chooses a chat, and of the buttons around it.
THREAD = "thread"
FIND, ONLY_CHOSEN, EARLIER, LATER, ALL, TEN_BEFORE, KEEP, OTHERS = (
    *("find", "only_chosen", "earlier", "later", "all", "ten_before", "keep", "others"),
)
# How Telegram calls chats without a name: a person whose account is gone, or she herself.
UNNAMED: dict[str, Text] = {
    "saved_messages": _("Saved messages"),
    "personal_chat": _("Chat without a name"),
    "private_group": _("Group without a name"),
    "private_supergroup": _("Group without a name"),
}
DAY_FORMATS = ("%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%d/%m/%y", "%Y-%m-%d")


def _offsets() -> list[tuple[str, Text]]:
    whole = [f"{hours:+03d}:00" for hours in range(-11, 15)]
    offsets = sorted([*whole, *HALF_HOURS], key=lambda one: (one[0] != "-", one))
    return [("", _("Choose one")), *((f"UTC{one}", f"UTC{one}") for one in offsets)]


class ClockFields(forms.Form):
    """By which clock the times of a chat are to be read."""

    zone = ChoiceField(
        label=_("Which time zone did your phone have then?"),
        help_text=_("An exported chat gives its times without a time zone."),
        choices=[
            (Zone.WIB.value, _("WIB (Jakarta, Sumatra, West and Central Kalimantan)")),
            (Zone.WITA.value, _("WITA (Bali, Sulawesi, East and South Kalimantan)")),
            (Zone.WIT.value, _("WIT (Maluku, Papua)")),
            (ELSEWHERE, _("Somewhere else")),
        ],
        initial=Zone.WIB.value,
    )
    offset = forms.ChoiceField(
        label=_("If somewhere else: how far from UTC?"), choices=_offsets, required=False
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("zone") == ELSEWHERE and not cleaned.get("offset"):
            self.add_error("offset", _("Choose how far from UTC the clock was."))
        return cleaned

    @property
    def is_kept_as_is(self) -> bool:
        """Pages of an export are never opened here as what they are, only read."""
        return True

    @property
    def clock(self) -> str:
        """A zone as `evidence.quoting` reads it."""
        named: str = self.cleaned_data["zone"]
        return self.cleaned_data["offset"] if named == ELSEWHERE else named


class ChatForm(ClockFields, AdmitForm):
    """An exported chat, kept whole and as it is, and by which clock its times are to be read."""

    question_title = _("Keep a chat")
    submit_label = _("Keep this chat")

    def __init__(self, *args: Any, taken: frozenset[FileClass], **kwargs: Any) -> None:
        super().__init__(*args, taken=taken, **kwargs)
        for name in ("intimate", "as_is"):
            self.fields.pop(name, None)
        if FileClass.ARCHIVE in taken:
            self.file_field.help_text = _(
                "As the app exported it: text, JSON, a web page or a ZIP."
            )


def numbers_in(text: str) -> tuple[int, ...]:
    """Places of messages in a chat, in their order; what is no place is left out."""
    parts = text.split(",")[:MOST_CARRIED]
    return tuple(sorted({int(one) for one in parts if NUMBER.fullmatch(one)}))


class NumbersField(forms.CharField):
    """Places of messages, with commas between them."""

    widget = forms.HiddenInput

    def clean(self, value: Any) -> Any:
        return numbers_in(str(value or ""))


class TicksField(forms.Field):
    """Places of messages, each a box of its own on the page."""

    widget = forms.MultipleHiddenInput

    def clean(self, value: Any) -> Any:
        return numbers_in(",".join(value or ()))


class DayField(forms.DateField):
    """A day as people write it."""

    widget = forms.TextInput

    def __init__(self, **kwargs: Any) -> None:
        wrong = {"invalid": _("Write the day as 21/7/2026.")}
        super().__init__(input_formats=DAY_FORMATS, required=False, error_messages=wrong, **kwargs)


class PickForm(PlainForm):
    """Looking through a chat: what is looked for, and what was chosen so far.

    A press that only switches the language keeps what was chosen, like any other.
    """

    only_redraws = False

    text = TextField(label=_("A word in the message"), required=False)
    since = DayField(label=_("From this day"), help_text=_("For example 21/7/2026."))
    until = DayField(label=_("Up to this day"))
    start = forms.IntegerField(min_value=0, required=False, widget=forms.HiddenInput)
    chosen = NumbersField(required=False)
    shown = NumbersField(required=False)
    pick = TicksField(required=False)

    def picking(self) -> Picking:
        """Where the pressed button leads. What was chosen on other pages stays chosen; of this
        page, what is ticked now. A day that cannot be read looks for nothing."""
        if not self.is_bound:
            return Picking()
        self.full_clean()
        told = self.cleaned_data
        since, until = (told.get(name) for name in ("since", "until"))
        return Picking(
            text=told.get("text", ""),
            since=since.isoformat() if since else "",
            until=until.isoformat() if until else "",
            start=self._start(),
            chosen=self._chosen() | self._added(),
            only_chosen=ONLY_CHOSEN in self.data,
        )

    def _start(self) -> int:
        start: int = self.cleaned_data.get("start") or 0
        if FIND in self.data or ONLY_CHOSEN in self.data:
            return 0
        return start + PAGE * ((LATER in self.data) - (EARLIER in self.data))

    def _chosen(self) -> frozenset[int]:
        others = frozenset(self.cleaned_data["chosen"]) - frozenset(self.cleaned_data["shown"])
        return others.union(self.cleaned_data["pick"])

    def _added(self) -> frozenset[int]:
        """Everything on the page, or what comes before each that is ticked there."""
        if ALL in self.data:
            return frozenset(self.cleaned_data["shown"])
        ticked = self.cleaned_data["pick"] if TEN_BEFORE in self.data else ()
        return frozenset(number for one in ticked for number in range(max(1, one - BEFORE), one))


class ThreadForm(PlainForm):
    """Which chat of an export is to be read, where it holds several."""

    submit_label = _("Read this chat")
    label_is_heading = True

    thread = ChoiceField(label=_("Which chat matters?"))

    def __init__(self, *args: Any, summary: Summary, chosen: str, **kwargs: Any) -> None:
        super().__init__(*args, initial={THREAD: chosen}, **kwargs)
        self.told_count, self.thread_count = len(summary.threads), summary.thread_count
        field = cast("ChoiceField", self.fields[THREAD])
        field.choices = [(each[0], _thread_label(*each)) for each in summary.threads]
        field.widget.hints = {each[0]: _thread_hint(*each) for each in summary.threads}

    @property
    def left_out(self) -> bool:
        return self.told_count < self.thread_count


def _thread_label(thread: str, title: str, _count: int) -> str:
    if thread.startswith(OF_ACCOUNT) and title in UNNAMED:
        return str(UNNAMED[title])
    name = title or _path(thread)
    return show_controls(name, len(name))


def _thread_hint(thread: str, title: str, count: int) -> str:
    """How much of it there is, and where it lies: two people may go by one name."""
    if thread.startswith(OF_ACCOUNT):
        return ngettext("%(count)d message", "%(count)d messages", count) % {"count": count}
    files = ngettext("%(count)d file", "%(count)d files", count) % {"count": count}
    path = _path(thread)
    return f"{files} · {show_controls(path, len(path))}" if title else files


def _path(thread: str) -> str:
    return thread.partition(":")[2]


class NotesForm(PlainForm):
    """How the chosen messages become notes."""

    question_title = _("Keep these messages as notes")
    submit_label = _("Keep them")

    PER_DAY, EACH = "day", "each"
    grouped = ChoiceField(
        label=_("How do they belong together?"),
        choices=((PER_DAY, _("One note for each day")), (EACH, _("One note for each message"))),
        initial=PER_DAY,
    )
    chosen = NumbersField(required=False)

    def __init__(self, *args: Any, action: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.action = action

    @property
    def helper(self) -> FormHelper:
        helper = super().helper
        helper.form_action = self.action
        return helper

    @property
    def chosen_now(self) -> frozenset[int]:
        """What the form holds, before it is sent as well."""
        told = self.data.get("chosen") if self.is_bound else self.initial.get("chosen")
        return frozenset(numbers_in(told or ""))

    @property
    def stand_alone(self) -> bool:
        return bool(self.cleaned_data["grouped"] == self.EACH)

    def clean(self) -> dict[str, Any]:
        if len(self.chosen_now) > MOST_QUOTED:
            self.add_error(
                None, _("Choose at most 200 messages at once. You can come back for more.")
            )
        return self.cleaned_data
