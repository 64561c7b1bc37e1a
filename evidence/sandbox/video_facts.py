"""What a video's container says of itself, as short texts. Runs in the child."""

import re
from collections.abc import Iterator, Mapping

import av
from av.container import InputContainer
from av.video.stream import VideoStream

from evidence.sandbox.picture_answer import YES, Facts
from evidence.sandbox.picture_checks import Size
from evidence.sandbox.read_out import as_place, kept

APPLE, ANDROID = "com.apple.quicktime.", "com.android."
PLACES = ("location", "location-eng", f"{APPLE}location.iso6709")
CONTAINER_TIME = re.compile(r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(?:\.\d+)?Z?")
# ISO 6709, annex H: latitude and longitude in degrees, with their signs.
ISO_6709 = re.compile(r"([+-]\d{1,2}(?:\.\d+)?)([+-]\d{1,3}(?:\.\d+)?)(?:[+-].*)?/?")
# Each name of the read-out, and where containers keep it, in small letters.
TAGS = {
    "taken": (f"{APPLE}creationdate",),
    "camera": (f"{APPLE}make", f"{APPLE}model", f"{ANDROID}manufacturer", f"{ANDROID}model"),
    "lens": (f"{APPLE}camera.lens_model",),
    "software": (f"{APPLE}software", "encoder", f"{ANDROID}version"),
    "author": ("artist", "author", f"{APPLE}author"),
    "copyright": ("copyright", f"{APPLE}copyright"),
}


def facts_of(container: InputContainer) -> Facts:
    tags = _tags(container.metadata)
    return Facts(
        taken_at=_time(tags.get("creation_time", "")),
        camera=_all_of(tags, "camera"),
        software=_all_of(tags, "software"),
        has_location=any(tags.get(name) for name in PLACES),
        has_other_pictures=len(container.streams.video) > 1,
    )


def location_of(container: InputContainer) -> str:
    tags = _tags(container.metadata)
    told = next((tags[name] for name in PLACES if tags.get(name)), "")
    found = ISO_6709.fullmatch(told)
    return as_place(float(found[1]), float(found[2])) if found else told


def metadata_of(
    container: InputContainer, stream: VideoStream, size: Size, turns: int
) -> dict[str, str]:
    return kept(_read_out(container, stream, size, turns))


def _read_out(
    container: InputContainer, stream: VideoStream, size: Size, turns: int
) -> Iterator[tuple[str, str]]:
    tags, own = _tags(container.metadata), _tags(stream.metadata)
    yield "created", _time(tags.get("creation_time", ""))
    for name in TAGS:
        yield name, _all_of(tags, name)
    yield "encoder", own.get("encoder", "")
    yield "handler", own.get("handler_name", "")
    yield "codec", stream.codec_context.codec.canonical_name
    yield "dimensions", f"{size[0]} × {size[1]}"
    yield "duration", _duration(container)
    yield "rotation", f"{360 - 90 * turns}°" if turns else ""
    yield "sound", YES if container.streams.audio else ""


def _tags(tags: Mapping[str, str]) -> dict[str, str]:
    return {name.lower(): value.strip("\0 ") for name, value in tags.items()}


def _all_of(tags: Mapping[str, str], name: str) -> str:
    return " ".join(tags[one] for one in TAGS[name] if tags.get(one))


def _duration(container: InputContainer) -> str:
    """Hours, minutes and seconds, as the container tells them."""
    seconds = round((container.duration or 0) / av.time_base)
    minutes, rest = divmod(max(0, seconds), 60)
    return f"{minutes // 60}:{minutes % 60:02d}:{rest:02d}"


def _time(text: str) -> str:
    """Containers keep it in UTC. What is no time is left out."""
    found = CONTAINER_TIME.fullmatch(text)
    return f"{found[1]} {found[2]} UTC" if found else ""
