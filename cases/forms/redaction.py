"""Which parts of an incident's texts leave as bars."""

from dataclasses import replace
from typing import Any, cast

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cases.details import IncidentDetails
from cases.forms.fields import LinesField
from cases.redaction import ACCOUNT, ADDRESS, MOST_PIECES, NOTE, RESPONDENT, field_name
from core.forms import MultipleChoiceField, PlainForm
from core.html import Text


class IncidentCoversForm(PlainForm):
    covered_fields = MultipleChoiceField(label=_("Cover as a whole"), required=False)
    covered = LinesField(
        label=_("Words to cover"),
        help_text=_(
            "One on each line, as it is written above. It is covered wherever it stands in a "
            "packet, and inside longer words too."
        ),
        rows=4,
        required=False,
        max_length=4000,
    )

    def __init__(self, *args: Any, details: IncidentDetails, **kwargs: Any) -> None:
        kept = {"covered": details.covered, "covered_fields": list(details.covered_fields)}
        super().__init__(*args, initial=kept, **kwargs)
        cast(MultipleChoiceField, self.fields["covered_fields"]).choices = whole_texts(details)
        if not whole_texts(details):
            del self.fields["covered_fields"]

    def clean_covered(self) -> tuple[str, ...]:
        pieces: tuple[str, ...] = self.cleaned_data["covered"]
        if len(pieces) > MOST_PIECES:
            raise ValidationError(
                _("At most %(most)s lines. Longer parts can be covered as a whole."),
                params={"most": MOST_PIECES},
            )
        return pieces

    def fill(self, details: IncidentDetails) -> IncidentDetails:
        """The incident with what was chosen, now that she has looked."""
        names = tuple(self.cleaned_data.get("covered_fields", ()))
        pieces = self.cleaned_data["covered"]
        return replace(details, covered=pieces, covered_fields=names, to_look_at=())


def texts_to_look_at(details: IncidentDetails) -> list[Text]:
    """What a change of hers covered."""
    return [label for name, label in whole_texts(details) if name in details.to_look_at]


def whole_texts(details: IncidentDetails) -> list[tuple[str, Text]]:
    """The texts that can be covered as a whole, by their names."""
    texts: list[tuple[str, Text]] = []
    if details.respondent:
        texts.append((RESPONDENT, details.respondent))
    texts += [(field_name(ACCOUNT, each), each) for each in details.accounts]
    texts += [(field_name(ADDRESS, each), each) for each in details.addresses]
    if details.note:
        texts.append((NOTE, _("The whole note")))
    return texts
