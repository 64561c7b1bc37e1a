"""One question of the risk map, and what she does with one card of her plan."""

from collections.abc import Sequence
from typing import Any

from django import forms

from cases.enums import CardChoice
from core.forms import BaseForm, ChoiceField, MultipleChoiceField, PlainForm
from resources.questionnaire import Question, questionnaire

NOT_KNOWN = "tidak_tahu"


class QuestionForm(BaseForm):
    """Any question of the questionnaire, with the reason why it is asked."""

    def __init__(
        self, *args: Any, question: Question, given: Sequence[str] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        field_class = MultipleChoiceField if question.multi else ChoiceField
        alone = {option.id for option in question.options if option.exclusive}
        self.fields["answer"] = field_class(
            label=str(question.text),
            help_text=str(question.why),
            choices=[(option.id, str(option.label)) for option in question.options],
            exclusive=alone | {NOT_KNOWN},
            initial=list(given) if question.multi else "".join(given[:1]),
        )

    @property
    def chosen(self) -> tuple[str, ...]:
        """The options she chose; none when she skipped or rested."""
        if not self.has_answer:
            return ()
        answer = self.cleaned_data["answer"]
        return (answer,) if isinstance(answer, str) else tuple(answer)


def _card_choices() -> list[tuple[str, str]]:
    return [(card.id, str(card.title)) for card in questionnaire().cards]


class CardForm(PlainForm):
    """The buttons under a card; an empty choice takes an earlier one back."""

    card = forms.ChoiceField(choices=_card_choices)
    choice = forms.ChoiceField(choices=[("", ""), *CardChoice.choices], required=False)
