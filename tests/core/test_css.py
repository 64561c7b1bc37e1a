"""The style sheets: readable in light and dark, small, and without anything from elsewhere."""

import re
from pathlib import Path

import brotli
import pytest
from django.conf import settings

CSS = Path(settings.BASE_DIR) / "static" / "css"
OWNER, STAFF = CSS / "a.css", CSS / "k.css"
SCRIPTS = Path(settings.BASE_DIR) / "static" / "js"
EXIT, FLAT = SCRIPTS / "x.js", SCRIPTS / "h.js"

TEXT_ON = [
    *[(ink, ground) for ink in ("ink", "deep", "muted", "link") for ground in ("paper", "card")],
    *[(ink, ground) for ink in ("ink", "muted", "link") for ground in ("soft", "sand")],
    *[("good", ground) for ground in ("paper", "card", "soft")],
    *[("bad", ground) for ground in ("paper", "card")],
    ("on-main", "main"),
    ("on-main", "main-down"),
    ("on-exit", "exit"),
    ("paper", "deep"),
]
EDGES_ON = [("line", "paper"), ("line", "card"), ("main", "paper"), ("bad", "card")]


def tokens(scheme: str) -> dict[str, str]:
    light, dark = re.findall(r":root \{(.*?)\}", OWNER.read_text("utf-8"), re.DOTALL)
    found = dict(re.findall(r"--([\w-]+): (#\w{6});", light))
    return found | (dict(re.findall(r"--([\w-]+): (#\w{6});", dark)) if scheme == "dark" else {})


def luminance(colour: str) -> float:
    """WCAG 2.2 relative luminance."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    brighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (brighter + 0.05) / (darker + 0.05)


def packed(*files: Path) -> int:
    return sum(len(brotli.compress(file.read_bytes())) for file in files)


def test_contrast_is_computed_as_wcag_does() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), TEXT_ON)
def test_text_stands_out(scheme: str, ink: str, ground: str) -> None:
    colours = tokens(scheme)
    assert contrast(colours[ink], colours[ground]) >= 4.5


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("edge", "ground"), EDGES_ON)
def test_edges_of_controls_stand_out(scheme: str, edge: str, ground: str) -> None:
    colours = tokens(scheme)
    assert contrast(colours[edge], colours[ground]) >= 3


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_token_has_a_colour_in_both_schemes(scheme: str) -> None:
    used = set(re.findall(r"var\(--([\w-]+)\)", OWNER.read_text("utf-8")))
    assert used <= set(tokens(scheme)) | {"round", "gap"}


def test_marks_of_the_timeline_stand_out() -> None:
    marks = re.findall(r"--k: (#\w{6});", STAFF.read_text("utf-8"))
    assert len(marks) == 8
    for scheme, shown in (("light", marks[:4]), ("dark", marks[4:])):
        assert all(contrast(mark, tokens(scheme)["card"]) >= 3 for mark in shown)


def test_the_owner_style_fits_its_budget() -> None:
    assert packed(OWNER) <= 6 * 1024


def test_the_staff_style_fits_its_budget() -> None:
    assert packed(OWNER, STAFF) <= 9 * 1024


def test_the_scripts_fit_their_budget() -> None:
    assert packed(EXIT) <= 1.5 * 1024
    assert packed(EXIT, FLAT) <= 3.1 * 1024


def test_what_a_page_that_takes_a_file_loads_later_fits_its_budget() -> None:
    """On top of the scripts of every page; most of it comes only once a file is sent."""
    sender, worker = packed(SCRIPTS / "u.js"), packed(*(SCRIPTS / f"{name}.js" for name in "ws"))
    rest = packed(*(SCRIPTS / f"{name}.js" for name in "amg"))
    assert sender < 1024
    assert worker <= 3 * 1024
    assert sender + worker + rest <= 6 * 1024


def test_no_script_is_longer_than_can_be_read_at_once() -> None:
    lengths = {path.name: len(path.read_text().splitlines()) for path in SCRIPTS.glob("*.js")}
    assert max(lengths.values()) < 150


@pytest.mark.parametrize("sheet", [OWNER, STAFF])
def test_nothing_is_loaded_from_anywhere(sheet: Path) -> None:
    text = sheet.read_text("utf-8")
    assert not re.search(r"url\(|@import|@font-face|https?:", text)


@pytest.mark.parametrize("sheet", [OWNER, STAFF])
def test_no_rule_stands_outside_a_layer(sheet: Path) -> None:
    top = re.findall(r"^[^\s}].*", sheet.read_text("utf-8"), re.MULTILINE)
    assert all(line.startswith("@layer ") for line in top)


def test_layout_knows_no_left_or_right() -> None:
    sides = r"(margin|padding|border)-(left|right|top|bottom)\b"
    sizes = r"(?<![\w-])(left|right|width|height):"
    for sheet in (OWNER, STAFF):
        rules = re.sub(r"@media [^{]*", "", sheet.read_text("utf-8"))
        assert not re.search(f"{sides}|{sizes}", rules)


@pytest.mark.parametrize(
    "mode",
    [
        "prefers-color-scheme: dark",
        "prefers-reduced-motion: no-preference",
        "forced-colors: active",
        "print",
    ],
)
def test_each_mode_is_looked_after(mode: str) -> None:
    assert mode in OWNER.read_text("utf-8")


def rules_of(sheet: Path, mode: str) -> str:
    """What stands in the last block of a mode, up to the end of that block."""
    block = sheet.read_text("utf-8").rpartition(f"@media {mode} {{")[2]
    return block.partition("\n  }\n")[0]


@pytest.mark.parametrize("part", [".top", ".back", ".acts", ".btn", ".foot", "main img"])
def test_a_paper_shows_no_way_out_and_no_picture(part: str) -> None:
    hidden = rules_of(OWNER, "print").partition("{ display: none; }")[0]
    assert part in [one.strip() for one in hidden.split(",")]


def test_a_paper_is_never_dark_and_bears_no_address() -> None:
    for sheet in (OWNER, STAFF):
        text = sheet.read_text("utf-8")
        assert text.count("screen and (prefers-color-scheme: dark)") == text.count(": dark)") == 1
        assert "attr(href)" not in text


def test_nothing_moves_by_itself() -> None:
    for sheet in (OWNER, STAFF):
        assert not re.search(r"transition|animation", sheet.read_text("utf-8"))
