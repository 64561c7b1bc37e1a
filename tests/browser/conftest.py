"""One running site with LBH Satu for all stories, and a stage of browsers for each."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, TypeVar

import pytest

from tests.browser.inspection import PHONE, Inspector
from tests.browser.neutral import Neutral, weather_site
from tests.browser.person import Person
from tests.instance import Instance, running_instance

P = TypeVar("P", bound=Person)


@pytest.fixture(scope="session")
def neutral() -> Iterator[Neutral]:
    with weather_site() as found:
        yield found


@pytest.fixture(scope="session")
def site(
    chromium: str, neutral: Neutral, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Instance]:
    folder = tmp_path_factory.mktemp("site")
    with running_instance(folder, extra_env={"KBGO_NEUTRAL_TARGET": neutral.url}) as instance:
        yield instance


@pytest.fixture(scope="session")
def poster(site: Instance) -> list[str]:
    """The words of its key, as LBH Satu hangs them out."""
    return site.run("-m", "tests.browser.satu").split()


@dataclass(slots=True)
class Stage:
    """Lets people in, each with a browser context of her own."""

    browser: Any
    base_url: str
    java_script: bool
    inspector: Inspector
    contexts: list[Any] = field(default_factory=list)

    def enters(self, kind: type[P]) -> P:
        context = self.browser.new_context(viewport=PHONE, java_script_enabled=self.java_script)
        context.set_default_timeout(15_000)
        self.contexts.append(context)
        return kind(context, self.base_url, self.inspector)


@pytest.fixture(params=[True, False], ids=["JavaScript", "no JavaScript"])
def stage(browser: Any, site: Instance, request: pytest.FixtureRequest) -> Iterator[Stage]:
    inspector = Inspector(is_thorough=request.param)
    opened = Stage(browser, site.base_url, request.param, inspector)
    yield opened
    for context in opened.contexts:
        context.close()
