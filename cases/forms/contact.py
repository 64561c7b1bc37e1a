"""Cutting contact: whether, when, where, and who stands beside her."""

from collections.abc import Collection
from typing import Any, cast

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from cases.enums import Channel, ChannelAct, SharedThing
from core.forms import Answer, BaseForm, ChoiceField, MultipleChoiceField, TextField, YesNoField
from core.html import Text
from resources.enums import DistanceAct
from resources.ways import Way, way_for

DONE = {
    DistanceAct.MUTE: ChannelAct.MUTED,
    DistanceAct.BLOCK: ChannelAct.BLOCKED,
    DistanceAct.DEACTIVATE: ChannelAct.DEACTIVATED,
    DistanceAct.DELETE: ChannelAct.DELETED,
}
ALWAYS = (ChannelAct.SAVED, ChannelAct.NOTHING)


class StillInContactForm(BaseForm):
    still_in_contact = YesNoField(
        label=_("Is this person still contacting you?"),
        help_text=_("Messages, calls, comments, new accounts, or in person."),
    )


class SafetyPlanForm(BaseForm):
    safety_plan = ChoiceField(
        label=_("Is there a safety plan, made with somebody beside you?"),
        help_text=_("For example with a companion: what you change, when, and where you can go."),
        choices=[
            (Answer.YES.value, _("Yes")),
            (Answer.NO.value, _("No, not yet")),
            (Answer.UNKNOWN.value, _("I am not sure")),
        ],
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


def _act_choices(way: Way, kept: Collection[str]) -> list[tuple[str, Text]]:
    """What can be done there; what she ticked before stays."""
    there = {*ALWAYS, *(DONE[act.kind] for act in way.acts), *kept}
    return [(act.value, act.label) for act in ChannelAct if act in there]


class ChannelForm(BaseForm):
    """The checklist of one channel, in the order that keeps proof; `way` says how it is done."""

    guide = "cases/contact/_acts.html"

    acts = MultipleChoiceField(
        label="",
        help_text=_("Proof first, then distance. None of these has to be done."),
        choices=ChannelAct.choices,
        exclusive={ChannelAct.NOTHING.value},
    )

    def __init__(self, *args: Any, channel: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.way = way_for(Channel(channel).place)
        field = cast(MultipleChoiceField, self.fields["acts"])
        field.choices = _act_choices(self.way, self.initial.get("acts", ()))
        question = _("{channel}: what have you done there?")
        field.label = format_lazy(question, channel=Channel(channel).label)


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
