"""Asking an organisation for help: whom, how they reach her safely, and what they may do."""

from collections.abc import Sequence
from typing import Any, cast

from django.utils.translation import gettext_lazy as _

from accounts.models import Organization
from cases.enums import Consent, GrantScope, MessageLeft, Need, ReachWay
from cases.labels import ItemChoice
from cases.selectors import organizations_to_ask
from core.dates import Zone
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
    extent = ChoiceField(
        label=_("What may they read?"),
        help_text=_("You can take it back at any time."),
        choices=GrantScope.choices,
        option_hints={
            GrantScope.WHOLE.value: _("All that you write and keep here, now and later."),
            GrantScope.ITEMS.value: _("Your notes and all other files stay closed to them."),
        },
    )


class ItemsForm(BaseForm):
    """A box for each file, none of them ticked before she does."""

    items = MultipleChoiceField(
        label=_("Which files may they see?"),
        help_text=_(
            "They see what each file shows, as you wrote it, and can open it, also what you "
            "covered."
        ),
    )

    def __init__(self, *args: Any, among: Sequence[ItemChoice] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast(MultipleChoiceField, self.fields["items"])
        field.choices = [(one.ref, one.label) for one in among]
        field.widget.hints = {one.ref: one.kept_on for one in among}


class SharedItemsForm(ItemsForm):
    """The same for a share that is open already; without any it stays open, and empty."""

    submit_label = _("Save this choice")
    may_skip = False
    may_rest = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["items"].required = False


class FingerprintForm(BaseForm):
    """Nothing to fill in: the page shows the words to compare."""

    may_skip = False


class SafeWayForm(BaseForm):
    question_title = _("How can they reach you safely?")
    intro = _("Nobody calls or writes in any other way.")

    ways = MultipleChoiceField(
        label=_("Which way is safe?"),
        choices=ReachWay.choices,
        exclusive={ReachWay.NONE.value},
        required=False,
    )
    safe_way = TextField(
        label=_("The number or address, and what to mind"),
        help_text=_("For example: WhatsApp 0812 …, text only. Or the name of whom you trust."),
        required=False,
    )


class SafeTimeForm(BaseForm):
    question_title = _("When is it safe?")
    intro = _("If you cannot answer safely, you need not answer.")

    safe_hours = TextField(
        label=_("The safe days and hours"),
        help_text=_("For example: workdays, 9 to 15."),
        required=False,
    )
    zone = ChoiceField(label=_("By which clock?"), choices=Zone.choices, required=False)
    message_left = ChoiceField(
        label=_("May they leave a message if you do not answer?"),
        help_text=_("Somebody else could hear or read it."),
        choices=MessageLeft.choices,
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
    question_title = _("What would help you most right now?")

    needs = MultipleChoiceField(
        label=_("Choose what fits"),
        choices=Need.choices,
        exclusive={Need.UNKNOWN.value},
        required=False,
    )
    need = LongTextField(
        label=_("In your own words"),
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
        option_hints={
            Consent.STATISTICS.value: _(
                "How many people, in which quarter of a year, on which apps: only sums, and only "
                "with many others. No name, no text, no picture. You see each time that they count."
            )
        },
        required=False,
    )


class ItemsConsentForm(ConsentForm):
    """Of chosen files no packets are made: there is one thing to agree to."""

    consents = MultipleChoiceField(
        label=_("Do you agree?"),
        help_text=_("You can take it back. Without it they cannot help you."),
        choices=[
            (Consent.SEEN.value, _("A companion of this organisation may see the files I choose."))
        ],
        required=False,
    )


class ShareForm(PlainForm):
    submit_label = _("Open my notes to them")
    refusal = _("No, go back")


class ShareItemsForm(PlainForm):
    submit_label = _("Open these files to them")


class TakeBackForm(PlainForm):
    submit_label = _("Take it back")
    refusal = _("No, leave it as it is")
