"""The answer of a child that draws: a small JSON description, then the two pictures.

`pack` runs in the child. `unpack` runs in the parent and takes nothing on trust: not the keys,
not the types, not the lengths. Whether the pictures are pictures is for `picture_checks`.
"""

import json
import struct
from dataclasses import asdict, dataclass, field
from typing import TypeVar

from evidence.sandbox.contract import NotMade, Reason

PREVIEW_WIDTH = 24
PREVIEW_MAX_HEIGHT = 54
PREVIEW_MAX_BYTES = 302
VIEW_SIDE = 1000
# A strip of a video: at most six frames, none larger than this, in two rows to fit a phone.
STRIP_FRAMES, STRIP_COLUMNS = 6, 3
STRIP_FRAME_WIDTH, STRIP_FRAME_HEIGHT = 160, 320
STRIP_SIZE = (STRIP_COLUMNS * STRIP_FRAME_WIDTH, 2 * STRIP_FRAME_HEIGHT)

# Metadata that is read out: under names of this list alone, in this many texts of this length.
METADATA_MOST = 40
TEXT_MAX_CHARS = 500
NAMES = frozenset(
    {
        "taken", "digitised", "changed", "created", "camera", "lens", "software", "orientation",
        "dimensions", "author", "copyright", "serial", "encoder", "handler", "codec", "duration",
        "rotation", "sound", "thumbnail", "mpf", "xmp", "iptc", "c2pa",
    }
)  # fmt: skip
# The text of what is only told to be there.
YES = "yes"

Kind = TypeVar("Kind")

LENGTH = struct.Struct(">I")
DESCRIPTION_MAX_BYTES = 64 * 1024


@dataclass(frozen=True, slots=True)
class Facts:
    """What the file says of itself. Claims of a device, never proof of a time or a place."""

    taken_at: str = ""
    camera: str = ""
    software: str = ""
    has_location: bool = False
    has_other_pictures: bool = False
    has_more_frames: bool = False


@dataclass(frozen=True, slots=True)
class Derivatives:
    """Both pictures, and the size of the original as it is meant to be seen.

    `view` is what is shown to whoever looks: the view copy of a picture, the strip of a video.
    `pdq` is what a picture looks like, empty for a video.
    `metadata` has names of NAMES; the place, which is shown to nobody unasked, stands apart.
    """

    preview: bytes
    view: bytes
    width: int
    height: int
    facts: Facts
    metadata: dict[str, str] = field(default_factory=dict)
    location: str = ""
    pdq: str = ""
    pdq_quality: int = 0


def pack(made: Derivatives) -> bytes:
    description = {
        "width": made.width,
        "height": made.height,
        "preview_bytes": len(made.preview),
        "view_bytes": len(made.view),
        "facts": asdict(made.facts),
        "metadata": made.metadata,
        "location": made.location,
        "pdq": made.pdq,
        "pdq_quality": made.pdq_quality,
    }
    text = json.dumps(description).encode()
    return LENGTH.pack(len(text)) + text + made.preview + made.view


def unpack(body: bytes) -> Derivatives:
    """The inverse of `pack`; NotMade(BAD_ANSWER) for anything `pack` could not have written."""
    try:
        return _unpack(body)
    except (ValueError, TypeError, KeyError, struct.error, RecursionError) as fault:
        raise NotMade(Reason.BAD_ANSWER) from fault


def _unpack(body: bytes) -> Derivatives:
    (length,) = LENGTH.unpack_from(body)
    if length > DESCRIPTION_MAX_BYTES:
        raise ValueError("description too long")
    pictures = body[LENGTH.size + length :]
    description = _Taken(json.loads(body[LENGTH.size : LENGTH.size + length]))
    preview_bytes = description.take("preview_bytes", int)
    view_bytes = description.take("view_bytes", int)
    if min(preview_bytes, view_bytes) < 0 or preview_bytes + view_bytes != len(pictures):
        raise ValueError("lengths do not add up")
    made = Derivatives(
        preview=pictures[:preview_bytes],
        view=pictures[preview_bytes:],
        width=description.take("width", int),
        height=description.take("height", int),
        facts=_facts(_Taken(description.take("facts", dict))),
        metadata=_metadata(description.take("metadata", dict)),
        location=description.take("location", str),
        pdq=description.take("pdq", str),
        pdq_quality=description.take("pdq_quality", int),
    )
    description.check_is_empty()
    return made


def _facts(values: "_Taken") -> Facts:
    facts = Facts(
        taken_at=values.take("taken_at", str),
        camera=values.take("camera", str),
        software=values.take("software", str),
        has_location=values.take("has_location", bool),
        has_other_pictures=values.take("has_other_pictures", bool),
        has_more_frames=values.take("has_more_frames", bool),
    )
    values.check_is_empty()
    return facts


def _metadata(values: dict[object, object]) -> dict[str, str]:
    if len(values) > METADATA_MOST or not NAMES.issuperset(values):
        raise ValueError("unknown names")
    if not all(type(value) is str for value in values.values()):
        raise TypeError("metadata")
    return {str(name): str(value) for name, value in values.items()}


class _Taken:
    """A JSON object read key by key, each with exactly its type (True is no int), none left."""

    def __init__(self, value: object) -> None:
        if type(value) is not dict:
            raise TypeError("not an object")
        self._left: dict[str, object] = dict(value)

    def take(self, key: str, kind: type[Kind]) -> Kind:
        value = self._left.pop(key)
        if type(value) is not kind:
            raise TypeError(key)
        return value

    def check_is_empty(self) -> None:
        if self._left:
            raise ValueError("unknown keys")
