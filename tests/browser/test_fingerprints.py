"""Files whose fingerprints are taken on the phone and which never leave it."""

import hashlib
from collections.abc import Iterator
from typing import Any

import pytest
from PIL import Image

from tests.browser.measuring import COMPARE, FINGERPRINT, Bench, Measurer, bench
from tests.browser.pictures import PICTURES, picture, recorded
from tests.sample_files import encoded, heic, noise

SOME_BYTES = bytes(range(256)) * 9000
METHOD = "pdq-512-squash/1"
MOST_APART = 10


@pytest.fixture(scope="module")
def served(static_files: None) -> Iterator[Bench]:
    with bench() as found:
        yield found


@pytest.fixture
def measurer(browser: Any, served: Bench) -> Iterator[Measurer]:
    served.lies = False
    served.arrived.clear()
    context = browser.new_context()
    context.set_default_timeout(15_000)
    found = Measurer(context, served)
    yield found
    context.close()
    assert found.faults == []


def apart(one: str, other: str) -> int:
    return (int(one, 16) ^ int(other, 16)).bit_count()


def test_twenty_pictures_look_to_the_browser_as_they_do_to_the_package(
    measurer: Measurer, record_property: Any
) -> None:
    measurer.opens(FINGERPRINT)
    distances, qualities = [], []
    for number, (hashed, quality) in enumerate(recorded()):
        kind = f"image/{PICTURES[number][3].lower()}"
        assert measurer.chooses(picture(number), kind) in ("done", "weak")
        assert measurer.filled("pdq_method") == METHOD
        distances.append(apart(measurer.filled("pdq"), hashed))
        qualities.append(abs(int(measurer.filled("pdq_quality")) - quality))
    record_property("bits between browser and package", str(distances))
    assert len(distances) == 20
    assert max(distances) <= MOST_APART
    assert max(qualities) <= 3


def test_a_file_of_any_kind_gets_its_digest_and_stays_here(measurer: Measurer) -> None:
    measurer.opens(FINGERPRINT)
    assert measurer.chooses(SOME_BYTES, "video/mp4") == "done"
    assert measurer.filled("sha256") == hashlib.sha256(SOME_BYTES).hexdigest()
    assert measurer.filled("size") == str(len(SOME_BYTES))
    assert measurer.filled("media_type") == "video/mp4"
    assert measurer.filled("pdq") == ""
    sent = measurer.sends()
    assert b"sha256=" in sent
    assert len(sent) < 300


def test_another_choice_leaves_nothing_of_the_one_before(measurer: Measurer) -> None:
    measurer.opens(FINGERPRINT)
    assert measurer.chooses(picture(0)) == "done"
    assert measurer.chooses(SOME_BYTES, "text/plain") == "done"
    assert measurer.filled("pdq") == measurer.filled("pdq_method") == ""
    measurer.finds("input[type=file]").set_input_files([])
    measurer.page.wait_for_function("document.querySelector('[name=sha256]').value === ''")


def test_a_picture_with_nothing_to_see_is_told_apart(measurer: Measurer) -> None:
    measurer.opens(FINGERPRINT)
    plain = encoded(Image.new("RGB", (300, 200), "gray"), "PNG")
    assert measurer.chooses(plain) == "weak"


@pytest.mark.parametrize("content", [heic(), b"no picture at all"], ids=["HEIC", "not a picture"])
def test_what_does_not_open_keeps_its_digest(measurer: Measurer, content: bytes) -> None:
    measurer.opens(FINGERPRINT)
    assert measurer.chooses(content, "image/heic") == "decode"
    assert measurer.filled("sha256") == hashlib.sha256(content).hexdigest()
    assert measurer.filled("pdq") == ""


def test_a_browser_that_changes_what_is_read_back_says_so(measurer: Measurer) -> None:
    measurer.bench.lies = True
    measurer.opens(FINGERPRINT)
    content = picture(0)
    assert measurer.chooses(content) == "canvas"
    assert measurer.filled("sha256") == hashlib.sha256(content).hexdigest()
    assert measurer.filled("pdq") == measurer.filled("pdq_method") == ""


def test_the_same_file_a_copy_made_smaller_and_another_one(measurer: Measurer) -> None:
    kept = encoded(noise(800, 600, seed=3), "PNG")
    measurer.opens(FINGERPRINT)
    measurer.chooses(kept)
    known = {name: measurer.filled(name) for name in ("sha256", "pdq")}
    measurer.opens(COMPARE, **known)
    smaller = encoded(noise(800, 600, seed=3).resize((400, 300)), "JPEG", quality=60)
    assert measurer.chooses(kept) == "same"
    assert measurer.chooses(smaller, "image/jpeg") == "alike"
    assert measurer.chooses(encoded(noise(800, 600, seed=4), "PNG")) == "other"
    assert measurer.chooses(SOME_BYTES, "text/plain") == "other decode"


def test_no_other_address_may_be_a_worker(measurer: Measurer) -> None:
    measurer.opens(FINGERPRINT)
    for address in ("/static/js/x.js", "//localhost/static/js/w.js", "data:text/javascript,1"):
        measurer.finds("form").evaluate("(form, to) => { form.dataset.worker = to; }", address)
        assert measurer.chooses(SOME_BYTES, "text/plain") == "failed"
