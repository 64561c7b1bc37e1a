from core.exceptions import NotOpened


class ChainBroken(NotOpened):
    """A log's entries do not follow from one another; names the first that does not."""

    def __init__(self, seq: int) -> None:
        super().__init__(f"log entry {seq} does not follow")
        self.seq = seq
