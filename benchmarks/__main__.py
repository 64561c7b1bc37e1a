"""Measures everything, writes `reports/bench.json` and prints it as a table."""

import argparse
import sys
import tempfile
from pathlib import Path

from benchmarks import ground
from benchmarks.figures import Figure, table, write_report

REPORT = Path(__file__).resolve().parent.parent / "reports" / "bench.json"
ADULT = {"q01_siapa": ["diri"], "q02_usia": ["dewasa"], "q03_aman": ["ya"]}


def main() -> int:
    parser = argparse.ArgumentParser(prog="benchmarks", description=__doc__)
    parser.add_argument("--rounds", type=int, default=8, help="turns of each act (8)")
    parser.add_argument("--out", type=Path, default=REPORT, help="where the report goes")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="kbgo-bench-") as folder:
        figures = measure(Path(folder), asked.rounds)
    write_report(asked.out, figures)
    print(table(figures))
    return 0


def measure(folder: Path, rounds: int) -> list[Figure]:
    ground.prepare(folder / "state")
    # Only now can the site's own modules be imported.
    from benchmarks import (  # noqa: PLC0415
        chats,
        crowds,
        large_cases,
        large_files,
        long_logs,
        packet_zips,
        previews,
        starting,
        web,
    )
    from packets.demonstration import people  # noqa: PLC0415

    people.ensure_worker()
    owner = people.new_owner(ADULT)
    return [
        *starting.measure(folder),
        *web.measure(folder, rounds),
        *crowds.measure(folder),
        *large_files.measure(owner, folder, rounds),
        *previews.measure(folder, rounds),
        *chats.measure(rounds),
        *packet_zips.measure(people.new_owner(ADULT), folder, rounds),
        *long_logs.measure(folder),
        *large_cases.measure(people.new_owner(ADULT), rounds),
    ]


if __name__ == "__main__":
    sys.exit(main())
