"""The server's clock, which a test may put forward instead of waiting, or stop."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone


class Clock:
    """The server's clock, which a test may put forward or stop."""

    def __init__(self) -> None:
        self._ahead, self._real = timedelta(), timezone.now

    def now(self) -> datetime:
        return self._real() + self._ahead

    def forward(self, **time: float) -> None:
        self._ahead += timedelta(**time)

    def stop(self) -> None:
        moment = self._real()
        self._real = lambda: moment


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    ticking = Clock()
    monkeypatch.setattr(timezone, "now", ticking.now)
    return ticking
