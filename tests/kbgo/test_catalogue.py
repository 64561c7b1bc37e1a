from gettext import GNUTranslations
from pathlib import Path

import pytest

from kbgo import catalogue

HEADER = r"""msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\n"
"Plural-Forms: nplurals=1; plural=0;\n"

"""
SOURCE = 'title = _("Keep <b>%(count)s</b> notes")\n'
PAGE = "{% blocktranslate trimmed %}\n  Two\n  lines\n{% endblocktranslate %}"
WHOLE = {"Keep <b>%(count)s</b> notes": "Simpan <b>%(count)s</b> catatan", "Two lines": "Dua baris"}


def tree(base: Path, texts: dict[str, str]) -> Path:
    """A small project with one module, one page and an Indonesian catalogue."""
    po = base / "locale/id/LC_MESSAGES/django.po"
    for folder in (base / "core", base / "templates", po.parent):
        folder.mkdir(parents=True)
    (base / "core/texts.py").write_text(SOURCE)
    (base / "templates/page.html").write_text(PAGE)
    lines = [f'msgid "{one}"\nmsgstr "{other}"\n' for one, other in texts.items()]
    po.write_text(HEADER + "\n".join(lines))
    return po


def test_a_whole_catalogue_has_no_fault(tmp_path: Path) -> None:
    tree(tmp_path, WHOLE)
    assert catalogue.faults(tmp_path) == []


@pytest.mark.parametrize(
    ("texts", "fault"),
    [
        (WHOLE | {"Two lines": ""}, "id: not translated: 'Two lines'"),
        (
            {k: v for k, v in WHOLE.items() if k != "Two lines"},
            "id: not in the catalogue: 'Two lines'",
        ),
        (WHOLE | {"Old": "Lama"}, "id: no longer used: 'Old'"),
        (
            WHOLE | {"Keep <b>%(count)s</b> notes": "Simpan <b>catatan</b>"},
            "id: other placeholders",
        ),
        (WHOLE | {"Keep <b>%(count)s</b> notes": "Simpan %(count)s"}, "id: other tags"),
    ],
)
def test_a_fault_is_named(tmp_path: Path, texts: dict[str, str], fault: str) -> None:
    tree(tmp_path, texts)
    found = catalogue.faults(tmp_path)
    assert len(found) == 1
    assert found[0].startswith(fault)


def test_a_guessed_translation_is_a_fault(tmp_path: Path) -> None:
    po = tree(tmp_path, WHOLE)
    po.write_text(po.read_text().replace('msgid "Two', '#, fuzzy\nmsgid "Two'))
    assert catalogue.faults(tmp_path) == ["id: fuzzy: 'Two lines'"]


def test_an_update_adds_what_is_new_and_drops_what_is_gone(tmp_path: Path) -> None:
    po = tree(tmp_path, {"Two lines": "Dua baris", "Old": "Lama"})
    catalogue.update(tmp_path)
    found = {message.id: message.string for message in catalogue.read(po) if message.id}
    assert found == {"Two lines": "Dua baris", "Keep <b>%(count)s</b> notes": ""}


def test_an_update_without_news_changes_no_byte(tmp_path: Path) -> None:
    po = tree(tmp_path, WHOLE)
    catalogue.update(tmp_path)
    before = po.read_bytes()
    catalogue.update(tmp_path)
    assert po.read_bytes() == before


def test_compiled_catalogues_are_made_only_when_older(tmp_path: Path) -> None:
    po = tree(tmp_path, WHOLE)
    catalogue.compile_catalogues(tmp_path)
    compiled = po.with_suffix(".mo")
    first = compiled.stat().st_mtime_ns
    catalogue.compile_catalogues(tmp_path)
    assert compiled.stat().st_mtime_ns == first


def test_gettext_reads_what_was_compiled(tmp_path: Path) -> None:
    po = tree(tmp_path, WHOLE)
    catalogue.compile_catalogues(tmp_path)
    with po.with_suffix(".mo").open("rb") as compiled:
        assert GNUTranslations(compiled).gettext("Two lines") == "Dua baris"
