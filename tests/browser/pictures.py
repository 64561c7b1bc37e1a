"""Twenty drawn pictures, and what the `pdqhash` package says of them.

`pdqhash.json` was written by `python -m tests.browser.pictures` where that package is: it is no
requirement, because it comes without wheels and needs a compiler. Each hash is of the square of 512
pixels that Pillow makes of a picture the right way up.
"""

import io
import json
import math
import random
from collections.abc import Callable
from pathlib import Path

from PIL import Image, ImageDraw, ImageFilter, ImageOps

from tests.sample_files import encoded, exif

RECORDED = Path(__file__).with_name("pdqhash.json")
SIDE = 512
Drawn = Callable[[int, int, int], Image.Image]


def hills(width: int, height: int, seed: int) -> Image.Image:
    """Gradients that swell and fall in several directions."""
    chance = random.Random(seed)
    waves = [(chance.uniform(-9, 9), chance.uniform(-9, 9), chance.random()) for _ in range(24)]
    pixels = bytearray()
    for y in range(48):
        for x in range(64):
            height_here = sum(math.sin(x / 64 * a + y / 48 * b + 6 * c) for a, b, c in waves)
            pixels += bytes([min(255, max(0, int(128 + 18 * height_here)))] * 3)
    small = Image.frombytes("RGB", (64, 48), bytes(pixels))
    return small.resize((width, height), Image.Resampling.BICUBIC)


def shapes(width: int, height: int, seed: int) -> Image.Image:
    """Rectangles and ellipses over each other."""
    chance = random.Random(seed)
    picture = Image.new("RGB", (width, height), tuple(chance.randbytes(3)))
    draw = ImageDraw.Draw(picture)
    for number in range(14):
        left, top = chance.randrange(width), chance.randrange(height)
        box = (left, top, left + chance.randrange(20, width), top + chance.randrange(20, height))
        fill = tuple(chance.randbytes(3))
        (draw.ellipse if number % 2 else draw.rectangle)(box, fill=fill)
    return picture


def texture(width: int, height: int, seed: int) -> Image.Image:
    """Large soft blotches under a fine grain, as in a photograph of nothing."""
    chance = random.Random(seed)
    small = Image.frombytes("RGB", (12, 9), chance.randbytes(12 * 9 * 3))
    blotches = small.resize((width, height), Image.Resampling.BICUBIC)
    grain = Image.frombytes("RGB", (width, height), chance.randbytes(width * height * 3))
    return Image.blend(blotches, grain.filter(ImageFilter.GaussianBlur(1)), 0.2)


# What is drawn, its size, its format, and which way the camera was held.
PICTURES: tuple[tuple[Drawn, int, int, str, int], ...] = (
    (hills, 640, 480, "PNG", 1),
    (hills, 480, 640, "PNG", 1),
    (hills, 900, 300, "JPEG", 1),
    (hills, 512, 512, "PNG", 1),
    (shapes, 800, 600, "PNG", 1),
    (shapes, 600, 800, "JPEG", 1),
    (shapes, 1000, 400, "JPEG", 1),
    (shapes, 400, 1000, "PNG", 1),
    (shapes, 300, 200, "PNG", 1),
    (shapes, 64, 64, "PNG", 1),
    (texture, 1200, 900, "JPEG", 1),
    (texture, 900, 1200, "JPEG", 1),
    (texture, 1600, 1200, "JPEG", 1),
    (texture, 640, 480, "PNG", 1),
    (texture, 320, 240, "JPEG", 1),
    (texture, 1024, 768, "JPEG", 6),
    (texture, 1024, 768, "JPEG", 8),
    (shapes, 800, 600, "JPEG", 3),
    (shapes, 800, 600, "JPEG", 6),
    (hills, 640, 480, "JPEG", 5),
)


def picture(number: int) -> bytes:
    draw, width, height, image_format, orientation = PICTURES[number]
    drawn = draw(width, height, number)
    if image_format == "PNG":
        return encoded(drawn, "PNG")
    held = exif(orientation=orientation, with_location=False)
    return encoded(drawn, "JPEG", quality=88, exif=held)


def by_package(content: bytes) -> tuple[str, int]:
    """Hash and quality as `pdqhash` makes them, which has to be there."""
    import numpy  # type: ignore[import-not-found]
    import pdqhash  # type: ignore[import-not-found]

    upright = ImageOps.exif_transpose(Image.open(io.BytesIO(content))).convert("RGB")
    square = upright.resize((SIDE, SIDE), Image.Resampling.BILINEAR)
    bits, quality = pdqhash.compute(numpy.asarray(square))
    return numpy.packbits(bits).tobytes().hex(), int(quality)


def recorded() -> list[tuple[str, int]]:
    return [(one["pdq"], one["quality"]) for one in json.loads(RECORDED.read_text("utf-8"))]


if __name__ == "__main__":
    found = [by_package(picture(number)) for number in range(len(PICTURES))]
    rows = [{"pdq": hashed, "quality": quality} for hashed, quality in found]
    RECORDED.write_text(json.dumps(rows, indent=1) + "\n", "utf-8")
