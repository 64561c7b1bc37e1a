"""A browser without JavaScript: visits pages, fills in their forms, follows where it is led.

It sends `Secure` cookies over plain HTTP, as browsers do to the loopback, and keeps everything in
memory.
"""

import http.client
import secrets
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from html.parser import HTMLParser
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urljoin, urlsplit

MOST_REDIRECTS = 10
PIECE = 1 << 20
REDIRECTS = frozenset({301, 302, 303, 307, 308})
TICKED = frozenset({"radio", "checkbox"})
TYPED = frozenset({"text", "password", "email", "search", "tel", "url", "number"})

Values = dict[str, list[str]]
Piece = bytes | memoryview


@dataclass(frozen=True, slots=True)
class Upload:
    """A file to send: its name and type as a browser tells them, and its bytes in pieces."""

    name: str
    size: int
    pieces: Callable[[], Iterable[Piece]]
    media_type: str = "application/octet-stream"

    @classmethod
    def of(cls, name: str, content: bytes, media_type: str = "text/plain") -> "Upload":
        view = memoryview(content)
        steps = range(0, len(content), PIECE)
        return cls(name, len(content), lambda: (view[i : i + PIECE] for i in steps), media_type)


@dataclass(slots=True)
class Form:
    """A form of a page as a browser would send it back untouched; `texts` are its free texts."""

    action: str
    method: str
    values: Values = field(default_factory=dict)
    names: set[str] = field(default_factory=set)
    texts: set[str] = field(default_factory=set)
    choices: Values = field(default_factory=dict)
    files: set[str] = field(default_factory=set)
    buttons: list[tuple[str, str]] = field(default_factory=list)

    def takes(self, names: Iterable[str]) -> bool:
        return set(names) <= self.names | self.files


@dataclass(frozen=True)
class Page:
    """An answer that came to rest, at the path where the redirects ended."""

    path: str
    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @cached_property
    def text(self) -> str:
        return self.body.decode()

    @cached_property
    def _read(self) -> "PageReader":
        reader = PageReader()
        reader.feed(self.text)
        reader.close()
        return reader

    @property
    def forms(self) -> list[Form]:
        return self._read.forms

    def form_towards(self, ending: str) -> int | None:
        """The number of the form whose target ends so."""
        targets = [form.action for form in self.forms]
        return next((n for n, target in enumerate(targets) if target.endswith(ending)), None)

    @property
    def links(self) -> list[tuple[str, str]]:
        """Text and address of each link."""
        return [(" ".join(text.split()), address) for text, address in self._read.links]

    @property
    def heading(self) -> str:
        return " ".join("".join(self._read.headings).split())


class Visitor:
    """Somebody at a browser of her own; `page` is what she sees now."""

    def __init__(self, base_url: str) -> None:
        self.base_url = base_url
        self.cookies: dict[str, str] = {}
        self.page = Page("/", 0, http.client.HTTPMessage(), b"")

    def visit(self, path: str, *, status: int = 200) -> Page:
        """Goes to an address of the site, and expects this status there."""
        return self._go("GET", path, status=status)

    def follow(self, beginning: str) -> Page:
        """Clicks the first link whose text begins so."""
        for text, address in self.page.links:
            if text.startswith(beginning):
                return self.visit(urljoin(self.page.path, address))
        raise AssertionError(f"no link “{beginning}” on {self.page.path}")

    def submit(self, chosen: int | str | None = None, /, **filled: object) -> Page:
        """Fills in a form of the page and sends it off.

        `chosen` is the number of the form on the page or the name of one of its buttons; without
        it the first form with a button takes what is filled in. A value is text, a list of texts
        or an Upload. Fields that are not named go back as they stand on the page.
        """
        form = self._form(chosen, filled)
        values = (
            form.values | _button(form, chosen) | {name: _texts(v) for name, v in filled.items()}
        )
        files = {name: v for name, v in filled.items() if isinstance(v, Upload)}
        for name in files:
            del values[name]
        path = urljoin(self.page.path, form.action)
        if form.method == "get":
            return self.visit(f"{urlsplit(path).path}?{urlencode(values, doseq=True)}")
        return self._go("POST", path, *_encoded(values, files, is_multipart=bool(form.files)))

    def send(self, path: str, values: Values, *, status: int) -> Page:
        """What a page's script would send, with the origin that a browser adds."""
        body, headers = _encoded(values, {}, is_multipart=True)
        return self._go("POST", path, body, {"Origin": self.base_url} | headers, status=status)

    def _form(self, chosen: int | str | None, filled: Iterable[str]) -> Form:
        if isinstance(chosen, int):
            return self.page.forms[chosen]
        fitting = (
            form
            for form in self.page.forms
            if form.takes(filled) and (chosen is None or chosen in dict(form.buttons))
        )
        found = next(fitting, None)
        assert found, f"no form for {chosen} with {sorted(filled)} on {self.page.path}"
        return found

    def _go(
        self,
        method: str,
        path: str,
        body: Iterable[Piece] = (),
        headers: dict[str, str] | None = None,
        *,
        status: int = 200,
    ) -> Page:
        for _ in range(MOST_REDIRECTS):
            self.page = self.ask(method, path, body, headers or {})
            target = self.page.headers.get("Location")
            if self.page.status not in REDIRECTS or target is None or _leads_away(target):
                break
            method, path, body, headers = "GET", urljoin(path, target), (), {}
        if self.page.status not in (status, *REDIRECTS):
            raise AssertionError(f"{method} {path} answered {self.page.status}, not {status}")
        return self.page

    def ask(self, method: str, path: str, body: Iterable[Piece], headers: dict[str, str]) -> Page:
        """One request, and what answers it; she stays on her page."""
        address = urlsplit(self.base_url)
        connection = http.client.HTTPConnection(address.hostname or "", address.port, timeout=120)
        try:
            connection.request(method, path, body or None, self._headers() | headers)
            answer = connection.getresponse()
            self._keep_cookies(answer.headers)
            return Page(path, answer.status, answer.headers, answer.read())
        finally:
            connection.close()

    def _headers(self) -> dict[str, str]:
        kept = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        return {"Cookie": kept} if kept else {}

    def _keep_cookies(self, headers: http.client.HTTPMessage) -> None:
        for line in headers.get_all("Set-Cookie", []):
            for name, cookie in SimpleCookie(line).items():
                if cookie["max-age"] == "0" or not cookie.value:
                    self.cookies.pop(name, None)
                else:
                    self.cookies[name] = cookie.value


def _leads_away(target: str) -> bool:
    return bool(urlsplit(target).netloc)


def _texts(value: object) -> list[str]:
    return [str(each) for each in value] if isinstance(value, list | tuple) else [str(value)]


def _button(form: Form, chosen: int | str | None) -> Values:
    """The button that was pressed goes along with its value; without a choice, the first one."""
    pressed = [b for b in form.buttons if not isinstance(chosen, str) or b[0] == chosen][:1]
    return {name: [value] for name, value in pressed if name}


def _encoded(
    values: Values, files: dict[str, Upload], *, is_multipart: bool
) -> tuple[Iterable[Piece], dict[str, str]]:
    """Body and headers of a POST; RFC 7578 where the form holds files."""
    if not is_multipart:
        body = urlencode(values, doseq=True).encode()
        kind = "application/x-www-form-urlencoded"
        return [body], {"Content-Type": kind, "Content-Length": str(len(body))}
    boundary = secrets.token_hex(16)
    parts = [(_head(boundary, name), Upload.of("", text.encode())) for name, text in _pairs(values)]
    parts += [(_head(boundary, name, file), file) for name, file in files.items()]
    end = f"--{boundary}--\r\n".encode()
    length = sum(len(head) + content.size + 2 for head, content in parts) + len(end)
    kind = f"multipart/form-data; boundary={boundary}"
    return _stream(parts, end), {"Content-Type": kind, "Content-Length": str(length)}


def _pairs(values: Values) -> Iterator[tuple[str, str]]:
    for name, texts in values.items():
        for text in texts:
            yield name, text


def _head(boundary: str, name: str, file: Upload | None = None) -> bytes:
    lines = f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"'
    if file:
        lines += f'; filename="{file.name}"\r\nContent-Type: {file.media_type}'
    return f"{lines}\r\n\r\n".encode()


def _stream(parts: Iterable[tuple[bytes, Upload]], end: bytes) -> Iterator[Piece]:
    for head, content in parts:
        yield head
        yield from content.pieces()
        yield b"\r\n"
    yield end


class PageReader(HTMLParser):
    """Reads forms, links and the heading out of a page."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.forms: list[Form] = []
        self.links: list[tuple[str, str]] = []
        self.headings: list[str] = []
        self._form: Form | None = None
        self._select = ""
        self._area = ""
        self._texts: list[str] = []
        self._reading = ""
        self._is_inert = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._form = Form(told.get("action", ""), told.get("method", "get").lower())
            self.forms.append(self._form)
        elif tag == "a" and "href" in told:
            self._start("a")
            self.links.append(("", told["href"]))
        elif tag == "template":
            self._is_inert = True
        elif tag == "h1" and not self._is_inert:
            self._start("h1")
        elif self._form and tag in ("input", "button", "select", "option", "textarea"):
            self._control(tag, told, self._form)

    def _start(self, tag: str) -> None:
        self._reading, self._texts = tag, []

    def _control(self, tag: str, told: dict[str, str], form: Form) -> None:
        name, kind = told.get("name", ""), told.get("type", "submit" if tag == "button" else "text")
        if tag == "option":
            self._option(told, form)
        elif tag == "select":
            self._select = name
            form.names.add(name)
        elif tag == "textarea":
            self._start("textarea")
            self._area = name
            form.names.add(name)
            form.texts.add(name)
        elif kind in ("submit", "image"):
            form.buttons.append((name, told.get("value", "")))
        elif kind == "file":
            form.files.add(name)
        elif name and kind not in ("button", "reset"):
            self._input(name, kind, told, form)

    def _option(self, told: dict[str, str], form: Form) -> None:
        value = told.get("value", "")
        form.choices.setdefault(self._select, []).append(value)
        if "selected" in told or self._select not in form.values:
            form.values[self._select] = [value]

    def _input(self, name: str, kind: str, told: dict[str, str], form: Form) -> None:
        form.names.add(name)
        if kind not in TICKED:
            form.values[name] = [told.get("value", "")]
            form.texts |= {name} if kind in TYPED else set()
            return
        value = told.get("value", "on")
        form.choices.setdefault(name, []).append(value)
        if "checked" in told:
            form.values.setdefault(name, []).append(value)

    def handle_data(self, data: str) -> None:
        if self._reading:
            self._texts.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag == "template":
            self._is_inert = False
        if tag != self._reading:
            return
        text, self._reading = "".join(self._texts), ""
        if tag == "a":
            self.links[-1] = (text, self.links[-1][1])
        elif tag == "h1":
            self.headings.append(text)
        elif self._form:
            self._form.values[self._area] = [text.removeprefix("\n")]
