"""The questions, advice cards, paths and the upload gate, read once into frozen values.

Everything a file refers to must exist: `build()` raises `DataError` with the name of what is wrong.
It knows no person and no answer; `plan.py` puts the two together.
"""

from resources.questionnaire.advice import TASKS, AdviceCard, Holdback, Path
from resources.questionnaire.questions import Answers, Condition, Option, Question
from resources.questionnaire.whole import Questionnaire, UploadGate, build, questionnaire

__all__ = [
    "TASKS",
    "AdviceCard",
    "Answers",
    "Condition",
    "Holdback",
    "Option",
    "Path",
    "Question",
    "Questionnaire",
    "UploadGate",
    "build",
    "questionnaire",
]
