"""Fields that several journeys share: lines of text, and answers that leave nothing behind."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from core.forms import LongTextField
from core.html import Text

DECLINED = "declined"
ELSEWHERE = "elsewhere"
DECLINED_CHOICE: tuple[str, Text] = (DECLINED, _("I do not want to answer"))
BLANK_CHOICE: tuple[str, Text] = ("", _("Choose one"))


class LinesField(LongTextField):
    """One thing a line, kept as they were typed; nothing is ever fetched from an address."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(literal=True, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return value if isinstance(value, str) else "\n".join(value or ())

    def clean(self, value: Any) -> tuple[str, ...]:
        text = super().clean(value)
        return without_repeats(line.strip() for line in text.splitlines())


def without_repeats(lines: Iterable[str]) -> tuple[str, ...]:
    """The lines that say something, each once, in their order."""
    return tuple(dict.fromkeys(line for line in lines if line))


def only_said(answers: Sequence[str]) -> tuple[str, ...]:
    """Not wanting to answer is heard and not stored: it stands like a question left out."""
    return tuple(answer for answer in answers if answer not in (DECLINED, ELSEWHERE))
