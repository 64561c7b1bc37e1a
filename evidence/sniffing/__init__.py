"""Say what a file is from its bytes, or that it is not taken; and clean what it is called.

Pure: knows no storage, no request and no decoder. A name or a declared type never decides alone.
"""

from evidence.sniffing.first_bytes import HEAD_BYTES, sniff
from evidence.sniffing.kinds import (
    FileClass,
    NotTaken,
    Refusal,
    Sniffed,
    class_named,
    class_of,
    kept_as_is,
)
from evidence.sniffing.names import NAME_MAX_CHARS, clean_name, extension_of, show_controls
from evidence.sniffing.to_the_end import (
    LOOKED_AT_ONCE,
    CarrierCheck,
    Check,
    TextCheck,
    checks_of,
)

__all__ = [
    "HEAD_BYTES",
    "LOOKED_AT_ONCE",
    "NAME_MAX_CHARS",
    "CarrierCheck",
    "Check",
    "FileClass",
    "NotTaken",
    "Refusal",
    "Sniffed",
    "TextCheck",
    "checks_of",
    "class_named",
    "class_of",
    "clean_name",
    "extension_of",
    "kept_as_is",
    "show_controls",
    "sniff",
]
