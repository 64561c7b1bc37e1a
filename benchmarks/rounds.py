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


def mean_processor_seconds(act: Act, rounds: int, clock: Callable[[], float]) -> float:
    """Of each run, by a clock that counts what a processor worked: others do not slow it down.

    The mean, as the kernel counts such time in steps that are long for one run.
    """
    act()
    started = clock()
    for _ in range(rounds):
        act()
    return (clock() - started) / rounds


def _seconds(act: Act) -> float:
    started = time.perf_counter()
    act()
    return time.perf_counter() - started
