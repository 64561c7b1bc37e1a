"""Leaving fast: what is gone at once, what is gone afterwards, and what was typed in between."""

import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.browser.conftest import Stage
from tests.browser.inspection import PHONE, Inspector
from tests.browser.leaving import (
    TELLING,
    history_length,
    is_covered_by_another_app,
    is_neutral,
    paste_into,
    screen_after_exit,
    written_history,
)
from tests.browser.neutral import Neutral
from tests.browser.people import Owner
from tests.instance import Instance
from tests.services import LEFT_OUT

NOTE = "Dia menulis lagi malam ini."
WAYS: dict[str, Sequence[str]] = {
    "Shift three times": ("Shift", "Shift", "Shift"),
    "left, right, left": ("ShiftLeft", "ShiftRight", "ShiftLeft"),
}


@pytest.fixture(scope="module")
def words(browser: Any, site: Instance) -> Sequence[str]:
    """Of somebody who has notes here, with one thing written down."""
    context = browser.new_context(viewport=PHONE)
    owner = Owner(context, site.base_url, Inspector(is_thorough=False))
    owner.begins()
    owner.writes_down_incident()
    context.close()
    return owner.words


@pytest.fixture(scope="module", params=["Chromium", "Firefox"])
def engine(request: pytest.FixtureRequest, browser: Any, playwright: Any) -> Iterator[Any]:
    """Firefox where there is one that can be driven: Playwright's own, and no other."""
    if request.param == "Chromium":
        yield browser
        return
    if not Path(playwright.firefox.executable_path).exists():
        pytest.skip(f"{LEFT_OUT} no Firefox on this machine")
    opened = playwright.firefox.launch()
    yield opened
    opened.close()


@pytest.fixture
def open_stage(engine: Any, site: Instance) -> Iterator[Callable[..., Stage]]:
    opened: list[Stage] = []

    def opens(*, java_script: bool = True) -> Stage:
        stage = Stage(engine, site.base_url, java_script, Inspector(is_thorough=False))
        opened.append(stage)
        return stage

    yield opens
    for context in [context for stage in opened for context in stage.contexts]:
        context.close()


@pytest.fixture
def owner(open_stage: Callable[..., Stage], words: Sequence[str]) -> Owner:
    return signed_in(open_stage(), words)


def signed_in(stage: Stage, words: Sequence[str]) -> Owner:
    found = stage.enters(Owner)
    found.words = words
    found.signs_in()
    if found.path == "/masuk/1":
        found.follows("/c/")
    found.home = found.path
    return found


def at_the_note(owner: Owner) -> Owner:
    """On the page with the free text of the incident, which is the last of its questions."""
    owner.opens_task(1)
    owner.follows_into("/1/")
    owner.finds('a[href*="/7/"]').first.wait_for()
    owner.follows_into("/7/")
    return owner


@pytest.mark.parametrize("keys", WAYS.values(), ids=WAYS)
def test_three_presses_of_shift_leave(owner: Owner, neutral: Neutral, keys: Sequence[str]) -> None:
    for key in keys:
        owner.page.keyboard.press(key)
    owner.page.wait_for_url(neutral.url)
    owner.waits_until_nothing_is_left()


def test_everything_is_gone_in_the_click_itself(owner: Owner, neutral: Neutral) -> None:
    with owner.without_answer_from(neutral.url):
        assert is_neutral(screen_after_exit(owner.page))
        assert owner.finds(".sky-row").count() == 2


def test_typing_in_capitals_stays_on_the_page(owner: Owner) -> None:
    at_the_note(owner)
    box = owner.finds("textarea")
    box.fill("")
    box.press_sequentially("ABC JANGAN", delay=0)
    for key in ("Shift", "Shift", "a", "Shift"):
        owner.page.keyboard.press(key)
    assert box.input_value() == "ABC JANGANa"


def test_on_a_slow_line_the_neutral_page_stands_there_meanwhile(
    owner: Owner, neutral: Neutral
) -> None:
    with neutral.far_away():
        assert is_neutral(screen_after_exit(owner.page))
    owner.page.wait_for_url(neutral.url)


def test_a_second_tab_leaves_as_well(owner: Owner, neutral: Neutral) -> None:
    other = owner.context.new_page()
    other.goto(owner.base_url + owner.home)
    owner.presses_exit()
    other.wait_for_url(neutral.url)
    owner.page.wait_for_url(neutral.url)


def test_without_a_line_the_notes_are_gone_all_the_same(owner: Owner) -> None:
    owner.context.set_offline(True)
    with owner.page.expect_event("requestfailed", lambda request: request.is_navigation_request()):
        owner.presses_exit()
    assert owner.page.locator("header, .tasks").count() == 0
    assert "Catatan" not in owner.page.title()


@pytest.mark.parametrize("java_script", [True, False], ids=["JavaScript", "no JavaScript"])
def test_back_three_times_and_forward_show_nothing(
    open_stage: Callable[..., Stage],
    words: Sequence[str],
    neutral: Neutral,
    java_script: bool,
) -> None:
    owner = signed_in(open_stage(java_script=java_script), words)
    owner.opens_task(2)
    owner.visits(owner.home)
    owner.presses_exit()
    owner.page.wait_for_url(neutral.url)
    for turn in [owner.page.go_back] * 3 + [owner.page.go_forward]:
        turn()
        assert owner.page.locator(".tasks").count() == 0
        assert owner.path in ("/", "/cuaca", "/masuk", "blank")


def test_what_was_typed_is_sealed_and_comes_back_unsaved(owner: Owner, neutral: Neutral) -> None:
    at_the_note(owner)
    place = owner.path
    owner.fills_in("note", NOTE)
    owner.presses_exit()
    owner.page.wait_for_url(neutral.url)
    owner.waits_until_nothing_is_left()
    owner.signs_in()
    owner.visits(place)
    assert owner.finds("textarea").input_value() == NOTE
    assert owner.finds(".notice").count() == 1
    owner.goes_on()
    owner.visits(place)
    assert owner.finds(".notice").count() == 0


def test_more_than_a_browser_carries_away_ends_the_session_all_the_same(
    owner: Owner, neutral: Neutral
) -> None:
    at_the_note(owner)
    paste_into(owner, "a\n" * 25_000)
    owner.presses_exit()
    owner.page.wait_for_url(neutral.url)
    owner.waits_until_nothing_is_left()


def test_a_button_pressed_twice_sends_once(owner: Owner) -> None:
    owner.visits(f"{owner.home}1/baru/")
    sent: list[str] = []
    owner.page.on("request", lambda one: sent.append(one.url) if one.method == "POST" else None)
    owner.page.evaluate("for (const _ of 'ab') document.querySelector('[name=save]').click()")
    owner.finds("[role=alert]").wait_for()
    assert sent == [owner.page.url]


@pytest.mark.parametrize("answers", [{}, {"claimed": "pick", "claimed_day": "31"}])
def test_an_answer_that_comes_after_leaving_is_not_shown(
    owner: Owner, neutral: Neutral, answers: dict[str, str]
) -> None:
    """Neither the next page nor this one again with a mistake in it."""
    at_the_note(owner)
    owner.visits(f"{owner.path.removesuffix('/7/')}/4/")
    for name, value in answers.items():
        owner.fills_in(name, value)
    held: list[Any] = []

    def hold(route: Any) -> None:
        held.append(route)

    owner.page.route(owner.page.url, hold)
    owner.finds_main_button().click(no_wait_after=True)
    owner.waits_until(lambda: len(held) == 1)
    with owner.without_answer_from(neutral.url):
        owner.presses_exit()
        owner.finds(".sky-row").first.wait_for()
        with owner.page.expect_response(held[0].request.url) as answered:
            held[0].continue_()
        answered.value.finished()
        owner.page.evaluate("fetch('/cuaca').then((answer) => answer.text())")  # Time to go wrong.
        assert (owner.path, owner.finds(".sky-row").count()) == ("/cuaca", 2)
        assert owner.page.locator("header, form, .tasks, .card").count() == 0


def test_text_stays_when_the_phone_goes_back_out_of_the_notes(owner: Owner) -> None:
    at_the_note(owner)
    place = owner.path
    owner.fills_in("note", NOTE)
    owner.goes_back()
    owner.visits(place)
    assert owner.finds("textarea").input_value() == NOTE


def test_a_visit_is_one_entry_of_the_history(owner: Owner) -> None:
    before = history_length(owner)
    owner.follows("/2/")
    owner.follows("/2/1/")
    owner.answers(still_in_contact="yes")
    owner.answers()
    assert owner.finds("[role=alert]").is_visible()
    assert history_length(owner) == before


def test_leaving_works_from_an_error_and_signed_out(
    open_stage: Callable[..., Stage], neutral: Neutral
) -> None:
    visitor = open_stage().enters(Owner)
    visitor.visits("/masuk")
    visitor.answers(words="satu dua")
    assert visitor.is_refused
    visitor.presses_exit()
    visitor.page.wait_for_url(neutral.url)


@pytest.mark.parametrize("java_script", [True, False], ids=["JavaScript", "no JavaScript"])
def test_switching_the_language_keeps_what_was_typed(
    open_stage: Callable[..., Stage], words: Sequence[str], java_script: bool
) -> None:
    owner = at_the_note(signed_in(open_stage(java_script=java_script), words))
    before = history_length(owner)
    owner.fills_in("note", NOTE)
    owner._goes(owner.page.locator("button.lang").click)
    assert owner.page.locator("html").get_attribute("lang") == "en"
    assert owner.finds("textarea").input_value() == NOTE
    assert owner.finds("[role=alert]").count() == 0
    if java_script:
        assert history_length(owner) == before


def test_the_notes_lock_by_themselves_after_a_word_of_warning(owner: Owner) -> None:
    owner.page.clock.install()
    at_the_note(owner)
    owner.fills_in("note", NOTE)
    owner.page.clock.fast_forward("13:01")
    strip = owner.page.locator("#idle")
    strip.wait_for()
    owner.page.clock.fast_forward("02:00")
    owner.page.wait_for_url(owner.base_url + "/")
    owner.waits_until_nothing_is_left()


def test_another_app_in_front_sees_the_neutral_page(owner: Owner) -> None:
    owner.reads_chronology()
    owner.waits_until(lambda: is_covered_by_another_app(owner.page))
    owner.page.locator(".sky button").click()
    assert owner.page.locator("header").is_visible()


def test_the_browser_keeps_no_telling_address_or_title(
    browser: Any, chromium: str, site: Instance, words: Sequence[str], tmp_path: Path
) -> None:
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    context = browser.browser_type.launch_persistent_context(
        tmp_path, executable_path=chromium, args=arguments, viewport=PHONE
    )
    owner = Owner(context, site.base_url, Inspector(is_thorough=False))
    owner.begins()
    owner.writes_down_incident()
    for number in (2, 3, 4, 5, 7):
        owner.opens_task(number)
    owner.presses_exit()
    owner.waits_until_nothing_is_left()
    context.close()
    kept = written_history(tmp_path)
    assert kept
    assert [one for one in kept if any(word in one.lower() for word in TELLING)] == []
