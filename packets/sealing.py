"""The packets' door to the vault: what was frozen, the sealed ZIP, and its key for one person."""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from accounts.actors import Actor
from accounts.models import KeyPair
from accounts.sealing import public_key_of, wrap_to
from cases.sealing import CaseKeys
from core.exceptions import NotOpened
from jobs.sealing import Recipient
from packets.enums import PacketField
from packets.models import ReportPacket
from vault.envelope import Address, ObjectType, open_sealed, seal
from vault.errors import VaultError
from vault.primitives import random_bytes
from vault.stream import Sealer, open_chunks

PURPOSE = "packet"


class PacketSealer:
    """Seals one ZIP under a fresh key while it is written; the key leaves it only wrapped."""

    def __init__(self, packet: ReportPacket) -> None:
        self._packet, self._key = packet, random_bytes(32)
        self._sealer = Sealer(self._key, _packet_address(packet))

    def update(self, data: bytes) -> bytes:
        return self._sealer.update(data)

    def finish(self) -> Iterator[bytes]:
        return self._sealer.finish()

    def wrapped_to(self, holder: KeyPair) -> bytes:
        packet = self._packet
        return wrap_to(self._key, holder, PURPOSE, packet.case_id, packet.epoch)


def recipient_of(actor: Actor) -> Recipient:
    """Whom a packet is for, by the key in her own session: no row says it."""
    organization = actor.membership.organization_id if actor.membership else None
    return Recipient(actor.keyring.own().public.digest.hex(), organization)


def is_held_by(packet: ReportPacket, recipient: Recipient) -> bool:
    """Whether the pair that the packet's row names is the certified one of its requester."""
    return public_key_of(packet.holder).digest.hex() == recipient.key_sha256


def open_packet(
    actor: Actor, packet: ReportPacket, size: int, sealed: Iterable[bytes]
) -> Iterator[bytes]:
    """The ZIP in pieces, for the one person its key was wrapped to."""
    wrapped = bytes(packet.wrapped_key or b"")
    key = actor.keyring.unwrap(wrapped, packet.holder, PURPOSE, packet.case_id, packet.epoch)
    try:
        yield from open_chunks(key, _packet_address(packet), sealed, size)
    except (VaultError, FileNotFoundError) as error:
        raise NotOpened from error


def fits_packet(packet: ReportPacket, head: bytes, size: int) -> bool:
    """Whether a blob that begins so and is so long can be this packet's, unopened."""
    return _packet_address(packet).fits(head, size)


def seal_part(
    keys: CaseKeys, packet: ReportPacket, part: PacketField, content: Mapping[str, Any]
) -> bytes:
    plain = json.dumps(content, ensure_ascii=False).encode()
    return seal(keys.field(packet.epoch, part), _part_address(packet, part), plain)


def open_part(
    keys: CaseKeys, packet: ReportPacket, part: PacketField, sealed: bytes
) -> dict[str, Any]:
    try:
        plain = open_sealed(keys.field(packet.epoch, part), _part_address(packet, part), sealed)
    except VaultError as error:
        raise NotOpened from error
    content: dict[str, Any] = json.loads(plain)
    return content


def _packet_address(packet: ReportPacket) -> Address:
    return Address(
        ObjectType.PACKET, case=packet.case_id, item=packet.id, epoch=packet.epoch, padded=True
    )


def _part_address(packet: ReportPacket, part: PacketField) -> Address:
    return Address(
        ObjectType.FIELD,
        case=packet.case_id,
        item=packet.id,
        epoch=packet.epoch,
        field=part.value,
        revision=1,
        padded=True,
    )
