"""An owner without a mouse: she reaches whatever she presses by Tab, and notes what she sees."""

from collections.abc import Callable

from playwright.sync_api import Locator

from tests.browser.people import Owner

MOST_STOPS = 120
# Among answers to one question the focus stands on the chosen one, else on the first.
HERE = """(element) => element === document.activeElement
  || (element.type === 'radio' && document.activeElement.name === element.name)"""
# A ring around it, or around the row it stands in; between the last stop and the first is none.
STANDING = """() => {
  const here = document.activeElement;
  const ringed = (one) => one && getComputedStyle(one).outlineStyle !== 'none';
  return {
    name: `${here.tagName} ${here.id || here.textContent.trim().slice(0, 30)}`,
    exit: here.id === 'exit',
    skip: here.matches('.skip'),
    seen: here === document.body || [here, here.closest('.opt')].some(ringed),
  };
}"""


class KeyboardOwner(Owner):
    """`unseen` names each stop that shows no focus, and each page whose exit is not first."""

    def __init__(self, *args: object) -> None:
        super().__init__(*args)  # type: ignore[arg-type]
        self.unseen: list[str] = []

    def opens_task(self, number: int) -> None:
        """Not what she was at last, whose address may end alike."""
        self.visits(self.home)
        self.follows(f"/{self.ref}/{number}/")

    def _goes_by(self, link: Locator) -> None:
        while self._fold_over(link).count():
            self._walks_to(self._fold_over(link))
            self.page.keyboard.press("Enter")
        self._presses_enter_on(link)

    def chooses(self, text: str) -> None:
        """Moves to the answer that bears this name of a person or an organisation."""
        answer = self.finds(".opt").filter(has_text=text).locator("input")
        name = answer.get_attribute("name")
        self._walks_to(self.finds(f'input[name="{name}"]').first)
        self._moves_to(answer)

    def goes_past_advice(self) -> None:
        self._presses_enter_on(self.finds(".acts a.btn").first)

    def goes_on(self) -> None:
        self._presses_enter_on(self.finds_main_button())

    def fills_in(self, name: str, value: str | list[str]) -> None:
        """Types, also in a list; ticks with Space; moves between the answers to one by arrows."""
        for one in [value] if isinstance(value, str) else value:
            box = self.finds(f'input[name="{name}"][value="{one}"]')
            if not box.count():
                self._walks_to(self.finds(f':is(input, select, textarea)[name="{name}"]').first)
                self.page.keyboard.type(one)
            elif box.get_attribute("type") == "radio":
                self._walks_to(self.finds(f'input[name="{name}"]').first)
                self._moves_to(box)
            else:
                self._walks_to(box)
                self.page.keyboard.press("Space")

    def _presses_enter_on(self, target: Locator) -> None:
        self._walks_to(target)
        self._goes(lambda: self.page.keyboard.press("Enter"))

    def _walks_to(self, target: Locator) -> None:
        for _ in range(MOST_STOPS):
            if target.evaluate(HERE):
                return
            self._next_stop()
        raise AssertionError(f"no key leads to {target} on {self.path}")

    def _moves_to(self, answer: Locator) -> None:
        self.page.keyboard.press("Space")
        for _ in range(MOST_STOPS):
            if answer.is_checked():
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"no arrow leads to {answer} on {self.path}")

    def _arrives(self, act: Callable[[], object]) -> None:
        super()._arrives(act)
        self._tries_first_stops()

    def _tries_first_stops(self) -> None:
        stops = [self._next_stop(), self._next_stop()]
        if self.page.locator("#exit").count() and not (stops[0]["skip"] and stops[1]["exit"]):
            self.unseen.append(f"{self.path}: {[stop['name'] for stop in stops]}")

    def _next_stop(self) -> dict[str, object]:
        self.page.keyboard.press("Tab")
        stop: dict[str, object] = self.page.evaluate(STANDING)
        if not stop["seen"]:
            self.unseen.append(f"{self.path}: {stop['name']} shows no focus")
        return stop
