"""Draws the 64 by 64 samples that a PDQ is made of, in the child, from the pixels of a picture.

PDQ filters 512 lines twice with a box of 4, which is one triangle over 7 of them, and takes every
eighth. Pillow's bilinear filter is that triangle when it shrinks by 4; it is given a line more at
each end, so that it stands where PDQ's stands. Both were compared with `pdqhash`.
"""

from array import array

from PIL import Image

from evidence.pdq import SAMPLES, Pdq, pdq_of

SQUASHED = 512
# Where the filter begins, so that its middle lies on the lines that PDQ takes.
_SHIFT = 3.5
_GAPLESS = 4
_PADDED = SQUASHED + _GAPLESS


def pdq_of_picture(pixels: Image.Image) -> Pdq:
    """Of an upright RGB picture of any size; some 10 ms."""
    squashed = pixels.resize((SQUASHED, SQUASHED), Image.Resampling.BILINEAR)
    padded = _with_one_line_more(squashed.convert("F"))
    box = (_SHIFT, _SHIFT, SQUASHED + _SHIFT, SQUASHED + _SHIFT)
    size = (2 * SAMPLES, 2 * SAMPLES)
    drawn = padded.resize(size, Image.Resampling.BILINEAR, box=box)
    values = array("f", drawn.tobytes())
    width = 2 * SAMPLES
    return pdq_of([values[2 * row * width : (2 * row + 1) * width : 2] for row in range(SAMPLES)])


def _with_one_line_more(grey: Image.Image) -> Image.Image:
    """PDQ's box over the last lines is shorter, which is as if a line of their mean followed."""
    padded = Image.new("F", (_PADDED, _PADDED))
    padded.paste(grey, (0, 0))
    last = (SQUASHED - 3, 0, SQUASHED, SQUASHED)
    edge = grey.crop(last).resize((1, SQUASHED), Image.Resampling.BOX)
    for at in range(SQUASHED, _PADDED):
        padded.paste(edge, (at, 0))
    below = padded.crop((0, SQUASHED - 3, _PADDED, SQUASHED)).resize(
        (_PADDED, 1), Image.Resampling.BOX
    )
    for at in range(SQUASHED, _PADDED):
        padded.paste(below, (0, at))
    return padded
