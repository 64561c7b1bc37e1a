"""Somebody who uses keys alone: each step is reached and completed, and she always sees where."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.browser.inspection import PHONE, Inspector
from tests.browser.keys import KeyboardOwner
from tests.instance import Instance


@pytest.fixture
def owner(browser: Any, site: Instance) -> Iterator[KeyboardOwner]:
    context = browser.new_context(viewport=PHONE)
    context.set_default_timeout(15_000)
    yield KeyboardOwner(context, site.base_url, Inspector(is_thorough=False))
    context.close()


def test_keys_alone_complete_each_step(owner: KeyboardOwner, poster: list[str]) -> None:
    """She begins, writes down what happened, cuts contact, maps the risk, reports, opens her notes
    to LBH Satu and asks for papers. The first stop after the way to the content is the exit, and no
    stop is invisible.
    """
    owner.begins()
    owner.writes_down_incident()
    owner.plans_contact()
    owner.maps_risk()
    owner.reports_to_platform("TIKET-0042")
    assert "TIKET-0042" in owner.sees
    assert owner.asks_for_help("LBH Satu") == poster
    owner.shares()
    assert owner.finds(".notice.saved").count() == 1
    owner.asks_for_packet()
    assert "/7/b/" in owner.path
    assert owner.unseen == []
