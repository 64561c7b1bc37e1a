"""Pictures of nothing: noise, the same for the same number."""

import random
from io import BytesIO

from PIL import Image

SIDE = (1200, 900)


def noise_jpeg(number: int, size: int = 0) -> bytes:
    """A JPEG of coarse coloured noise; zeros after its end fill it up to `size` bytes."""
    source = random.Random(number)  # noqa: S311  a picture, not a secret
    coarse = Image.frombytes("RGB", (48, 36), source.randbytes(48 * 36 * 3))
    target = BytesIO()
    coarse.resize(SIDE, Image.Resampling.BICUBIC).save(target, "JPEG", quality=85)
    return target.getvalue().ljust(size, b"\0")
