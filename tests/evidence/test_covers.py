"""Boxes as they are typed and stored."""

import pytest

from evidence.covers import EVERYTHING, MOST_BOXES, Box, BoxRefused, NoBox, boxes_in, lines_of

TAKEN = {
    "four numbers": ("10 20 30 40", Box(1000, 2000, 3000, 4000)),
    "decimals with a comma": ("12,5 0 1,25 100", Box(1250, 0, 125, 10_000)),
    "decimals with a point": ("12.5 0 1.25 100", Box(1250, 0, 125, 10_000)),
    "commas between": ("10, 20, 30, 40", Box(1000, 2000, 3000, 4000)),
    "per cent signs": ("10% 20% 30% 40%", Box(1000, 2000, 3000, 4000)),
    "all of it": ("0 0 100 100", EVERYTHING),
    "the smallest": ("99,99 99,99 0,01 0,01", Box(9999, 9999, 1, 1)),
}
REFUSED = {
    "three numbers": ("10 20 30", NoBox.NUMBERS),
    "five numbers": ("1 2 3 4 5", NoBox.NUMBERS),
    "a word": ("kiri 20 30 40", NoBox.NUMBERS),
    "a sign": ("-1 20 30 40", NoBox.NUMBERS),
    "no number at all": ("nan 0 1 1", NoBox.NUMBERS),
    "commas without blanks": ("10,20,30,40", NoBox.NUMBERS),
    "out at the right": ("60 0 41 10", NoBox.OUTSIDE),
    "out at the bottom": ("0 95 10 5,01", NoBox.OUTSIDE),
    "a huge number": ("999 0 1 1", NoBox.OUTSIDE),
    "no width": ("10 10 0 5", NoBox.EMPTY),
    "no height": ("10 10 5 0", NoBox.EMPTY),
    "a line without end": ("1 " * 100_000, NoBox.NUMBERS),
}


@pytest.mark.parametrize("name", TAKEN)
def test_a_line_is_a_box(name: str) -> None:
    line, box = TAKEN[name]
    assert boxes_in(line) == (box,)
    assert boxes_in(lines_of((box,))) == (box,)


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_box_is_refused_by_its_line(name: str) -> None:
    line, reason = REFUSED[name]
    with pytest.raises(BoxRefused) as refused:
        boxes_in(f"0 0 1 1\n\n{line}")
    assert (refused.value.reason, refused.value.line) == (reason, 3)


@pytest.mark.parametrize("text", ["", "\n \n"])
def test_nothing_typed_covers_nothing(text: str) -> None:
    assert boxes_in(text) == ()


def test_a_box_typed_twice_is_one() -> None:
    assert boxes_in("0 0 1 1\n0 0 1 1") == (Box(0, 0, 100, 100),)


def test_fifty_boxes_are_taken_and_two_hundred_are_not() -> None:
    lines = [f"{number % 99} {number // 99} 1 1" for number in range(200)]
    assert len(boxes_in("\n".join(lines[:MOST_BOXES]))) == MOST_BOXES == 50
    with pytest.raises(BoxRefused, match="too_many"):
        boxes_in("\n".join(lines))


def test_numbers_that_are_no_box_are_none_wherever_they_come_from() -> None:
    for numbers in ((-1, 0, 5, 5), (0, 0, 10_001, 5), (0, 0, 0, 5)):
        with pytest.raises(BoxRefused):
            Box(*numbers)


@pytest.mark.parametrize(
    ("box", "pixels"),
    [
        (Box(5000, 5000, 1000, 1000), (49, 24, 60, 30)),
        (EVERYTHING, (0, 0, 99, 49)),
        (Box(9999, 9999, 1, 1), (98, 48, 99, 49)),
        (Box(0, 0, 1, 1), (0, 0, 1, 1)),
    ],
)
def test_pixels_are_rounded_outward_by_one_at_least(box: Box, pixels: tuple[int, ...]) -> None:
    assert box.pixels(100, 50) == pixels
