"""The server's clock, which a test may put forward instead of waiting."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone


class Clock:
    """The server's clock, which a test may put forward."""

    def __init__(self) -> None:
        self._ahead, self._real = timedelta(), timezone.now

    def now(self) -> datetime:
        return self._real() + self._ahead

    def forward(self, **time: float) -> None:
        self._ahead += timedelta(**time)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    ticking = Clock()
    monkeypatch.setattr(timezone, "now", ticking.now)
    return ticking
