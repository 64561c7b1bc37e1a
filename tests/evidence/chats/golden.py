"""What a golden file must be read as stands beside it, entry by entry, with every field."""

import json
from dataclasses import asdict
from pathlib import Path

from evidence.chats.messages import Entry, Format

HERE = Path(__file__).parent
HEAD_BYTES = 4096


def files(*patterns: str) -> list[str]:
    found = [path for pattern in patterns for path in sorted(HERE.glob(pattern))]
    return [str(path.relative_to(HERE)) for path in found if ".expected" not in path.name]


def data_of(name: str) -> bytes:
    return (HERE / name).read_bytes()


def read(kind: Format, name: str) -> list[Entry]:
    data = data_of(name)
    assert kind.fits(Path(name).name, data[:HEAD_BYTES])
    return list(kind.read(Path(name).name, data))


def plain(entries: list[Entry]) -> object:
    """As JSON has it, a flag by its value."""
    return json.loads(json.dumps([asdict(each) for each in entries]))


def expected(name: str) -> object:
    return json.loads((HERE / f"{name}.expected").read_text("utf-8"))
