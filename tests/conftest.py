"""The ground under every test: a private state directory, private services, closed sockets.

The environment is prepared while this file is read, before Django's settings are.
"""

import atexit
import os
import re
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import django
import hypothesis
import pytest

from kbgo.catalogue import compile_catalogues
from tests import services
from tests.flushing import logs_erased_before_flush  # noqa: F401  a fixture

WORKER = os.environ.get("PYTEST_XDIST_WORKER", "main")
RUNNING = ExitStack()
# By these fixtures a test stands on the database or the broker that this run was given.
ON_PARTS = frozenset({"db", "transactional_db", "database", "redis_url"})


def new_root() -> Path:
    """The folder of this run, made by the first process and handed on to the others."""
    if known := os.environ.get("KBGO_TESTS_ROOT"):
        return Path(known)
    root = Path(tempfile.mkdtemp(prefix="kbgo-tests-"))
    root.chmod(0o711)
    RUNNING.callback(shutil.rmtree, root, ignore_errors=True)
    os.environ["KBGO_TESTS_ROOT"] = str(root)
    compile_catalogues()
    start_services(root)
    return root


def start_services(root: Path) -> None:
    """On SQLite and files unless this run was asked to stand on PostgreSQL or Redis."""
    for name in ("DATABASE_URL", "SHRED_DATABASE_URL", "REDIS_URL"):
        os.environ.pop(name, None)
    if os.environ.get("KBGO_TEST_DATABASE") == "postgresql":
        url = RUNNING.enter_context(services.running_postgresql(root / "postgresql"))
        os.environ |= {"DATABASE_URL": f"{url}kbgo", "SHRED_DATABASE_URL": f"{url}kbgo_shred"}
    if os.environ.get("KBGO_TEST_BROKER") == "redis":
        os.environ["REDIS_URL"] = RUNNING.enter_context(services.running_redis(root / "redis"))


def prepare_environment() -> Path:
    for name in [name for name in os.environ if name.startswith("KBGO_") and "_TEST" not in name]:
        del os.environ[name]
    state = new_root() / WORKER
    state.mkdir(mode=0o700, exist_ok=True)
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "kbgo.settings",
        "KBGO_ENV": "development",
        "KBGO_STATE_DIR": str(state),
        "KBGO_ALLOWED_HOSTS": "testserver,localhost,127.0.0.1",
        "KBGO_ARGON2_MEMORY_KIB": "64",
        "KBGO_ARGON2_ITERATIONS": "1",
        "FAIL_INVALID_TEMPLATE_VARS": "true",
    }
    return state


STATE_DIR = prepare_environment()
# Here and not in a hook: the conftest of a folder is read before any hook runs, and imports models.
django.setup()
atexit.register(RUNNING.close)
hypothesis.settings.register_profile("few", max_examples=25, deadline=None)
hypothesis.settings.register_profile("many", max_examples=1000, deadline=None)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "few"))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_setupnodes() -> None:
    """With this name in its surroundings a worker would read the settings before it has a state
    directory of its own, and share this process's."""
    del os.environ["DJANGO_SETTINGS_MODULE"]


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """A test that may use the database may use both: default and shred. A run that was asked to
    stand on the big parts leaves out what would not touch them."""
    for item in items:
        mark = item.get_closest_marker("django_db")
        if mark or "db" in getattr(item, "fixturenames", ()):
            keywords: dict[str, Any] = dict(mark.kwargs) if mark else {}
            both = pytest.mark.django_db(**{"databases": "__all__"} | keywords)
            item.add_marker(both, append=False)
    if "KBGO_TEST_DATABASE" in os.environ:
        config.hook.pytest_deselected(items=[item for item in items if not _is_on_parts(item)])
        items[:] = [item for item in items if _is_on_parts(item)]


def _is_on_parts(item: pytest.Item) -> bool:
    names = getattr(item, "fixturenames", ())
    return item.get_closest_marker("django_db") is not None or not ON_PARTS.isdisjoint(names)


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Names and counts what was left out for lack of a program, and says what a test reports."""
    for report in terminalreporter.stats.get("passed", []):
        for name, told in report.user_properties:
            terminalreporter.write_line(f"{name}: {told}")
    reports = terminalreporter.stats.get("skipped", [])
    found = (
        re.search(rf"{services.LEFT_OUT} no (\w+)", str(report.longrepr)) for report in reports
    )
    for what, count in Counter(match[1] for match in found if match).items():
        terminalreporter.write_line(f"{services.LEFT_OUT} {count} tests for lack of {what}")


@pytest.fixture(scope="session", autouse=True)
def static_files() -> None:
    """Templates name static files by their hashes, as they do in production."""
    from django.conf import settings
    from django.core.management import call_command

    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    call_command("collectstatic", interactive=False, verbosity=0)


@pytest.fixture(scope="session")
def redis_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A Redis of this process's own."""
    if not services.find_redis():
        services.leave_out("Redis")
    with services.running_redis(tmp_path_factory.mktemp("redis")) as url:
        yield url


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of Debian's Chromium."""
    found = services.find_chromium()
    if not found:
        services.leave_out("Chromium")
    return found


@pytest.fixture(scope="session")
def playwright() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    # Playwright keeps an event loop running in this thread, which Django takes for async code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as driver:
        yield driver


@pytest.fixture(scope="session")
def browser(playwright: Any, chromium: str) -> Iterator[Any]:
    """Chromium under Playwright; root cannot use its sandbox."""
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    opened = playwright.chromium.launch(executable_path=chromium, args=arguments)
    yield opened
    opened.close()
