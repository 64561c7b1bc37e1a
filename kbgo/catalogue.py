"""The message catalogues: written from the sources, checked, compiled, without GNU gettext.

`python -m kbgo.catalogue update | check | compile`
"""

import os
import re
import sys
import tempfile
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

BASE_DIR = Path(__file__).resolve().parent.parent
SOURCES = (
    "kbgo",
    "core",
    "custody",
    "accounts",
    "resources",
    "jobs",
    "cases",
    "evidence",
    "workbench",
    "packets",
    "templates",
)
COMPLETE = frozenset({"id"})
PLURAL_FORMS = {"id": "nplurals=1; plural=0;", "en": "nplurals=2; plural=(n != 1);"}
NEW_CATALOGUE = """msgid ""
msgstr ""
"Project-Id-Version: kbgo\\n"
"POT-Creation-Date: 2026-01-01 00:00+0000\\n"
"Language: {}\\n"
"Plural-Forms: {}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"""
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")
TAG = re.compile(r"</?\w+[^>]*>")


def sources(base: Path = BASE_DIR) -> Iterator[Path]:
    for folder in SOURCES:
        found = (
            path for kind in ("*.py", "*.html", "*.txt") for path in (base / folder).rglob(kind)
        )
        yield from sorted(path for path in found if "migrations" not in path.parts)


def template_of_messages(base: Path = BASE_DIR) -> Catalog:
    """Every message of the sources, with the files it stands in."""
    found = Catalog(charset="utf-8")
    for path in sources(base):
        place = path.relative_to(base).as_posix()
        for _, message, _, context in extract("python", BytesIO(_as_python(path)), KEYWORDS):
            found.add(message, locations=[(place, 0)], context=context)
    return found


def _as_python(path: Path) -> bytes:
    """A template as Django's own extraction sees it; in brackets, where indentation is free."""
    text = path.read_text("utf-8")
    if path.suffix != ".py":
        text = f"({templatize(text, origin=str(path))})"
    return text.encode()


def catalogues(base: Path = BASE_DIR) -> list[Path]:
    return sorted(base.glob("locale/*/LC_MESSAGES/django.po"))


def language_of(path: Path) -> str:
    return path.parent.parent.name


def read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=language_of(path), abort_invalid=True)


def update(base: Path = BASE_DIR) -> None:
    """Adds what is new, drops what is gone, guesses nothing; the translations stay."""
    template = template_of_messages(base)
    for language, plural_forms in PLURAL_FORMS.items():
        path = base / "locale" / language / "LC_MESSAGES" / "django.po"
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(NEW_CATALOGUE.format(language, plural_forms), "utf-8")
        catalogue = read(path)
        catalogue.update(template, no_fuzzy_matching=True, update_creation_date=False)
        catalogue.obsolete.clear()
        catalogue.project, catalogue.version = "kbgo", "1"
        catalogue.msgid_bugs_address = catalogue.last_translator = catalogue.language_team = ""
        content = BytesIO()
        write_po(content, catalogue, width=100, sort_output=True, include_lineno=False)
        _write(path, content.getvalue())


def compile_catalogues(base: Path = BASE_DIR) -> None:
    """Writes each `.mo` that is older than its `.po`."""
    for path in catalogues(base):
        compiled = path.with_suffix(".mo")
        if compiled.exists() and compiled.stat().st_mtime >= path.stat().st_mtime:
            continue
        content = BytesIO()
        write_mo(content, read(path))
        _write(compiled, content.getvalue())


def _write(path: Path, content: bytes) -> None:
    """Whole or not at all: several processes may start at the same time."""
    handle, aside = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
    Path(aside).chmod(0o644)
    Path(aside).replace(path)


def faults(base: Path = BASE_DIR) -> list[str]:
    """What is wrong with the catalogues, one line each."""
    wanted = _names(template_of_messages(base))
    found: list[str] = []
    for path in catalogues(base):
        catalogue, language = read(path), language_of(path)
        known = _names(catalogue)
        found += [f"{language}: not in the catalogue: {text!r}" for text, _ in wanted - known]
        found += [f"{language}: no longer used: {text!r}" for text, _ in known - wanted]
        for message in catalogue:
            name = _first(message.id)
            found += [f"{language}: {fault}: {name!r}" for fault in _faults_of(message, language)]
    return sorted(found)


def _names(catalogue: Catalog) -> set[tuple[str, str | None]]:
    return {(_first(message.id), message.context) for message in catalogue if message.id}


def _first(text: str | tuple[str, ...] | list[str]) -> str:
    return text if isinstance(text, str) else text[0]


def _faults_of(message: Message, language: str) -> Iterator[str]:
    if not message.id:
        return
    if message.fuzzy:
        yield "fuzzy"
    texts = [message.string] if isinstance(message.string, str) else list(message.string or [])
    if not all(texts):
        if language in COMPLETE:
            yield "not translated"
        return
    originals = [message.id] if isinstance(message.id, str) else list(message.id)
    for what, pattern in (("placeholders", PLACEHOLDER), ("tags", TAG)):
        allowed = [sorted(pattern.findall(original)) for original in originals]
        if any(sorted(pattern.findall(text)) not in allowed for text in texts):
            yield f"other {what}"


def check() -> None:
    found = faults()
    print("\n".join(found) or "catalogues complete")
    sys.exit(bool(found))


COMMANDS: dict[str, Callable[[], None]] = {
    "update": update,
    "check": check,
    "compile": compile_catalogues,
}

if __name__ == "__main__":
    if len(sys.argv) != 2 or sys.argv[1] not in COMMANDS:
        sys.exit(f"usage: python -m kbgo.catalogue {'|'.join(COMMANDS)}")
    COMMANDS[sys.argv[1]]()
