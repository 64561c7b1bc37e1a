"""How metadata is read out: few short texts under fixed names, and a place in degrees. Pure."""

from collections.abc import Iterable

from evidence.sandbox.picture_answer import METADATA_MOST, TEXT_MAX_CHARS


def kept(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """What says something, cut to its length, and no more of it than fits."""
    told = [(name, text[:TEXT_MAX_CHARS]) for name, text in pairs if text]
    return dict(told[:METADATA_MOST])


def as_place(latitude: float, longitude: float) -> str:
    """Five decimals are a metre; nothing where there is no such place."""
    is_place = -90 <= latitude <= 90 and -180 <= longitude <= 180
    return f"{latitude:.5f}, {longitude:.5f}" if is_place else ""
