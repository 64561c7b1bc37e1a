from multiprocessing import get_context
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from kbgo.environment import (
    env_bool,
    env_int,
    env_list,
    env_secret,
    instance_secret,
    kept_secret,
    key_bytes,
    make_once,
)


@pytest.mark.parametrize(
    ("word", "meaning"), [("1", True), ("Yes", True), ("off", False), ("", False)]
)
def test_a_switch_is_on_or_off(word: str, meaning: bool) -> None:
    assert env_bool("X", not meaning, environ={"X": word}) is meaning


def test_a_switch_that_says_neither_stops_the_start() -> None:
    with pytest.raises(ImproperlyConfigured, match="X is neither yes nor no"):
        env_bool("X", environ={"X": "perhaps"})


def test_a_number_that_is_none_stops_the_start() -> None:
    assert env_int("X", 3, environ={}) == 3
    with pytest.raises(ImproperlyConfigured, match="X is not a whole number"):
        env_int("X", 3, environ={"X": "three"})


def test_a_list_has_no_empty_parts() -> None:
    assert env_list("X", environ={"X": " a, ,b,"}) == ["a", "b"]


def test_a_secret_comes_from_its_file(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("abc\n")
    assert env_secret("X", environ={"X_FILE": str(tmp_path / "secret")}) == "abc"


@pytest.mark.parametrize("content", [None, "", "  \n"])
def test_a_named_secret_file_without_content_stops_the_start(
    tmp_path: Path, content: str | None
) -> None:
    path = tmp_path / "secret"
    if content is not None:
        path.write_text(content)
    with pytest.raises(ImproperlyConfigured, match="X_FILE names"):
        env_secret("X", environ={"X_FILE": str(path)})


def test_an_instance_that_must_be_given_its_secret_makes_none(tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    with pytest.raises(ImproperlyConfigured, match="KBGO_PEPPER_FILE"):
        instance_secret("KBGO_PEPPER", kept, may_make=False, environ={})
    assert not kept.exists()


def test_a_given_secret_wins_over_the_kept_one(tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    made = instance_secret("X", kept, may_make=True, environ={})
    assert instance_secret("X", kept, may_make=True, environ={"X": "given"}) == "given"
    assert instance_secret("X", kept, may_make=True, environ={}) == made


def test_a_kept_secret_is_readable_by_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "folder" / "key"
    assert len(kept_secret(path)) == 64
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert [entry.name for entry in path.parent.iterdir()] == ["key"]


def test_processes_that_start_at_once_agree_on_the_secret(tmp_path: Path) -> None:
    path = tmp_path / "key"
    with get_context("spawn").Pool(4) as pool:
        read = pool.map(kept_secret, [path] * 12)
    assert len(set(read)) == 1


def test_a_secret_that_is_there_is_never_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "key"
    make_once(path, lambda: b"first", mode=0o400)
    make_once(path, lambda: b"second", mode=0o400)
    assert path.read_bytes() == b"first"
    assert path.stat().st_mode & 0o777 == 0o400


@pytest.mark.parametrize("text", ["", "ab", "zz" * 32, "ab" * 31, "ab" * 33])
def test_a_key_of_another_shape_is_refused_not_stretched(text: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="64 hexadecimal digits"):
        key_bytes("X", text)
