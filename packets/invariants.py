"""What holds of every packet, checked without a key: there whole, or not there at all."""

from collections.abc import Iterator

from core.invariants import Breach
from evidence.storage import blob_head
from packets.models import ReportPacket
from packets.sealing import fits_packet


def breaches() -> Iterator[Breach]:
    for packet in ReportPacket.objects.for_upkeep().iterator():
        if packet.blob is None:
            continue
        found = blob_head(packet.blob)
        if found is None:
            yield Breach("I4", "a packet has no blob", packet.id)
        elif not fits_packet(packet, *found):
            yield Breach("I4", "a packet has another's blob, or a part of its own", packet.id)
        if packet.wrapped_key is None or packet.expires_at is None:
            yield Breach("I4", "a packet is built and has no key, or no end", packet.id)
