"""Which apps she uses, and the buttons under a point of the check-up."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.enums import CardChoice
from core.forms import BaseForm, MultipleChoiceField, PlainForm
from core.html import Text
from resources.checkup import checked_apps

NONE = "none"


def _app_choices() -> list[tuple[str, Text]]:
    asked = [(app.id, str(app.name)) for app in checked_apps() if not app.is_always]
    return [*asked, (NONE, _("None of these"))]


class AppsForm(BaseForm):
    apps = MultipleChoiceField(
        label=_("Which of these do you use?"),
        help_text=_("Choose everything that fits. The phone itself comes last."),
        choices=_app_choices,
        exclusive={NONE},
    )


class PointForm(PlainForm):
    """An empty choice takes an earlier one back; what has to wait cannot be marked."""

    choice = forms.ChoiceField(choices=[("", ""), *CardChoice.choices], required=False)

    def __init__(self, *args: Any, points: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["point"] = forms.ChoiceField(choices=[(point, point) for point in points])
