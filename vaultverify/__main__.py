"""The command: `python -m vaultverify PACKET.zip [--pin FINGERPRINT] [--tsa-roots FILE] [--json]`.

Exit status: 0 all good, 1 failed, 2 incomplete or not anchored, 3 unreadable.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from cryptography.x509 import Certificate

from vaultverify.anchoring import read_given_roots
from vaultverify.errors import Failed
from vaultverify.verdict import Status
from vaultverify.verify import verify
from vaultverify.wording import as_json, told


class _Parser(argparse.ArgumentParser):
    """A wrong call ends in 3, as its usual 2 would say "incomplete"."""

    def exit(self, status: int = 0, message: str | None = None) -> None:  # type: ignore[override]
        super().exit(Status.UNREADABLE if status else 0, message)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = _Parser(prog="vaultverify", description="Periksa berkas laporan / check a packet.")
    parser.add_argument("packet", type=Path, help="berkas ZIP / the ZIP file")
    parser.add_argument(
        "--pin", metavar="FINGERPRINT", help="sidik jari kunci pengelola / its fingerprint"
    )
    parser.add_argument(
        "--tsa-roots", metavar="FILE", type=Path, help="akar cap waktu (PEM) / roots of time stamps"
    )
    parser.add_argument("--json", action="store_true", help="bentuk mesin / machine form")
    options = parser.parse_args(arguments)
    verdict = verify(options.packet, options.pin, _roots(parser, options.tsa_roots))
    is_pinned = options.pin is not None
    if options.json:
        text = json.dumps(as_json(verdict, is_pinned), indent=2)
    else:
        text = told(verdict, options.packet.name, is_pinned)
    # A console of another encoding must not keep anybody from the result.
    sys.stdout.buffer.write(text.encode(sys.stdout.encoding or "utf-8", "replace") + b"\n")
    return verdict.status


def _roots(parser: argparse.ArgumentParser, path: Path | None) -> list[Certificate] | None:
    try:
        return None if path is None else read_given_roots(path)
    except Failed:
        parser.error("--tsa-roots: tidak ada sertifikat / no certificates")


if __name__ == "__main__":
    sys.exit(main())
