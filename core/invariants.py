"""How a broken invariant is told: by its name and by ids, never by content."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Breach:
    """One place where the rows, the blobs or the keys are not as they must be.

    `code` names the invariant as the threat model does: I for what is stored, K for keys.
    """

    code: str
    found: str
    where: object

    def __str__(self) -> str:
        return f"{self.code} {self.found}: {self.where}"
