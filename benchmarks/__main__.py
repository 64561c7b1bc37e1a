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
    from benchmarks import large_cases, large_files, packet_zips, web  # noqa: PLC0415
    from packets.demonstration import people  # noqa: PLC0415

    people.ensure_worker()
    owner = people.new_owner(ADULT)
    return [
        *web.measure(folder, rounds),
        *large_files.measure(owner, folder, rounds),
        *packet_zips.measure(people.new_owner(ADULT), folder, rounds),
        *large_cases.measure(people.new_owner(ADULT), rounds),
    ]


if __name__ == "__main__":
    sys.exit(main())
