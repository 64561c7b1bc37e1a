"""Pictures of nothing: noise, the same for the same number."""

import random
from io import BytesIO

from PIL import ExifTags, Image

SIDE = (1200, 900)
CAMERA = "HP Contoh 7"
PLACE: dict[int, object] = {
    ExifTags.GPS.GPSLatitudeRef: "S",
    ExifTags.GPS.GPSLatitude: (6.0, 10.0, 30.0),
    ExifTags.GPS.GPSLongitudeRef: "E",
    ExifTags.GPS.GPSLongitude: (106.0, 49.0, 38.0),
}


def noise_jpeg(number: int, size: int = 0) -> bytes:
    """A JPEG that says which camera took it, and where; zeros after its end fill it up to `size`
    bytes."""
    target = BytesIO()
    noise(number, SIDE).save(target, "JPEG", quality=85, exif=_said_by_camera())
    return target.getvalue().ljust(size, b"\0")


def noise(number: int, side: tuple[int, int]) -> Image.Image:
    """Coarse and coloured."""
    source = random.Random(number)  # noqa: S311  a picture, not a secret
    coarse = Image.frombytes("RGB", (48, 36), source.randbytes(48 * 36 * 3))
    return coarse.resize(side, Image.Resampling.BICUBIC)


def _said_by_camera() -> Image.Exif:
    tags = Image.Exif()
    tags[ExifTags.Base.Model] = CAMERA
    tags.get_ifd(ExifTags.IFD.GPSInfo).update(PLACE)
    return tags
