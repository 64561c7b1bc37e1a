"""Fingerprints through the whole site: taken on her phone, kept as notes, compared again."""

import hashlib
import mimetypes
from collections.abc import Callable
from typing import Any

import pytest

from evidence.pdq import distance
from tests.browser.conftest import Stage
from tests.browser.measuring import LYING
from tests.browser.people import Owner, Upload
from tests.browser.pictures import picture, recorded
from tests.sample_files import encoded, noise

MOST_APART = 8
SAYS = "(was) => ![was, ''].includes(document.querySelector('main [role=status]').textContent)"
TEXT = b"bukan foto\n" * 300


class Picker(Owner):
    """An owner who has files on her phone that she does not send."""

    def begins_and_asks_for_a_fingerprint(self) -> None:
        self.begins()
        self.visits(f"{self.home}6/1/")

    def picks(self, content: bytes, kind: str = "image/png", name: str = "foto.png") -> str:
        """What the page says of the file once it has looked at it."""
        wait = self.finds("form").get_attribute("data-wait")
        file: Any = {"name": name, "mimeType": kind, "buffer": content}
        self.finds("input[type=file]").set_input_files(file)
        self.page.wait_for_function(SAYS, arg=wait)
        return self.finds("[role=status]").inner_text()

    def sentence(self, name: str) -> str:
        return self.finds("form").get_attribute(f"data-{name}") or ""

    @property
    def codes(self) -> list[str]:
        """Also those that are folded away."""
        return [one.replace(" ", "") for one in self.finds("dd.code").all_text_contents()]

    def looks_at(self, item: str) -> str:
        """The PDQ of the item, once somebody has looked at its picture."""
        self.visits(f"{item}5/")
        self.waits_for('form:not([data-pdq=""])')
        return self.sentence("pdq")


@pytest.fixture
def owner(with_script: Stage) -> Picker:
    found = with_script.enters(Picker)
    found.context.set_default_timeout(60_000)
    return found


@pytest.fixture
def sent(owner: Picker) -> list[bytes]:
    """Everything her browser sends."""
    bodies: list[bytes] = []
    owner.page.on("request", lambda one: bodies.append(one.post_data_buffer or b""))
    return bodies


def test_a_picture_is_kept_by_its_fingerprint_and_stays_on_the_phone(
    owner: Picker, sent: list[bytes]
) -> None:
    owner.begins_and_asks_for_a_fingerprint()
    content = picture(4)
    owner.finds("details.typed:not([open])").wait_for()
    sent.clear()
    assert owner.picks(content) == owner.sentence("done")
    assert owner.finds("input[name=typed]").is_hidden()
    owner.answers(kept_where="HP lama", shows="Layar obrolan")
    assert "/b/" in owner.path
    digest, looks = owner.codes[:2]
    assert digest == hashlib.sha256(content).hexdigest()
    assert distance(looks, recorded()[4][0]) <= MOST_APART
    assert 0 < sum(map(len, sent)) < 2000


def test_after_a_mistake_the_fingerprint_is_still_there(owner: Picker) -> None:
    """The page is drawn anew without its file; what is hidden in it and its picker go on."""
    owner.begins_and_asks_for_a_fingerprint()
    owner.picks(TEXT, "text/plain", "catatan.txt")
    owner.answers(shows="a" * 501)
    assert owner.finds("[role=alert]").is_visible()
    assert owner.finds("[role=status]").inner_text() == owner.sentence("done")
    other = picture(9)
    owner.picks(other)
    owner.answers(shows="Foto")
    assert owner.codes[0] == hashlib.sha256(other).hexdigest()


def test_she_asks_whether_another_file_is_the_same(owner: Picker, sent: list[bytes]) -> None:
    kept = encoded(noise(800, 600, seed=3), "PNG")
    owner.begins_and_asks_for_a_fingerprint()
    owner.picks(kept)
    owner.goes_on()
    owner.follows("/5/")
    sent.clear()
    smaller = encoded(noise(800, 600, seed=3).resize((400, 300)), "JPEG", quality=60)
    assert owner.picks(kept) == owner.sentence("same")
    assert owner.picks(smaller, "image/jpeg") == owner.sentence("alike")
    assert owner.picks(encoded(noise(800, 600, seed=4), "PNG")) == owner.sentence("other")
    assert owner.sentence("decode") in owner.picks(TEXT, "text/plain")
    assert not any(sent)
    owner.picks(smaller, "image/jpeg")
    alike = owner.sentence("alike")
    owner.goes_on()
    assert owner.finds(".notice").inner_text().strip() == alike


def test_a_canvas_that_lies_leaves_the_digest_and_says_so(owner: Picker) -> None:
    def lies(route: Any) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, body=LYING + answer.text())

    owner.context.route("**/js/w.*js", lies)
    owner.begins_and_asks_for_a_fingerprint()
    content = picture(4)
    assert owner.picks(content) == owner.sentence("canvas")
    owner.goes_on()
    assert owner.codes == [hashlib.sha256(content).hexdigest()]


def test_without_a_script_she_types_the_fingerprint(without_script: Stage) -> None:
    owner = without_script.enters(Picker)
    owner.begins_and_asks_for_a_fingerprint()
    assert owner.finds("[data-picker]").is_hidden()
    digest = hashlib.sha256(TEXT).hexdigest()
    owner.answers(typed=digest.upper())
    assert owner.codes == [digest]
    owner.follows("/5/")
    same = owner.sentence("same")
    owner.answers(typed=digest)
    assert owner.finds(".notice").inner_text().strip() == same


def see_through() -> bytes:
    """Half of it can be seen through, and its hidden colours are dark."""
    shown = noise(640, 480, seed=8).convert("RGBA")
    shown.putalpha(noise(640, 480, seed=9).convert("L").point(lambda one: 255 * (one > 128)))
    return encoded(shown, "PNG")


PICTURES: dict[str, Callable[[], bytes]] = {
    "layar.png": lambda: picture(0),
    "miring.jpg": lambda: picture(15),
    "kecil.png": lambda: picture(8),
    "tembus.png": see_through,
    "abu.png": lambda: encoded(noise(500, 700, seed=5).convert("L"), "PNG"),
}


def test_phone_and_site_see_the_same_in_a_picture(owner: Picker, record_property: Any) -> None:
    """Each of five is sent once, and kept by its fingerprint once: five pictures have spread."""
    owner.begins()
    owner.writes_down_incident()
    record = owner.path.rstrip("/").rpartition("/")[2]
    pairs = [kept_twice(owner, record, name) for name in PICTURES]
    apart = [distance(*(owner.looks_at(item) for item in pair)) for pair in pairs]
    record_property("bits between phone and site", str(apart))
    assert max(apart) <= MOST_APART
    owner.visits(f"{owner.home}0/1/")
    assert [one.locator("h2 a").count() for one in owner.finds("section").all()] == [2] * 5


def kept_twice(owner: Picker, record: str, name: str) -> tuple[str, str]:
    """Where the file is, and where its fingerprint; of a file that is here she is told so first."""
    content, kind = PICTURES[name](), mimetypes.guess_type(name)[0] or ""
    owner.visits(f"{owner.home}6/{record}/")
    owner.keeps_file(Upload(name, kind, content, "Foto"))
    first = owner.path
    owner.visits(f"{owner.home}6/1/{record}/")
    assert owner.picks(content, kind, name) == owner.sentence("done")
    owner.goes_on()
    owner.goes_on()
    return first, owner.path
