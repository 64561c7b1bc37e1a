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
