"""Files that go in parts over lines that break, tabs that close and a site that starts again."""

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.browser.conftest import ADDRESSES, Stage
from tests.browser.inspection import PHONE, Inspector
from tests.browser.line import Asked, Fate, Line, line_to, losing
from tests.browser.neutral import Neutral
from tests.browser.people import Owner, Upload
from tests.instance import Instance, killed_and_started
from tests.sample_files import text

MIB = 1 << 20
HEAD = b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom"
NOTE = "#note:not([hidden])"
SENDING = "#send:not([hidden])"


def film(size: int, seed: int = 1) -> bytes:
    """Noise that calls itself a video."""
    return HEAD + random.Random(seed).randbytes(size - len(HEAD))


@pytest.fixture(scope="module")
def carried(site: Instance) -> Iterator[Line]:
    with line_to(site.base_url) as line:
        yield line


@pytest.fixture
def line(carried: Line) -> Iterator[Line]:
    carried.is_good()
    yield carried
    carried.is_good()


@pytest.fixture
def owner(browser: Any, line: Line) -> Iterator[Owner]:
    """With notes of her own, on the page that takes a file."""
    context = browser.new_context(
        viewport=PHONE, extra_http_headers={"X-Forwarded-For": next(ADDRESSES)}
    )
    context.set_default_timeout(60_000)
    found = Owner(context, line.url, Inspector(is_thorough=False))
    found.begins()
    found.visits(f"{found.home}6/")
    yield found
    context.close()


def chooses(owner: Owner, folder: Path, content: bytes, name: str = "VID_0001.mp4") -> None:
    path = folder / name
    path.write_bytes(content)
    owner.finds("input[type=file]").set_input_files(path)


def begins_to_send(owner: Owner, folder: Path, content: bytes) -> None:
    chooses(owner, folder, content)
    owner.fills_in("minor", "no")
    owner.finds_main_button().click()
    owner.finds(SENDING).wait_for()


def arrives(owner: Owner) -> None:
    owner.page.wait_for_url("**/b/*/", timeout=240_000)


def parts(line: Line) -> list[Asked]:
    return [one for one in line.asked if one.method == "PATCH"]


def slices_found(folder: Path, content: bytes) -> list[str]:
    """In which files any of many slices of the content stands in clear."""
    slices = [content[at : at + 48] for at in range(MIB // 2, len(content), MIB)]
    kept = [path for path in folder.rglob("*") if path.is_file()]
    texts = ((str(path), path.read_bytes()) for path in kept)
    return [path for path, data in texts if any(one in data for one in slices)]


def kept_bytes(owner: Owner, folder: Path) -> bytes:
    owner.follows("/2/")
    owner.proves_herself()
    return owner.downloads(folder, owner.finds_main_button()).read_bytes()


def test_25_mb_arrive_byte_for_byte_over_a_line_that_loses_much(
    owner: Owner, line: Line, site: Instance, tmp_path: Path, record_property: Any
) -> None:
    """One in four questions is lost and 15 of 100 answers; in between the site starts again."""
    content = film(25 * MIB)
    line.fate = losing(5, questions=0.25, answers=0.15)
    begins_to_send(owner, tmp_path, content)
    owner.waits_until(lambda: line.count("PATCH") >= 6)
    killed_and_started(site, "web")
    assert slices_found(site.state_dir, content) == []
    arrives(owner)
    fates = [one.fate for one in line.asked]
    record_property("questions, lost questions, lost answers", str(counted(fates)))
    assert {Fate.QUESTION_LOST, Fate.ANSWER_LOST} <= set(fates)
    line.is_good()
    assert kept_bytes(owner, tmp_path) == content
    assert slices_found(site.state_dir, content) == []


def counted(fates: list[Fate]) -> tuple[int, int, int]:
    return len(fates), fates.count(Fate.QUESTION_LOST), fates.count(Fate.ANSWER_LOST)


def test_after_a_closed_tab_the_same_file_goes_on_where_it_stood(
    owner: Owner, line: Line, tmp_path: Path
) -> None:
    content = film(3 * MIB, seed=2)
    line.is_open.clear()
    begins_to_send(owner, tmp_path, content)
    owner.waits_until(lambda: line.count("PATCH") == 1)
    line.is_open.set()
    owner.waits_until(lambda: line.count("PATCH") >= 2)
    owner.page.close()
    owner.page = owner.context.new_page()
    line.is_good()
    owner.visits(f"{owner.home}6/")
    begins_to_send(owner, tmp_path, content)
    arrives(owner)
    assert parts(line)[0].offset > 0
    assert sum(one.size for one in parts(line)) < len(content)
    assert kept_bytes(owner, tmp_path) == content


def test_a_refusal_is_said_where_errors_stand(owner: Owner, line: Line, tmp_path: Path) -> None:
    chooses(owner, tmp_path, b"MZ" + bytes(range(256)) * 2000, "alat.exe")
    owner.fills_in("shows", "Berkas dari obrolan.")
    owner.fills_in("minor", "no")
    owner.finds_main_button().click()
    summary = owner.finds("[role=alert]")
    summary.wait_for()
    assert summary.evaluate("one => one === document.activeElement")
    assert summary.locator("a").get_attribute("href") == "#id_file"
    assert len(summary.locator("a").inner_text()) > 20
    assert ":" in owner.page.title()
    assert owner.finds("textarea").input_value() == "Berkas dari obrolan."
    assert owner.finds(SENDING).count() == 0


def test_a_question_that_is_open_is_led_to(owner: Owner, line: Line, tmp_path: Path) -> None:
    chooses(owner, tmp_path, film(MIB))
    owner.finds_main_button().click()
    owner.finds("[role=alert] a").click()
    assert owner.finds("input[name=minor]").first.evaluate("one => one === document.activeElement")
    assert parts(line) == []


def test_a_refused_file_leaves_the_way_free_for_another(
    owner: Owner, line: Line, tmp_path: Path
) -> None:
    chooses(owner, tmp_path, b"MZ" + bytes(range(256)) * 2000, "alat.exe")
    owner.finds_main_button().click()
    owner.finds("[role=alert]").wait_for()
    chooses(owner, tmp_path, text(), "obrolan.txt")
    owner.finds_main_button().click()
    arrives(owner)


def test_a_chat_goes_in_parts_as_well(owner: Owner, line: Line, tmp_path: Path) -> None:
    """Its clock goes along; a clock that is missing is led to."""
    owner.visits(f"{owner.home}k/")
    content = text() * 200
    chooses(owner, tmp_path, content, "WhatsApp Chat.txt")
    owner.fills_in("zone", "elsewhere")
    owner.finds_main_button().click()
    link = owner.finds("[role=alert] a")
    assert link.get_attribute("href") == "#id_offset"
    owner.fills_in("zone", "WITA")
    owner.finds_main_button().click()
    arrives(owner)
    assert sum(one.size for one in parts(line)) == len(content)
    assert kept_bytes(owner, tmp_path) == content


def test_whoever_stops_finds_the_form_again_and_the_parts_are_dropped(
    owner: Owner, line: Line, tmp_path: Path
) -> None:
    line.is_open.clear()
    begins_to_send(owner, tmp_path, film(MIB, seed=3))
    owner.waits_until(lambda: line.count("PATCH") == 1)
    owner.finds(f"{SENDING} button").click()
    assert owner.finds(NOTE).inner_text()
    assert owner.finds_main_button().is_visible()
    owner.waits_until(lambda: line.count("DELETE") == 1)
    line.is_good()
    owner.finds_main_button().click()
    arrives(owner)
    assert parts(line)[0].offset == 0


def test_a_dead_line_is_given_up_and_the_file_goes_on_later(
    owner: Owner, line: Line, tmp_path: Path
) -> None:
    owner.page.clock.install()
    owner.looks_again()
    line.fate = lambda: Fate.QUESTION_LOST if line.count("PATCH") else Fate.ARRIVES
    begins_to_send(owner, tmp_path, film(MIB, seed=4))
    owner.waits_until(lambda: owner.finds(NOTE).count() == 1, meanwhile=lambda: passes(owner, 30))
    line.is_good()
    owner.finds_main_button().click()
    arrives(owner)
    assert line.count("PATCH")


def passes(owner: Owner, seconds: int) -> None:
    owner.page.clock.fast_forward(seconds * 1000)


def test_notes_do_not_lock_while_parts_arrive(owner: Owner, line: Line, tmp_path: Path) -> None:
    owner.page.clock.install()
    owner.looks_again()
    line.is_open.clear()
    begins_to_send(owner, tmp_path, film(MIB, seed=6))
    owner.waits_until(lambda: line.count("PATCH") == 1)
    passes(owner, 12 * 60)
    line.is_open.set()
    owner.waits_until(lambda: line.count("PATCH") == 2)
    line.is_open.clear()
    passes(owner, 12 * 60)
    assert owner.page.locator("#idle").is_hidden()


def test_leaving_fast_ends_an_upload(
    owner: Owner, line: Line, neutral: Neutral, tmp_path: Path
) -> None:
    line.is_open.clear()
    begins_to_send(owner, tmp_path, film(3 * MIB, seed=7))
    owner.waits_until(lambda: line.count("PATCH") == 1)
    owner.presses_exit()
    owner.page.wait_for_url(neutral.url)
    line.is_open.set()
    owner.waits_until_nothing_is_left()
    assert line.count("PATCH") == 1


def test_an_answer_that_comes_after_leaving_changes_nothing(
    owner: Owner, line: Line, neutral: Neutral, tmp_path: Path
) -> None:
    line.is_open.clear()
    begins_to_send(owner, tmp_path, film(MIB, seed=8))
    owner.waits_until(lambda: line.count("PATCH") == 1)
    with owner.without_answer_from(neutral.url):
        owner.presses_exit()
        with owner.page.expect_response("**/u/*/"):
            line.is_open.set()
        assert owner.finds(".sky-row").count() == 2
    assert "/b/" not in owner.page.url


def test_without_a_script_the_form_goes_as_a_whole(without_script: Stage, tmp_path: Path) -> None:
    owner = without_script.enters(Owner)
    owner.begins()
    owner.visits(f"{owner.home}6/")
    content = film(2 * MIB, seed=9)
    owner.keeps_file(Upload("VID_0001.mp4", "video/mp4", content, "Rekaman."))
    assert "/b/" in owner.path
    assert kept_bytes(owner, tmp_path) == content


def test_a_browser_without_workers_sends_the_form_as_a_whole(
    owner: Owner, line: Line, tmp_path: Path
) -> None:
    owner.page.add_init_script("delete globalThis.Worker")
    owner.looks_again()
    chooses(owner, tmp_path, film(MIB, seed=10))
    owner.fills_in("minor", "no")
    owner.goes_on()
    assert "/b/" in owner.path
    assert line.asked == []
