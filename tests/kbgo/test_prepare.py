from pathlib import Path

import pytest
from pytest_django import Settings

from kbgo.prepare import Stamp


@pytest.fixture(autouse=True)
def own_state(settings: Settings, tmp_path: Path) -> None:
    settings.STATE_DIR = tmp_path


def is_new(*files: Path) -> bool:
    with Stamp("x", files) as answer:
        return answer


def test_what_did_not_change_is_not_done_again(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("one")
    assert is_new(file)
    assert not is_new(file)


def test_a_changed_file_and_a_missing_one_are_noticed(tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    one.write_text("1")
    other.write_text("2")
    assert is_new(one, other)
    one.write_text("longer")
    assert is_new(one, other)
    assert is_new(one)


def test_what_failed_is_done_again(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("one")
    with pytest.raises(RuntimeError), Stamp("x", [file]):
        raise RuntimeError
    assert is_new(file)
