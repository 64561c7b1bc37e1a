"""One question of the risk map, and what she does with one card of her plan."""

from collections.abc import Iterable, Sequence
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.details import OwnCard
from cases.enums import CardChoice
from core.forms import BaseForm, ChoiceField, MultipleChoiceField, PlainForm, TextField
from resources.enums import Horizon
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


class PressForm(PlainForm):
    """The buttons of the plan: under a card, under something of her own, or under what changed.

    An empty choice takes an earlier one back.
    """

    card = forms.ChoiceField(choices=_card_choices, required=False)
    own = forms.ChoiceField(required=False)
    choice = forms.ChoiceField(choices=[("", ""), *CardChoice.choices], required=False)

    def __init__(self, *args: Any, own: Iterable[OwnCard] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ChoiceField, self.fields["own"]).choices = [(card.id, "") for card in own]


class OwnCardForm(PlainForm):
    """Something of her own for the plan."""

    question_title = _("Something of your own")
    intro = _("A few words that only you need to understand.")
    submit_label = _("Put it in the plan")

    text = TextField(label=_("What do you want to do?"))
    when = ChoiceField(label=_("When?"), choices=Horizon.choices)
