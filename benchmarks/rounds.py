"""Measures several acts in turns, so that whatever slows the machine slows all of them."""

import time
from collections.abc import Callable, Mapping

Act = Callable[[], object]


def best_seconds(acts: Mapping[str, Act], rounds: int) -> dict[str, float]:
    """The shortest time of each act over this many rounds; one run before that warms up."""
    for act in acts.values():
        act()
    best = dict.fromkeys(acts, float("inf"))
    for _ in range(rounds):
        for name, act in acts.items():
            best[name] = min(best[name], _seconds(act))
    return best


def _seconds(act: Act) -> float:
    started = time.perf_counter()
    act()
    return time.perf_counter() - started
