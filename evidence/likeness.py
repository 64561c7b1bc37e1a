"""Which items show the same picture: by what it looks like, or by being the same file. Pure."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from evidence.pdq import ALIKE, USABLE_QUALITY, distance, is_pdq


@dataclass(frozen=True, slots=True)
class Look:
    """What one item can be recognised by; either may be empty."""

    sha256: str
    pdq: str = ""
    quality: int = 0

    @property
    def is_drawn(self) -> bool:
        """Whether the picture has enough in it to be told from others by its looks."""
        return is_pdq(self.pdq) and self.quality >= USABLE_QUALITY


def groups_of(looks: Sequence[Look]) -> list[list[int]]:
    """The places of those that belong together, each in one group, in the order they came in.

    Alike is handed on: two that differ may both be alike to a third. Of 32 bytes in which at most
    31 bits differ one is the same, so that only those with a byte in common are compared: a case of
    2,000 pictures takes a fraction of what comparing all would.
    """
    leaders = list(range(len(looks)))
    same: dict[str, int] = {}
    sharing: defaultdict[tuple[int, str], list[int]] = defaultdict(list)
    for place, look in enumerate(looks):
        if look.sha256:
            _join(leaders, place, same.setdefault(look.sha256, place))
        if look.is_drawn:
            for key in _bytes_of(look.pdq):
                _join_alike(leaders, looks, place, sharing[key])
                sharing[key].append(place)
    groups: defaultdict[int, list[int]] = defaultdict(list)
    for place in range(len(looks)):
        groups[_leader(leaders, place)].append(place)
    return list(groups.values())


def _bytes_of(pdq: str) -> list[tuple[int, str]]:
    return [(at, pdq[at : at + 2]) for at in range(0, len(pdq), 2)]


def _join_alike(
    leaders: list[int], looks: Sequence[Look], place: int, others: Sequence[int]
) -> None:
    for other in others:
        is_known = _leader(leaders, place) == _leader(leaders, other)
        if not is_known and distance(looks[place].pdq, looks[other].pdq) <= ALIKE:
            _join(leaders, place, other)


def _leader(leaders: list[int], place: int) -> int:
    """The first of the group; the way there is made shorter for whoever asks next."""
    while leaders[place] != place:
        leaders[place] = leaders[leaders[place]]
        place = leaders[place]
    return place


def _join(leaders: list[int], one: int, other: int) -> None:
    first, second = sorted((_leader(leaders, one), _leader(leaders, other)))
    leaders[second] = first
