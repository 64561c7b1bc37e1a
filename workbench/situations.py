"""A case's situation in words, by the answers its owner let be kept. Pure."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases.risk import is_begun
from resources.plan import make_plan
from resources.questionnaire import Answers, Path

NOT_MAPPED = _("Risk not mapped yet")
NO_PATH = _("Risk mapped, no path of its own")


@dataclass(frozen=True, slots=True)
class Situation:
    """The path that leads the case; where there is none, how far the risk was mapped."""

    path: Path | None
    text: str | Promise

    @property
    def is_urgent(self) -> bool:
        return self.path is not None and self.path.interrupts


def situation_of(answers: Answers) -> Situation:
    path = make_plan(answers).lead_path
    if path:
        return Situation(path, str(path.label))
    return Situation(None, NO_PATH if is_begun(answers) else NOT_MAPPED)
