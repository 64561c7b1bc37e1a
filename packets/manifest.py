"""What a packet was frozen to: which rows in which revision, and where the log stood. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self
from uuid import UUID

from custody.enums import CustodyAction
from custody.reading import OpenedEvent


@dataclass(frozen=True, slots=True)
class Manifest:
    """Fixed when she asks: what is added or changed afterwards does not enter this packet.

    Of `withheld` items nothing goes in but that they are there; `intimate` ones stay out even where
    they are no longer called so, and of `covered` ones the original does. With `uses_originals` its
    owner wants nothing covered. `log_length` is the number of the
    entry that asked: a packet that was frozen anew has a newer one.
    """

    records: Mapping[UUID, int]
    items: tuple[UUID, ...]
    withheld: frozenset[UUID]
    intimate: frozenset[UUID]
    log_length: int
    log_head: str
    alias: str
    covered: frozenset[UUID] = frozenset()
    uses_originals: bool = False

    def is_newest_of(self, packet: UUID, events: Sequence[OpenedEvent]) -> bool:
        """Whether the log was frozen at the last entry that asked for this packet."""
        asked = [
            (event.seq, event.hash.hex())
            for event in events
            if event.obj == packet and event.act == CustodyAction.PACKET_REQUESTED
        ]
        return asked[-1:] == [(self.log_length, self.log_head)]

    def to_json(self) -> dict[str, Any]:
        return {
            "records": {str(record): revision for record, revision in self.records.items()},
            "items": [str(item) for item in self.items],
            "withheld": sorted(str(item) for item in self.withheld),
            "intimate": sorted(str(item) for item in self.intimate),
            "log_length": self.log_length,
            "log_head": self.log_head,
            "alias": self.alias,
            "covered": sorted(str(item) for item in self.covered),
            "uses_originals": self.uses_originals,
        }

    @classmethod
    def from_json(cls, content: Mapping[str, Any]) -> Self:
        return cls(
            records={UUID(record): revision for record, revision in content["records"].items()},
            items=tuple(UUID(item) for item in content["items"]),
            withheld=frozenset(UUID(item) for item in content["withheld"]),
            intimate=frozenset(UUID(item) for item in content["intimate"]),
            log_length=content["log_length"],
            log_head=content["log_head"],
            alias=content["alias"],
            covered=frozenset(UUID(item) for item in content.get("covered", ())),
            uses_originals=content.get("uses_originals", False),
        )
