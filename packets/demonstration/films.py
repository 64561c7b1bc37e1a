"""A film of nothing. Apart from the pictures: its library takes memory that packets do not need."""

from io import BytesIO

import av

from cases.models import CaseRecord
from packets.demonstration.kinds import told
from packets.demonstration.people import DemoOwner, keep_file
from packets.demonstration.pictures import noise

SIDE = (320, 240)
FRAMES, FRAMES_A_SECOND = 24, 12
FILMED = 1003


def keep_film(owner: DemoOwner, of: CaseRecord) -> None:
    keep_file(owner, "rekaman-layar.mp4", noise_video(FILMED), told("Rekaman layar.", of))


def noise_video(number: int) -> bytes:
    """Two seconds, MP4."""
    target = BytesIO()
    with av.open(target, mode="w", format="mp4") as writer:
        stream = writer.add_stream("mpeg4", rate=FRAMES_A_SECOND)
        stream.width, stream.height, stream.pix_fmt = *SIDE, "yuv420p"
        for frame in range(FRAMES):
            picture = noise(number + frame, SIDE)
            shown = av.VideoFrame.from_image(picture)  # type: ignore[no-untyped-call]
            writer.mux(stream.encode(shown))
        writer.mux(stream.encode(None))
    return target.getvalue()
