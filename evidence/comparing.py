"""Is a file the one of the record? Pure."""

from enum import StrEnum

from evidence.details import ItemDetails
from evidence.pdq import ALIKE, distance, is_pdq


class Verdict(StrEnum):
    """`ALIKE` is said of pictures alone: another file that looks like the same picture."""

    SAME = "same"
    ALIKE = "alike"
    OTHER = "other"


def compared(details: ItemDetails, sha256: str, pdq: str = "") -> Verdict:
    if sha256 == details.file_sha256:
        return Verdict.SAME
    known, _ = details.pdq
    is_alike = is_pdq(pdq) and is_pdq(known) and distance(pdq, known) <= ALIKE
    return Verdict.ALIKE if is_alike else Verdict.OTHER
