"""Covered copies: what lay under a box is nowhere in them."""

import io

import pytest
from PIL import Image

from evidence.covers import EVERYTHING, Box
from evidence.sandbox.contract import NotMade, Reason
from evidence.sandbox.cover_child import FILL
from evidence.sandbox.covering import make_covered_copy
from tests import sample_files

BOX = Box(2500, 2500, 2500, 5000)
BLOCK = 8


def opened(data: bytes) -> Image.Image:
    picture = Image.open(io.BytesIO(data))
    picture.load()
    return picture


def distance(one: tuple[int, ...], other: tuple[int, ...]) -> int:
    return max(abs(a - b) for a, b in zip(one, other, strict=True))


def with_secret(seed: int, size: tuple[int, int]) -> bytes:
    """The same picture each time but for a part just inside BOX."""
    picture, (width, height) = sample_files.noise(*size), size
    part = sample_files.noise(width // 4, height // 2, seed=seed)
    picture.paste(part, (width // 4, height // 4))
    return sample_files.encoded(picture, "PNG")


def test_every_pixel_under_a_box_is_the_fill_and_those_outside_are_as_they_were() -> None:
    original = sample_files.noise(320, 240)
    copy = opened(make_covered_copy(sample_files.encoded(original, "PNG"), "image/png", [BOX]))
    left, top, right, bottom = BOX.pixels(320, 240)
    for y in range(240):
        for x in range(320):
            inside = left <= x <= right and top <= y <= bottom
            deep = left + BLOCK <= x <= right - BLOCK and top + BLOCK <= y <= bottom - BLOCK
            wanted = FILL if inside else original.getpixel((x, y))
            bound = 1 if deep else 60
            assert distance(copy.getpixel((x, y)), wanted) <= bound, (x, y)


@pytest.mark.parametrize("size", [(320, 240), (1999, 1501), (2400, 1600)])
def test_pictures_that_differ_under_a_box_alone_have_the_same_copy(size: tuple[int, int]) -> None:
    one, other = (with_secret(seed, size) for seed in (2, 3))
    assert one != other
    made = make_covered_copy(one, "image/png", [BOX])
    assert made == make_covered_copy(other, "image/png", [BOX])


def test_all_of_it_leaves_nothing_but_the_fill() -> None:
    copies = {
        make_covered_copy(sample_files.png(90, 70, seed=n), "image/png", [EVERYTHING])
        for n in (1, 2)
    }
    [copy] = copies
    assert opened(copy).getcolors() == [(90 * 70, FILL)]


@pytest.mark.parametrize("orientation", range(1, 9))
def test_boxes_are_of_the_picture_as_it_is_seen(orientation: int) -> None:
    upper = Box(0, 0, 10_000, 4000)
    copy = opened(make_covered_copy(sample_files.turned_jpeg(orientation), "image/jpeg", [upper]))
    middle = copy.width // 2
    assert distance(copy.getpixel((middle, 4)), FILL) <= 2
    assert distance(copy.getpixel((middle, copy.height - 4)), FILL) > 10


def test_a_large_photograph_is_scaled_to_a_view_without_its_metadata() -> None:
    copy = make_covered_copy(sample_files.jpeg(2400, 1600), "image/jpeg", [BOX])
    assert opened(copy).size == (1000, 667)
    assert sample_files.COMMENT not in copy
    assert b"Exif" not in copy


def test_transparent_parts_hide_nothing() -> None:
    picture = Image.new("RGBA", (64, 64), (200, 0, 0, 0))
    copy = opened(make_covered_copy(sample_files.encoded(picture, "PNG"), "image/png", [BOX]))
    assert distance(copy.getpixel((60, 60)), (255, 255, 255)) <= 2


@pytest.mark.parametrize(
    ("data", "media_type", "reason"),
    [
        (sample_files.truncated(sample_files.png(400, 300)), "image/png", Reason.DAMAGED),
        (sample_files.png(), "image/jpeg", Reason.DAMAGED),
        (sample_files.png(), "video/mp4", Reason.WRONG_TYPE),
    ],
)
def test_what_cannot_be_drawn_has_no_copy(data: bytes, media_type: str, reason: Reason) -> None:
    with pytest.raises(NotMade) as refused:
        make_covered_copy(data, media_type, [BOX])
    assert refused.value.reason is reason
