"""The custody log as files: one canonical line an entry, so that each line can be hashed as is."""

from collections.abc import Iterable, Iterator

from packets.builders.bag import Bag
from packets.builders.content import PacketContent
from vaultverify.canonical import canonical

LOG = "data/custody/log.jsonl"
SIGNATURES = "data/custody/sigs.jsonl"
PAYLOADS = "data/custody/payloads.jsonl"
KEY = "data/keys/instance.pub"


def write_custody(bag: Bag, content: PacketContent) -> None:
    """Entries, their hashes and signatures, the details shown with their salts, and the key."""
    bag.add(LOG, _lines(entry.entry for entry in content.log))
    bag.add(SIGNATURES, _lines(_signatures(content)))
    bag.add(PAYLOADS, _lines(_payloads(content)))
    bag.add(KEY, content.instance_public_key.hex().encode() + b"\n")


def _signatures(content: PacketContent) -> Iterator[dict[str, str]]:
    for each in content.log:
        yield {"seq": each.entry["seq"], "hash": each.hash, "signature": each.signature}


def _payloads(content: PacketContent) -> Iterator[dict[str, object]]:
    for each in content.log:
        if each.salt is not None and each.details is not None:
            yield {"seq": each.entry["seq"], "salt": each.salt, "details": each.details}


def _lines(values: Iterable[object]) -> bytes:
    return b"".join(canonical(value) + b"\n" for value in values)
