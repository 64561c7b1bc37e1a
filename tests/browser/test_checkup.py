"""The check-up of accounts, as somebody at her phone goes through it."""

from tests.browser.conftest import Stage
from tests.browser.people import Owner

WATCHED = "diawasi"


class Careful(Owner):
    """An owner who looks after her accounts."""

    def opens_checkup(self) -> None:
        self.visits(self.home)
        self.follows("/p/")

    def uses(self, *apps: str) -> None:
        self.follows("/p/a/")
        self.answers(apps=list(apps))

    def ticks_off(self, point: str) -> None:
        card = self.finds("article.card").filter(has=self.page.locator(f'input[value="{point}"]'))
        card.locator("summary").click()
        self._goes(card.locator("button[value=done]").click)

    def says_that_her_phone_is_watched(self) -> None:
        """Goes past the questions before that one, without an answer."""
        self.maps_risk()
        self.opens_task(3)
        self._goes(self.finds(".acts a.quiet").click)
        while not self.finds(f"input[value={WATCHED}]").count():
            self._goes(self.finds("button[name=skip]").click)
        self.answers(answer=[WATCHED])


def test_she_looks_after_her_accounts_and_then_only_looks(stage: Stage) -> None:
    """She names two apps, ticks a point off, and finds it done on coming back. Then she writes
    that her phone is watched: from now on the pages only look, and say so before anything else.
    """
    owner = stage.enters(Careful)
    owner.begins()
    owner.opens_checkup()
    owner.uses("whatsapp", "google")
    assert owner.finds(".tasks li").count() == 3
    owner.follows("/p/1/")
    owner.ticks_off("wa_unlink")
    assert owner.finds("article.card .st-done").count() == 1
    before = owner.finds("article.card").count()
    owner.says_that_her_phone_is_watched()
    owner.opens_checkup()
    assert owner.finds(".notice.care").count() == 1
    owner.follows("/p/1/")
    assert owner.finds(".notice.care").is_visible()
    assert 0 < owner.finds("article.card").count() < before
    assert owner.finds('input[value="wa_unlink"]').count() == 0
    assert stage.inspector.faults == []
