"""The labels under which an instance hashes and signs; part of the format, they never change."""

from typing import Final

ENTRY: Final = b"kbgo/v1/entry"
LOG_ENTRY: Final = b"kbgo/v1/log-entry"
PACKET_MANIFEST: Final = b"kbgo/v1/packet-manifest"
CHECKPOINT: Final = b"kbgo/v1/checkpoint/"
LOG_HEAD: Final = b"kbgo/v1/log-head"
