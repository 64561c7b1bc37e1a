"""What a packet was frozen to: which rows in which revision, and where the log stood. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Manifest:
    """Fixed when she asks: what is added or changed afterwards does not enter this packet."""

    records: Mapping[UUID, int]
    items: tuple[UUID, ...]
    log_length: int
    log_head: str
    alias: str

    def to_json(self) -> dict[str, Any]:
        return {
            "records": {str(record): revision for record, revision in self.records.items()},
            "items": [str(item) for item in self.items],
            "log_length": self.log_length,
            "log_head": self.log_head,
            "alias": self.alias,
        }

    @classmethod
    def from_json(cls, content: Mapping[str, Any]) -> Self:
        return cls(
            records={UUID(record): revision for record, revision in content["records"].items()},
            items=tuple(UUID(item) for item in content["items"]),
            log_length=content["log_length"],
            log_head=content["log_head"],
            alias=content["alias"],
        )
