"""Make a strip of a video's frames without ever decoding it in this process."""

from collections.abc import Iterable

from evidence.sandbox.contract import MEBIBYTE, Limits, NotMade, Reason
from evidence.sandbox.picture_answer import STRIP_SIZE, Derivatives, unpack
from evidence.sandbox.pictures import check_derivatives, payload_of
from evidence.sandbox.run import run_confined

__all__ = ["make_video_derivatives"]

CHILD = "evidence.sandbox.video_child"
# The child holds the whole file, as its index may lie at the end. That and one decoded frame of
# the largest size stay inside the memory; time to hand the file over is time on the clock.
LIMITS = Limits(
    input_bytes=500 * MEBIBYTE + 64, answer_bytes=2 * MEBIBYTE, cpu_seconds=30, wall_seconds=180.0
)
MEDIA_TYPES = frozenset(
    {"video/mp4", "video/quicktime", "video/3gpp", "video/webm", "video/x-matroska"}
)


def make_video_derivatives(source: bytes | Iterable[bytes], media_type: str) -> Derivatives:
    """A grey preview like that of a picture, and a strip (JPEG) of at most six frames.

    They are spread over the time it takes, in rows of three, upright, at most 160 pixels wide,
    without sound or metadata. `media_type` is the sniffed one; no other container is tried.
    Raises NotMade, whose reason can be stored, and passes through what the source raises.
    """
    if media_type not in MEDIA_TYPES:
        raise NotMade(Reason.WRONG_TYPE)
    body = run_confined(CHILD, payload_of(source, media_type), limits=LIMITS)
    made = check_derivatives(unpack(body), STRIP_SIZE)
    if made.pdq or made.pdq_quality:
        raise NotMade(Reason.BAD_ANSWER)
    return made
