"""A report to one platform: the way in, the text, the number, what came of it."""

from collections.abc import Collection
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.enums import ReportStatus, Seen
from cases.forms.fields import BLANK_CHOICE, LinesField, without_repeats
from core.forms import (
    BaseForm,
    ChoiceField,
    LongTextField,
    MultipleChoiceField,
    PlainForm,
    TextField,
)
from core.html import Text
from resources.enums import ReportKind
from resources.selectors import platform_choices


def _platform_choices() -> list[tuple[str, Text]]:
    return [BLANK_CHOICE, *platform_choices()]


class PlatformForm(BaseForm):
    platform = forms.ChoiceField(
        label=_("Which platform do you want to report to?"),
        help_text=_("One report for each platform."),
        choices=_platform_choices,
    )


class PlaceForm(PlatformForm):
    """Of a report to somebody else, which platform it is about."""

    platform = forms.ChoiceField(label=_("Where is it?"), choices=_platform_choices)


class KindForm(BaseForm):
    """What her notes suggest is ticked, and says why; any other may be chosen."""

    kind = ChoiceField(
        label=_("What is the report about?"),
        help_text=_("One right reason works better than many. It need not tell everything."),
        choices=ReportKind.choices,
    )

    def __init__(self, *args: Any, suggested: str = "", why: Text = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["kind"] = self.initial.get("kind") or suggested
        if suggested:
            cast(ChoiceField, self.fields["kind"]).widget.hints = {suggested: why}


class AddressesForm(BaseForm):
    """Ticks what stands in her notes; more can be written below."""

    question_title = _("Which addresses do you want to report?")

    addresses = MultipleChoiceField(label=_("From your notes"), required=False)
    more = LinesField(
        label=_("Other addresses or account names"),
        help_text=_("One on each line."),
        rows=3,
        required=False,
    )

    def __init__(self, *args: Any, known: Collection[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = tuple(self.initial.get("addresses", ()))
        ticks = cast(MultipleChoiceField, self.fields["addresses"])
        ticks.choices = [(one, one) for one in known]
        self.initial["addresses"] = [one for one in chosen if one in known]
        self.initial["more"] = [one for one in chosen if one not in known]
        if not known:
            del self.fields["addresses"]

    def clean(self) -> dict[str, Any]:
        ticked = self.cleaned_data.get("addresses", ())
        written = self.cleaned_data.get("more", ())
        self.cleaned_data["addresses"] = without_repeats([*ticked, *written])
        return self.cleaned_data


class LanguageForm(BaseForm):
    language = ChoiceField(
        label=_("In which language do you want to write?"),
        help_text=_("Large platforms read both."),
        choices=[("id", "Bahasa Indonesia"), ("en", "English")],
    )


class TextForm(BaseForm):
    text = LongTextField(
        label=_("The text for your report"),
        help_text=_("It is short on purpose. Change it as you like, or leave it as it is."),
        rows=14,
    )

    def __init__(self, *args: Any, prepared: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["text"] = self.initial.get("text") or prepared


class WayForm(BaseForm):
    """Nothing to fill in: the page shows where the report goes."""

    may_skip = False


class TicketForm(BaseForm):
    ticket = TextField(
        label=_("Did you get a number for your report?"),
        help_text=_("It is often in a message or an e-mail. Leave it empty if there is none."),
        literal=True,
        required=False,
    )


class StatusForm(BaseForm):
    status = ChoiceField(
        label=_("What came of it so far?"),
        help_text=_("You can change this whenever something happens."),
        choices=ReportStatus.choices,
    )


class LookForm(PlainForm):
    """What she or somebody she trusts saw; not looking is an answer too."""

    label_is_heading = True

    seen = ChoiceField(
        label=_("Is it still there?"),
        help_text=_("You need not look yourself. Somebody you trust can do it for you."),
        choices=Seen.choices,
        option_hints={
            Seen.GONE.value: _("You may be reminded once more, because it can come back."),
            Seen.NOT_NOW.value: _("You are reminded again after 3 days."),
        },
    )


class RemoveReportForm(PlainForm):
    question_title = _("Take this report out of your list?")
    intro = _("What you sent to the platform stays with the platform.")
    submit_label = _("Take it out")
    refusal = _("No, leave it as it is")
