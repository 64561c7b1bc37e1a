from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.models import Membership
from core.forms import ChoiceField, PlainForm, TextField


class OpeningReasonForm(PlainForm):
    """Why a lead reads a case that is not assigned to her; the owner reads the answer."""

    question_title = _("Why do you open this case?")
    intro = _("You do not work on this case yourself. The owner reads who opened it and why.")
    submit_label = _("Open the case")

    reason = TextField(
        label=_("Reason"),
        max_length=200,
        error_messages={"required": _("Write the reason in a few words.")},
    )


class AssignForm(PlainForm):
    question_title = _("Who works on this case?")
    intro = _("Only this person, and you as lead, can open it.")
    submit_label = _("Assign")

    member = ChoiceField(label=_("Companion"))

    def __init__(self, *args: Any, members: list[Membership], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.members = {str(one.id): one for one in members}
        self.fields["member"].choices = [  # type: ignore[attr-defined]
            (key, f"{one.alias} · {one.get_role_display()}") for key, one in self.members.items()
        ]

    @property
    def chosen(self) -> Membership:
        return self.members[self.cleaned_data["member"]]


class SeenInPersonForm(PlainForm):
    """The first yes: a lead saw her and knows who she is. The owner's log tells it."""

    question_title = _("Was the owner here in person?")
    intro = _(
        "Only after meeting face to face, never by telephone or chat. A second person of the"
        " organisation has to approve, and 72 hours pass in which the old words can refuse it."
    )
    submit_label = _("The owner was here")

    reason = TextField(
        label=_("How it was checked who the owner is"),
        max_length=200,
        error_messages={"required": _("Write in a few words how it was checked.")},
    )


class ApproveForm(PlainForm):
    """The second yes, from somebody else."""

    question_title = _("Approve that these notes are given back?")
    intro = _("A colleague met the owner in person. From this approval on, 72 hours have to pass.")
    submit_label = _("Approve")

    reason = TextField(
        label=_("Why this is right"),
        max_length=200,
        error_messages={"required": _("Write the reason in a few words.")},
    )
