"""Where the parts of a picture lie that she covers."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.forms import LongTextField, PlainForm
from evidence.covers import MOST_BOXES, Box, BoxRefused, NoBox, boxes_in, lines_of

REFUSALS = {
    NoBox.NUMBERS: _("Line %(line)s: write four numbers, with spaces between them."),
    NoBox.OUTSIDE: _("Line %(line)s: this goes beyond the picture. Its edges are 0 and 100."),
    NoBox.EMPTY: _("Line %(line)s: width and height have to be more than 0."),
    NoBox.TOO_MANY: _("At most %(most)s parts can be covered. Larger ones also work."),
}


class BoxesField(LongTextField):
    """One box a line, in percent of the picture."""

    typed_instead = _("Type the parts as numbers")

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(literal=True, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return value if isinstance(value, str) else lines_of(value or ())

    def clean(self, value: Any) -> tuple[Box, ...]:
        try:
            return boxes_in(super().clean(value))
        except BoxRefused as error:
            told = {"line": error.line, "most": MOST_BOXES}
            raise ValidationError(REFUSALS[error.reason], error.reason.value, told) from error


class CoversForm(PlainForm):
    boxes = BoxesField(
        label=_("Covered parts"),
        help_text=_(
            "One part on each line, in percent of the picture: from the left, from the top, width, "
            "height. “0 0 50 20” covers the left half of the top."
        ),
        required=False,
        rows=4,
    )
