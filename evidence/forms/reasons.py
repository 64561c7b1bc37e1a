"""Why a member of staff wants to see an item, or takes it out; its owner reads that."""

from django.utils.translation import gettext_lazy as _

from core.forms import PlainForm, TextField


class ReasonForm(PlainForm):
    """Why a member of staff wants to see an item; the owner reads it."""

    reason = TextField(
        label=_("Why do you need to see it?"),
        help_text=_("The owner reads this."),
        max_length=200,
        error_messages={"required": _("Write the reason in a few words.")},
    )


class DownloadReasonForm(PlainForm):
    """Why a member of staff takes an original out of the vault; the owner reads it."""

    reason = TextField(
        label=_("Why is the original downloaded?"),
        help_text=_("For example for a letter or a handover. The owner reads this."),
        max_length=200,
        error_messages={"required": _("Write the reason in a few words.")},
    )
