"""Somebody who uses keys alone: each step is reached and answered, and she always sees where."""

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


def test_keys_alone_lead_through_a_page_of_each_step(owner: KeyboardOwner) -> None:
    """She begins, and answers one question of A to E; she asks for papers in F. The first
    stop after the way to the content is the exit, and no stop is invisible.
    """
    owner.begins()
    owner.opens_task(1)
    owner.follows("/1/baru/")
    owner.goes_on()
    owner.answers(forms=["ncii", "peras"])
    owner.opens_task(2)
    owner.follows("/2/1/")
    owner.answers(still_in_contact="yes")
    owner.opens_task(3)
    owner.follows_into("/3/")
    owner.answers(answer=["luas"])
    owner.opens_task(4)
    owner.follows("/4/baru/")
    owner.answers(platform="instagram")
    owner.opens_task(5)
    owner.opens_task(7)
    owner.follows("/7/1/")
    assert owner.path == "/ulang" or owner.path.endswith("/7/1/")
    assert owner.unseen == []
