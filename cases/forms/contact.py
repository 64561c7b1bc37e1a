"""Cutting contact: whether, when, where, and who stands beside her."""

from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from cases.enums import Channel, ChannelAct, SharedThing
from core.forms import Answer, BaseForm, ChoiceField, MultipleChoiceField, TextField, YesNoField


class StillInContactForm(BaseForm):
    still_in_contact = YesNoField(
        label=_("Is this person still contacting you?"),
        help_text=_("Messages, calls, comments, new accounts, or in person."),
    )


class SafeToCutForm(BaseForm):
    guide = "cases/contact/_before_blocking.html"

    safe_to_cut = ChoiceField(
        label=_("Would it be safe for you if you blocked this person now?"),
        help_text=_("You know this best. If you are in doubt, waiting is not wrong."),
        choices=[
            (Answer.YES.value, _("Yes")),
            (Answer.NO.value, _("No, it could get worse")),
            (Answer.UNKNOWN.value, _("I am not sure")),
        ],
    )


class ChannelsForm(BaseForm):
    channels = MultipleChoiceField(
        label=_("Where can this person reach you?"),
        help_text=_("Choose everything that fits."),
        choices=Channel.choices,
    )


class ChannelForm(BaseForm):
    """The checklist of one channel, in the order that keeps proof."""

    acts = MultipleChoiceField(
        label="",
        help_text=_(
            "Keep proof first, then mute or block. Deleting an account can delete proof, so "
            "switch it off for a while instead."
        ),
        choices=ChannelAct.choices,
        exclusive={ChannelAct.NOTHING.value},
    )

    def __init__(self, *args: Any, channel: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        question = _("{channel}: what have you done there?")
        self.fields["acts"].label = format_lazy(question, channel=Channel(channel).label)


class SharedForm(BaseForm):
    shared = MultipleChoiceField(
        label=_("What may this person still be able to see into?"),
        help_text=_(
            "If this person lives with you or checks your phone, change nothing yet: plan it "
            "with somebody first."
        ),
        choices=SharedThing.choices,
        exclusive={SharedThing.NOTHING.value, SharedThing.UNKNOWN.value},
    )


class TrustedForm(BaseForm):
    trusted_person = TextField(
        label=_("Is there one person you trust?"),
        help_text=_(
            "Somebody who can look at accounts for you, or be with you. A nickname is enough."
        ),
        required=False,
    )
