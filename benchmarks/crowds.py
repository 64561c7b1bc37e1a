"""Many people signing in at the same moment: how many a second, and that memory stays flat.

One web process with a thread for everybody, so that nothing but the cap on Argon2 holds them back.
"""

import re
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from benchmarks.figures import Figure
from benchmarks.web import PRODUCTION, begin_notes
from tests.instance import Instance, running_instance
from tests.services import LOOPBACK, free_port, wait_for_port
from tests.visitor import Visitor
from vault.primitives import DEFAULT, argon2id

FEW, MANY, CAP, TURNS = 5, 20, 4, 3
WEB = "gunicorn kbgo.wsgi --worker-class gthread --workers 1 --threads 24 --timeout 120"
BEHIND_PROXY = {"KBGO_BEHIND_PROXY": "1"}


class Owner(Visitor):
    """Each from an address of her own: tries from one address slow each other down."""

    def __init__(self, base_url: str, number: int) -> None:
        super().__init__(base_url)
        self._number = number
        self.words = begin_notes(self)

    def _headers(self) -> dict[str, str]:
        return super()._headers() | {"X-Forwarded-For": f"192.0.2.{self._number}"}

    def sign_in(self) -> None:
        self.cookies.clear()
        self.visit("/masuk")
        self.submit(words=self.words)
        assert self.page.path != "/masuk", self.page.heading


def measure(folder: Path) -> list[Figure]:
    with running_instance(folder / "crowd", extra_env=PRODUCTION | BEHIND_PROXY) as instance:
        address = _start_web(instance)
        owners = [Owner(instance.base_url, number) for number in range(1, MANY + 1)]
        for owner in owners:
            owner.base_url = address
        _rate(owners[:FEW])
        few = _peak_mib(instance)
        rate = _rate(owners)
        many = _peak_mib(instance)
    bare = _bare_rate()
    return [
        Figure(
            f"sign in, {MANY} at once",
            round(rate, 1),
            "a second",
            f"bare Argon2id runs, {CAP} at once: {bare:.1f} a second",
            round(rate / bare, 3),
        ),
        Figure(
            f"peak memory of a web process, {MANY} sign in at once",
            round(many),
            "MiB",
            f"{FEW} at once: {few:.0f} MiB",
            round(few / many, 3),
        ),
    ]


def _start_web(instance: Instance) -> str:
    port = free_port()
    own = f"--bind {LOOPBACK}:{port} --no-control-socket --log-level warning"
    instance.start("crowd", *WEB.split(), *own.split())
    wait_for_port(instance.processes["crowd"], port)
    return f"http://{LOOPBACK}:{port}"


def _rate(owners: Sequence[Owner]) -> float:
    """Sign-ins a second while all of them try at once, several times each."""
    started = time.perf_counter()
    with ThreadPoolExecutor(len(owners)) as crowd:
        for _ in range(TURNS):
            list(crowd.map(Owner.sign_in, owners))
    return len(owners) * TURNS / (time.perf_counter() - started)


def _bare_rate() -> float:
    def derive(number: int) -> bytes:
        secret = number.to_bytes(8, "big")
        return argon2id(secret, salt=bytes(16), pepper=bytes(32), parameters=DEFAULT)

    started = time.perf_counter()
    with ThreadPoolExecutor(CAP) as crowd:
        list(crowd.map(derive, range(MANY)))
    return MANY / (time.perf_counter() - started)


def _peak_mib(instance: Instance) -> float:
    """The high-water mark of the one process that answers, as the kernel counts it."""
    master = instance.processes["crowd"].pid
    [worker] = Path(f"/proc/{master}/task/{master}/children").read_text().split()
    found = re.search(r"VmHWM:\s+(\d+) kB", Path(f"/proc/{worker}/status").read_text())
    assert found
    return int(found[1]) / 1024
