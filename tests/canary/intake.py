"""What the owner does with evidence beyond keeping a file: parts, chats, covers, places."""

import json
import re

from tests.canary.files import PIECE, PLACE_TOLD, Sample, content_of
from tests.canary.people import Owner, patiently
from tests.clamd import EICAR
from tests.visitor import Upload

PART_BYTES = 16384
PLACE = re.compile(r"<bdi>(-\d[^<]+)</bdi>")


def send_in_parts(owner: Owner, sample: Sample, *, is_whole: bool) -> None:
    """As the page's script does; what is not whole stays where it stopped."""
    content = content_of(sample, owner.marks)
    # Of each part a piece of its own: they are sealed one by one.
    for at in range(0, len(content), PART_BYTES):
        owner.marks.keep(f"{sample.name}.part", content[at + 99 : at + 99 + PIECE])
    name = f"{owner.marks.new(f'{sample.name}.file name')}.{sample.extension}"
    told = {"name": name, "length": len(content), "intimate": "no", "minor": "no", "pdq": ""}
    told |= {"shows": owner.marks.new(f"{sample.name}.shows"), "record": ""}
    sent = json.dumps(told).encode()
    owner.visit(f"{owner.case}6/")
    answer = _ask(owner, "POST", f"{owner.case}u/", sent, "application/json")
    where = answer["Location"]
    for at in range(0, len(content) if is_whole else PART_BYTES, PART_BYTES):
        part = content[at : at + PART_BYTES]
        _ask(owner, "PATCH", where, part, "application/offset+octet-stream", offset=at)
    if is_whole:
        _ask(owner, "POST", where, b"", "application/x-www-form-urlencoded")


def _ask(
    owner: Owner, method: str, path: str, body: bytes, kind: str, offset: int = 0
) -> dict[str, str]:
    tokens = (form.values.get("csrfmiddlewaretoken") for form in owner.page.forms)
    [token] = next(filter(None, tokens))
    headers = {"X-CSRFToken": token, "Content-Type": kind, "Upload-Offset": str(offset)}
    headers |= {"Content-Length": str(len(body))}
    answer = owner.ask(method, path, [body], headers)
    assert answer.status in (201, 204), answer.body
    return dict(answer.headers.items())


def quote_chat(owner: Owner) -> None:
    """Keeps an export, looks for a word in it, and makes a note of what was found."""
    new = owner.marks.new
    lines = [
        f"14/07/2026 20.{at:02d} - {new('chat.sender')}: {new('chat.said')}" for at in range(9)
    ]
    file = Upload.of(f"{new('chat.export')}.txt", "\n".join(lines).encode())
    owner.visit(f"{owner.case}k/")
    owner.submit("save", file=file, shows=new("chat.shows"), zone="WIB")
    item = owner.page.path
    _wait_for(owner, item, 'class="chat"', below="6/")
    owner.submit("find", text=new("chat.said"))
    owner.submit("find", text=new("chat.searched"))
    owner.visit(f"{item}6/")
    owner.submit("keep", pick=["2", "3"])
    owner.submit("save")


def cover(owner: Owner, item: str, incident: str) -> None:
    """A part of a picture by its numbers, and a word that the note holds."""
    owner.press_when_there(item, "/1/")
    owner.visit(f"{item}4/")
    owner.submit(boxes="12.34 23.45 34.56 45.67")
    owner.marks.keep("boxes", '"left": 1234', "12.34 23.45 34.56 45.67")
    owner.visit(f"{incident}t/")
    owner.submit(covered=owner.marks.new("covered words"))


def locate(owner: Owner, item: str) -> None:
    """Asks for the place that a file tells."""
    owner.press_when_there(item, "/8/")
    owner.marks.keep("place", PLACE_TOLD)
    shown = PLACE.search(owner.page.text)
    assert shown, owner.page.path
    owner.marks.keep("place", shown[1])


def bring_harm(owner: Owner) -> str:
    """A file in which the scanner finds something, and the name it has for it."""
    harm = Sample("harm", "txt", "text/plain", lambda mark: EICAR + mark("line").encode() * 9)
    item = owner.bring(harm)
    _wait_for(owner, item, "virus scanner found")
    return item


def _wait_for(owner: Owner, item: str, words: str, below: str = "") -> None:
    path = f"{item}{below}"
    for _ in patiently():
        if words in owner.ask("GET", path, (), {}).text:
            owner.visit(path)
            return
    raise AssertionError(f"{path} never said: {words}")
