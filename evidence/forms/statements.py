"""What the forms have in common that write down what lies elsewhere: a file, an address."""

from collections.abc import Mapping
from typing import Any, Self

from django import forms
from django.utils.translation import gettext_lazy as _

from core.dates import ClaimedTime
from core.forms import BaseForm, LongTextField
from evidence.details import Fingerprint, Sighting
from evidence.exceptions import UploadRefused


class StatementForm(BaseForm):
    """Sent once to see what is like it and what was recognised, and again to be kept.

    `again` is the mark of what a page has shown: see `evidence.views.elsewhere`.
    """

    may_rest = False

    shows = LongTextField(
        label=_("What does it show?"),
        help_text=_("A short sentence helps those who read it, so that they need not look."),
        required=False,
        rows=3,
        max_length=500,
    )
    again = forms.CharField(required=False, widget=forms.HiddenInput)

    @property
    def facts(self) -> Fingerprint | Sighting:
        raise NotImplementedError

    @property
    def to_be_seen(self) -> str:
        """Names what she has to see before it is kept; empty where she wrote all of it herself."""
        return ""

    @property
    def recognised(self) -> Mapping[str, str]:
        """What the page fills in, for her to see and to change."""
        return {}

    def show_recognised(self, typed: Self) -> None:
        """From a first page to the one on which it is kept; `typed` is as it was sent first."""

    def refuse(self, error: UploadRefused) -> None:
        self.add_error(None, str(error.reason.label))


def claimed_json(claimed: ClaimedTime | None) -> dict[str, Any] | None:
    return claimed.to_json() if claimed and claimed.year is not None else None
