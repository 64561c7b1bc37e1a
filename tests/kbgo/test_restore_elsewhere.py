"""A host is lost; the site comes back on a blank one, with what was kept apart and the shelf.

These are the steps of `docs/operations.md`, with its commands.
"""

import json
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests import services
from tests.instance import Instance, prepared

KEPT_APART = ("pepper.key", "instance.key", "secret.key", "backup.key", "backup.pub")
BOTH = [("sqlite", "sqlite"), ("sqlite", "postgresql"), ("postgresql", "sqlite")]


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """A PostgreSQL of this module's own."""
    if not services.find_postgresql():
        services.leave_out("PostgreSQL")
    folder = Path(tempfile.mkdtemp(prefix="kbgo-pg-"))
    folder.chmod(0o711)
    with services.running_postgresql(folder) as url:
        yield url
    shutil.rmtree(folder, ignore_errors=True)


def host(folder: Path, kind: str, server: str) -> Instance:
    """A machine with the code and nothing else; its databases are empty."""
    extra: dict[str, str] = {}
    if kind == "postgresql":
        names = [f"h{folder.name}{suffix}" for suffix in ("", "_shred")]
        with psycopg.connect(f"{server}postgres", autocommit=True) as admin:
            for name in names:
                admin.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
                admin.execute(f"CREATE DATABASE {name}")
        extra = {"DATABASE_URL": server + names[0], "SHRED_DATABASE_URL": server + names[1]}
    return prepared(folder, extra)


def step(instance: Instance, name: str, *arguments: str) -> Any:
    return json.loads(instance.run("-m", "tests.kbgo.step", name, *arguments))


def carry_keys(lost: Instance, folder: Path) -> None:
    """The two people who keep them bring them before the new host starts for the first time."""
    secrets = folder / "state" / "secrets"
    secrets.mkdir(mode=0o700, parents=True)
    for name in KEPT_APART:
        shutil.copy2(lost.state_dir / "secrets" / name, secrets / name)


@pytest.mark.parametrize(("before", "after"), BOTH, ids=["-to-".join(pair) for pair in BOTH])
def test_a_blank_host_becomes_the_site(
    before: str, after: str, server: str, tmp_path: Path
) -> None:
    lost = host(tmp_path / "1", before, server)
    told = step(lost, "fill")
    there = step(lost, "opened", told["words"])
    lost.manage("backup", str(tmp_path / "shelf"))
    carry_keys(lost, tmp_path / "2")
    fresh = host(tmp_path / "2", after, server)
    said = fresh.manage("restore", str(tmp_path / "shelf"))
    assert said.splitlines()[-1] == "all hold"
    assert step(fresh, "opened", told["words"]) == there
    assert len(there["files"]) == 20
    assert step(fresh, "add_one", told["words"]) == "B-21"
    assert fresh.manage("vault_fsck").splitlines() == ["all hold"]


def test_without_the_key_kept_apart_nothing_comes_back(tmp_path: Path) -> None:
    lost = host(tmp_path / "1", "sqlite", "")
    lost.manage("backup", str(tmp_path / "shelf"))
    fresh = host(tmp_path / "2", "sqlite", "")
    with pytest.raises(RuntimeError, match="restore"):
        fresh.manage("restore", str(tmp_path / "shelf"))


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_snapshot_stays_at_its_moment_while_others_write(
    kind: str, server: str, tmp_path: Path
) -> None:
    instance = host(tmp_path / "3", kind, server)
    assert step(instance, "snapshot_holds") == [0, 0, 1]
