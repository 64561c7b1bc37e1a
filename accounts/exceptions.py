class SignInRefused(Exception):
    """These words, this code or this password open nothing; says no more than that."""


class SlowDown(Exception):
    """Too many tries from here; says after how many seconds the next one is heard."""

    def __init__(self, seconds: int) -> None:
        super().__init__("too many tries")
        self.seconds = seconds


class Locked(Exception):
    """A key was needed in a session that holds none."""
