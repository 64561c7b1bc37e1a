"""One running site with LBH Satu for all stories, and a stage of browsers for each."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from typing import Any, TypeVar

import pytest

from tests.browser.inspection import PHONE, Inspector
from tests.browser.neutral import Neutral, weather_site
from tests.browser.person import Person
from tests.instance import Instance, running_instance

P = TypeVar("P", bound=Person)
# Of no network that exists.
ADDRESSES = (f"198.51.100.{number}" for number in count(1))


@pytest.fixture(scope="session")
def neutral() -> Iterator[Neutral]:
    with weather_site() as found:
        yield found


@pytest.fixture(scope="session")
def site(
    chromium: str, neutral: Neutral, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Instance]:
    """Takes a visitor's address from what a proxy in front of it would write."""
    folder = tmp_path_factory.mktemp("site")
    extra = {"KBGO_NEUTRAL_TARGET": neutral.url, "KBGO_BEHIND_PROXY": "1"}
    with running_instance(folder, extra_env=extra) as instance:
        yield instance


@pytest.fixture(scope="session")
def poster(site: Instance) -> list[str]:
    """The words of its key, as LBH Satu hangs them out."""
    return site.run("-m", "tests.browser.satu").split()


@dataclass(slots=True)
class Stage:
    """Lets people in, each with a browser context of her own and from an address of her own, so
    that nobody has to wait because many began on one day."""

    browser: Any
    base_url: str
    java_script: bool
    inspector: Inspector
    contexts: list[Any] = field(default_factory=list)

    def enters(self, kind: type[P]) -> P:
        context = self.browser.new_context(
            viewport=PHONE,
            java_script_enabled=self.java_script,
            extra_http_headers={"X-Forwarded-For": next(ADDRESSES)},
        )
        context.set_default_timeout(15_000)
        self.contexts.append(context)
        return kind(context, self.base_url, self.inspector)


@contextmanager
def opened_stage(
    browser: Any, site: Instance, *, java_script: bool, is_thorough: bool
) -> Iterator[Stage]:
    inspector = Inspector(is_thorough=is_thorough)
    opened = Stage(browser, site.base_url, java_script, inspector)
    yield opened
    for context in opened.contexts:
        context.close()


@pytest.fixture(params=[True, False], ids=["JavaScript", "no JavaScript"])
def stage(browser: Any, site: Instance, request: pytest.FixtureRequest) -> Iterator[Stage]:
    """For stories told twice, that look closely at each new page."""
    is_first = request.param
    with opened_stage(browser, site, java_script=is_first, is_thorough=is_first) as opened:
        yield opened


@pytest.fixture
def with_script(browser: Any, site: Instance) -> Iterator[Stage]:
    with opened_stage(browser, site, java_script=True, is_thorough=False) as opened:
        yield opened


@pytest.fixture
def without_script(browser: Any, site: Instance) -> Iterator[Stage]:
    with opened_stage(browser, site, java_script=False, is_thorough=False) as opened:
        yield opened
