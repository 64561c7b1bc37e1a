"""The two ways in which a packet cannot be called good."""


class Unreadable(Exception):
    """There is no ZIP here to look into: cut off, of another kind, or not to be opened."""


class Failed(Exception):
    """A check did not hold. Carries what was found, and the name of where, both fixed or safe."""

    def __init__(self, found: str, where: str = "") -> None:
        super().__init__(f"{found}: {where}" if where else found)
        self.found = found
        self.where = where
