"""The rules of this house that no other tool knows: sizes, words, doors, hosts."""

import ast
import io
import re
import subprocess
import tokenize
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from kbgo.catalogue import template_of_messages

BASE = Path(__file__).resolve().parent.parent
OWN = Path(__file__).resolve().relative_to(BASE)
APPS = ("custody", "accounts", "resources", "jobs", "cases", "evidence", "workbench", "packets")
PACKAGES = ("kbgo", "core", "vault", "vaultverify", *APPS)
MOST_FILE_LINES, MOST_FUNCTION_LINES = 600, 60
NAMES_THAT_SAY_NOTHING = {"utils", "util", "helpers", "helper", "misc", "common", "base_utils"}
OTHER_WORDS = re.compile(r"victim|perpetrator|offender", re.IGNORECASE)
TEXT = {
    ".py",
    ".html",
    ".css",
    ".js",
    ".mjs",
    ".md",
    ".toml",
    ".ini",
    ".txt",
    ".in",
    ".json",
    ".po",
}
# Put together here so that this file does not name what it forbids.
DOWNLOAD_HOSTS = [
    ".".join(parts)
    for parts in (
        ("pypi", "org"),
        ("pythonhosted", "org"),
        ("npmjs", "org"),
        ("deb", "debian", "org"),
        ("githubusercontent", "com"),
        ("golang", "org"),
        ("jsdelivr", "net"),
        ("unpkg", "com"),
        ("googleapis", "com"),
        ("cloudflare", "com"),
    )
]
MACHINE_PATHS = r"(?<![\w.:/-])/(?:work|farm|root|home|opt/(?:wheels|pypi))/"


@cache
def project_files() -> list[Path]:
    """What is in the repository or about to be."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=BASE,
        capture_output=True,
        text=True,
        check=True,
    )
    paths = [Path(line) for line in listed.stdout.splitlines()]
    return [path for path in paths if (BASE / path).is_file()]


def files(*suffixes: str, under: tuple[str, ...] = ()) -> list[Path]:
    return [
        path
        for path in project_files()
        if path.suffix in suffixes and (not under or path.parts[0] in under)
    ]


def python_files() -> list[Path]:
    return [path for path in files(".py") if "migrations" not in path.parts]


@cache
def text_of(path: Path) -> str:
    return (BASE / path).read_text("utf-8")


def modules_called(*names: str) -> list[Path]:
    """The modules of the apps by role: `views.py`, and whatever is inside a package `views`."""
    found = files(".py", under=APPS)
    return [path for path in found if path.stem in names or set(names) & set(path.parts[:-1])]


def lines_with(pattern: str, paths: list[Path]) -> list[str]:
    return [
        f"{path}:{number}: {line.strip()}"
        for path in paths
        for number, line in enumerate(text_of(path).splitlines(), 1)
        if re.search(pattern, line)
    ]


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(text_of(path))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def test_no_file_is_too_long() -> None:
    long = [str(path) for path in python_files() if text_of(path).count("\n") > MOST_FILE_LINES]
    assert long == []


def test_no_function_is_too_long() -> None:
    long = [
        f"{path}:{function.lineno} {function.name}"
        for path in python_files()
        for function in functions(path)
        if (function.end_lineno or 0) - function.lineno >= MOST_FUNCTION_LINES
    ]
    assert long == []


def test_every_module_name_says_what_it_holds() -> None:
    assert [str(p) for p in python_files() if {*p.parts, p.stem} & NAMES_THAT_SAY_NOTHING] == []


def test_code_says_owner_and_respondent() -> None:
    found = [
        f"{path}:{token.start[0]}: {token.string}"
        for path in python_files()
        for token in tokenize.generate_tokens(io.StringIO(text_of(path)).readline)
        if token.type == tokenize.NAME and OTHER_WORDS.search(token.string)
    ]
    assert found == []


def test_nothing_is_left_to_do() -> None:
    others = [path for path in files(".py", ".html", ".css", ".js") if path != OWN]
    assert lines_with(r"\b(?:TODO|FIXME|XXX)\b", others) == []


def test_apps_do_not_print() -> None:
    assert lines_with(r"^\s*print\(", files(".py", under=("core", "vault", *APPS))) == []


@pytest.mark.parametrize(
    "pattern",
    [
        r"<script(?![^>]*\bsrc=)",
        r"<style\b",
        r"\sstyle\s*=",
        r"\son[a-z]+\s*=\s*[\"']",
        r"javascript:",
        r"<(?:script|link|img|iframe|video|audio|source)\b[^>]*\b(?:src|href)=[\"'](?:https?:)?//",
    ],
)
def test_templates_hold_no_inline_code_and_no_foreign_asset(pattern: str) -> None:
    assert lines_with(pattern, files(".html")) == []


def test_everything_shown_is_escaped() -> None:
    pattern = r"\|\s*safe\b|mark_safe|autoescape off|SafeString\("
    assert lines_with(pattern, files(".html") + files(".py", under=PACKAGES)) == []


def test_no_view_is_exempt_from_csrf_but_the_one_that_checks_the_origin_itself() -> None:
    beacon = Path("cases/views/drafts.py")
    others = [path for path in files(".py", under=PACKAGES) if path != beacon]
    assert lines_with(r"csrf_exempt", others) == []
    assert len(lines_with(r"^@csrf_exempt", [beacon])) == 1


def test_views_forms_and_tasks_reach_rows_only_by_scope() -> None:
    pattern = r"\.objects\.all\(|\b_base_manager\b|\b_default_manager\b"
    assert lines_with(pattern, modules_called("views", "forms", "tasks")) == []


def test_views_neither_save_nor_open_transactions() -> None:
    assert lines_with(r"\.save\(|\btransaction\b", modules_called("views")) == []


def test_services_take_no_request() -> None:
    found = [
        f"{path}:{function.lineno} {function.name}"
        for path in modules_called("services")
        for function in functions(path)
        if any(argument.arg == "request" for argument in function.args.args)
    ]
    assert found == []


def test_no_domain_logic_hangs_on_signals() -> None:
    assert (
        lines_with(r"django\.db\.models\.signals|@receiver\(", files(".py", under=PACKAGES)) == []
    )


def test_migrations_are_named_by_hand() -> None:
    names = [path.stem for path in files(".py") if "migrations" in path.parts]
    assert [name for name in names if re.search(r"_auto_|_merge_|\d{4}_initial$", name)] == []


def test_no_text_names_a_download_host() -> None:
    hosts = "|".join(re.escape(host) for host in DOWNLOAD_HOSTS)
    assert lines_with(hosts, [path for path in project_files() if path.suffix in TEXT]) == []


def test_no_text_names_a_path_of_one_machine() -> None:
    texts = [path for path in project_files() if path.suffix in TEXT and path != OWN]
    assert lines_with(MACHINE_PATHS, texts) == []


def test_nobody_is_shouted_at() -> None:
    messages = [message.id for message in template_of_messages() if message.id]
    flat = [text for entry in messages for text in ([entry] if isinstance(entry, str) else entry)]
    assert [text for text in flat if "!" in text] == []


def test_tests_do_not_sleep() -> None:
    tests = [path for path in files(".py", under=("tests",)) if path.stem.startswith("test_")]
    others = [path for path in tests if path != OWN]
    assert lines_with(r"\bsleep\(|\bwait_for_timeout\(", others) == []
