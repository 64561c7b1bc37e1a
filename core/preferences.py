"""How the pages behave for one owner: what she chose, or what holds for everybody until then."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, Self

LOCK_MINUTES = (5, 15, 30)


@dataclass(frozen=True, slots=True, repr=False)
class Preferences:
    """`name` stands on top of her pages in place of the site's own; empty where she chose none.

    `is_flat`: the whole visit is one entry of the browser's history. `covers`: which pages hide
    when another app comes in front: "proof", "all" or "none". `exit_is_quiet`: the way out is grey.
    """

    name: str = ""
    lock_minutes: int = 15
    is_flat: bool = True
    covers: str = "proof"
    hears_keys: bool = True
    exit_is_quiet: bool = False

    @property
    def lock_seconds(self) -> int:
        return self.lock_minutes * 60

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, content: Mapping[str, Any]) -> Self:
        """Unknown names of a newer version are dropped, missing ones take their defaults."""
        known = {field.name for field in fields(cls)}
        return cls(**{name: value for name, value in content.items() if name in known})


USUAL = Preferences()
