"""An owner on one of the nine paths: what she is asked, what is offered to her, what is not."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from resources.plan import core_questions
from resources.questionnaire import questionnaire
from tests.browser.people import Owner

Given = Mapping[str, str | list[str]]

# Her tasks by the last part of their addresses.
KEEP, CONTACT, MAP, REPORT, HELP, CHECKUP = "1", "2", "3", "4", "5", "p"
# What she says to the questions that come first when a story is not about them.
NOTHING_TO_SAY: Given = {"q17_khawatir": "lainnya", "q13_data": "tidak", "q14_kenali": "tidak_tahu"}
HELD = "H_"
TITLES = """() => [...document.querySelectorAll('main section')].map((section) =>
  [...section.querySelectorAll(':scope > article.card')].map((card) =>
    card.querySelector(':scope > h3, :scope > details > summary').textContent.trim()))"""

FIELDS = """() => [...document.querySelectorAll('main :is(input[type=text], textarea)')].map(
  (field) => field.name)"""


def names_by_title() -> dict[str, str]:
    """Of every card and of everything that may be held back."""
    known = questionnaire()
    cards = (*known.cards, *(held.card for held in known.holdbacks))
    return {card.title.id: card.id for card in cards}


@dataclass(frozen=True, slots=True)
class ReadPlan:
    """The cards by name: those of the first section, of all others, and those to leave for now."""

    now: Sequence[str]
    then: Sequence[str]
    not_yet: Sequence[str]

    @property
    def to_do(self) -> list[str]:
        return [*self.now, *self.then]


@dataclass(slots=True)
class Walked:
    """What the risk map asked, and what it told her before it went on."""

    asked: list[str] = field(default_factory=list)
    told: list[str] = field(default_factory=list)


class Guided(Owner):
    """Every page on her way is one that answers. `written_in`: the fields she could write in."""

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.written_in: set[str] = set()

    def _looks_around(self) -> None:
        super()._looks_around()
        assert self.status == 200, f"{self.path} answered {self.status}"
        self.written_in.update(self.page.evaluate(FIELDS))

    @property
    def tasks(self) -> list[str]:
        """Her tasks in the order of the list."""
        self.visits(self.home)
        links = self.finds(".tasks a.task").all()
        return [str(link.get_attribute("href")).rstrip("/").rpartition("/")[2] for link in links]

    def maps(self, *, to_the_end: bool = False, **given: str | list[str]) -> Walked:
        """Answers these questions, leaves others out, and comes to her plan: as soon as she has
        said everything, or after the last question."""
        walked, left = Walked(), {**NOTHING_TO_SAY, **given}
        self.opens_task(int(MAP))
        while not self.path.endswith("/3/hasil/"):
            if self.path == f"{self.home}3/":
                self._goes(self.finds('.acts a[href*="/3/"]:not([href$="/hasil/"])').first.click)
            elif not self.finds("form").count():
                walked.told += self._reads_advice()
            elif to_the_end or left.keys() & given.keys():
                self._faces(walked, left)
            else:
                self.follows("/3/hasil/")
        assert not left.keys() & given.keys()
        return walked

    def _faces(self, walked: Walked, left: dict[str, str | list[str]]) -> None:
        """One question of the map, by the number in its address."""
        number = int(self.path.rstrip("/").rpartition("/")[2])
        question = core_questions()[number - 1].id
        assert question not in walked.asked, f"{question} is asked again and again"
        walked.asked.append(question)
        if question in left:
            self.answers(answer=left.pop(question))
        else:
            self.skips()

    def _reads_advice(self) -> list[str]:
        told = self.finds(".card > h2").all_inner_texts()
        self.goes_past_advice()
        return [names_by_title()[title.strip()] for title in told]

    def skips(self) -> None:
        self._goes(self.finds("button[name=skip]").first.click)

    def reads_plan(self) -> ReadPlan:
        self.visits(f"{self.home}3/hasil/")
        names = names_by_title()
        sections = [[names[title] for title in one] for one in self.page.evaluate(TITLES)]
        others = [card for section in sections[1:] for card in section]
        return ReadPlan(
            now=sections[0],
            then=[card for card in others if not card.startswith(HELD)],
            not_yet=[card for card in others if card.startswith(HELD)],
        )

    def is_led_to(self, address: str) -> bool:
        """Whether a link on the page leads there, be it folded away."""
        return self.finds(f'a[href*="{address}"]').count() > 0

    def is_asked_for(self, name: str) -> bool:
        """Whether the page has a field of this name."""
        return self.finds(f'[name="{name}"]').count() > 0

    def looks_at_proof(self, form: str, platform: str) -> str:
        """Writes down what and where, nothing else; what the pages say up to the one on proof."""
        self.opens_task(int(KEEP))
        self.follows("/1/baru/")
        self.answers(forms=[form])
        self.answers(platform=platform)
        read = [self.sees]
        for _ in ("when", "who", "proof"):
            self.skips()
            read.append(self.sees)
        return "\n".join(read)
