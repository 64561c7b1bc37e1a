"""PDQ, a fingerprint of what a picture looks like, of a picture squashed to 512 by 512.

After the public description (ThreatExchange, hashing.pdf). Pure, and without a decoder: what draws
the picture takes the 64 by 64 samples. The page on a phone does the same, so that both agree.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import cos, pi, sqrt
from operator import mul
from typing import Final

METHOD: Final = "pdq-512-squash/1"
# The usual threshold: of 256 bits, at most so many differ between two copies of a picture.
ALIKE: Final = 31
# Below it the picture has too little in it for its bits to say much.
USABLE_QUALITY: Final = 50
SAMPLES: Final = 64
_LOWEST: Final = 16
_HEX: Final = re.compile(r"[0-9a-f]{64}")
# The discrete cosine transform, rows 1 to 16: the mean, row 0, is left out.
_WAVES: Final = tuple(
    tuple(sqrt(2 / SAMPLES) * cos(pi / (2 * SAMPLES) * row * (2 * at + 1)) for at in range(SAMPLES))
    for row in range(1, _LOWEST + 1)
)

Samples = Sequence[Sequence[float]]


@dataclass(frozen=True, slots=True)
class Pdq:
    """256 bits in hex, and from 0 to 100 how much they say."""

    hex: str
    quality: int


def pdq_of(samples: Samples) -> Pdq:
    """Of 64 rows of 64 luminances from 0 to 255."""
    columns = list(zip(*samples, strict=True))
    down = [_products(wave, columns) for wave in _WAVES]
    bands = [_products(wave, down) for wave in _WAVES]
    # Transposed: `bands[j][i]` is row i, column j of the transform.
    values = [bands[column][row] for row in range(_LOWEST) for column in range(_LOWEST)]
    median = sorted(values)[len(values) // 2 - 1]
    bits = sum(1 << at for at, value in enumerate(values) if value > median)
    return Pdq(f"{bits:064x}", _quality(samples))


def distance(one: str, other: str) -> int:
    """How many of the bits differ."""
    return (int(one, 16) ^ int(other, 16)).bit_count()


def is_pdq(text: str) -> bool:
    return _HEX.fullmatch(text) is not None


def _products(wave: Sequence[float], lines: Iterable[Sequence[float]]) -> list[float]:
    return [sum(map(mul, wave, line)) for line in lines]


def _quality(samples: Samples) -> int:
    """By how much neighbours differ, each counted in whole hundredths."""
    columns = list(zip(*samples, strict=True))
    steps = sum(
        abs(int((one - other) * 100 / 255))
        for lines in (samples, columns)
        for line in lines
        for one, other in pairwise(line)
    )
    return min(100, steps // 90)
