"""The instance's key is made once, however many first need it at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from typing import Any

from custody.sealing import instance_key

AT_ONCE = 16


def test_all_who_need_the_key_at_once_get_one_and_the_same(settings: Any, tmp_path: Path) -> None:
    settings.INSTANCE_KEY_FILE = tmp_path / "secrets" / "instance.key"
    together = Barrier(AT_ONCE)

    def first_use(_: int) -> bytes:
        together.wait()
        return instance_key.__wrapped__().verify_key

    with ThreadPoolExecutor(AT_ONCE) as pool:
        keys = set(pool.map(first_use, range(AT_ONCE)))
    assert len(keys) == 1
    assert [one.name for one in (tmp_path / "secrets").iterdir()] == ["instance.key"]
    assert settings.INSTANCE_KEY_FILE.stat().st_mode & 0o777 == 0o600
