"""What the pictures made of a 12-megapixel JPEG cost, next to decoding it bare and whole.

Run as a module it is the small process that measures: a child's peak memory starts from that of
the process it was started by, and the bench itself is a large one.
"""

import json
import os
import random
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from PIL import Image, ImageDraw

from benchmarks.figures import MIB, Figure
from evidence.sandbox.pictures import make_picture_derivatives

SIZE = (4000, 3000)
SHAPES = 400
MOST_MS, MOST_MIB = 250, 150
PREVIEW, DECODE = "pictures of a 12-megapixel JPEG, processor time", "bare Pillow, whole"
MEMORY = "the same, peak memory of its process"
ROOT = Path(__file__).resolve().parent.parent


def measure(folder: Path, rounds: int) -> list[Figure]:
    path = sample_photograph(folder / "large.jpg")
    made, bare = (_measured(act, path, rounds) for act in ("made", "bare"))
    path.unlink()
    limits = f"at most {MOST_MS} ms and {MOST_MIB} MiB"
    return [
        Figure(
            PREVIEW,
            round(made["ms"], 1),
            "ms",
            f"{DECODE}: {bare['ms']:.1f} ms ({limits})",
            round(bare["ms"] / made["ms"], 3),
        ),
        Figure(
            MEMORY,
            round(made["mib"], 1),
            "MiB",
            f"{DECODE}: {bare['mib']:.1f} MiB",
            round(bare["mib"] / made["mib"], 3),
        ),
    ]


def sample_photograph(path: Path) -> Path:
    """Overlapping shapes with grain over them: packs like a photograph, and shows nothing."""
    chance = random.Random(12)
    picture = Image.new("RGB", SIZE)
    draw = ImageDraw.Draw(picture)
    for _ in range(SHAPES):
        x, y = chance.randrange(SIZE[0]), chance.randrange(SIZE[1])
        far = (x + chance.randrange(80, 900), y + chance.randrange(80, 900))
        draw.ellipse(((x, y), far), fill=tuple(chance.randbytes(3)))
    grain = Image.effect_noise(SIZE, 40).convert("RGB")
    Image.blend(picture, grain, 0.15).save(path, "JPEG", quality=90)
    return path


def _measured(act: str, path: Path, rounds: int) -> dict[str, float]:
    line = [sys.executable, "-m", "benchmarks.previews", act, str(path), str(rounds)]
    done = subprocess.run(line, cwd=ROOT, check=True, capture_output=True, text=True)
    measured: dict[str, float] = json.loads(done.stdout)
    return measured


def _cost_of_children(act: Callable[[], object], rounds: int) -> dict[str, float]:
    """The least processor time of one child, interpreter and imports included; the most memory."""
    best = float("inf")
    for _ in range(rounds):
        before = _children_seconds()
        act()
        best = min(best, _children_seconds() - before)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return {"ms": best * 1000, "mib": peak * 1024 / MIB}


def _children_seconds() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def _cost_of_decoding(path: Path, rounds: int) -> dict[str, float]:
    """Of the decoding alone: interpreter and imports stand outside the clock."""
    best = float("inf")
    for _ in range(rounds):
        began = time.process_time()
        with Image.open(path) as picture:
            picture.load()
        best = min(best, time.process_time() - began)
    return {"ms": best * 1000, "mib": _own_peak() / MIB}


def _own_peak() -> int:
    """From the kernel's page about this process: what getrusage tells began with the bench's."""
    lines = Path("/proc/self/status").read_text().splitlines()
    peak = next(line for line in lines if line.startswith("VmHWM:"))
    return int(peak.split()[1]) * 1024


def main() -> None:
    act, path, rounds = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])
    os.environ.pop("KBGO_SANDBOX", None)
    if act == "bare":
        cost = _cost_of_decoding(path, rounds)
    else:
        data = path.read_bytes()
        cost = _cost_of_children(lambda: make_picture_derivatives(data, "image/jpeg"), rounds)
    print(json.dumps(cost))


if __name__ == "__main__":
    main()
