"""What can be done with packets: asked for, built by the job engine, downloaded, expired."""

from packets.services.building import build_packet
from packets.services.delivery import (
    download_packet,
    erase_packets_of,
    expire_packets,
    outcome_of,
    withdraw_made_packets,
    withdraw_packets,
)
from packets.services.requesting import continue_packet, request_packet

__all__ = [
    "build_packet",
    "continue_packet",
    "download_packet",
    "erase_packets_of",
    "expire_packets",
    "outcome_of",
    "request_packet",
    "withdraw_made_packets",
    "withdraw_packets",
]
