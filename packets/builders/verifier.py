"""The verifier that travels in a packet: a zipapp of the `vaultverify` that is installed here."""

import io
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Final

import vaultverify
from packets.builders.zipping import ZipWriter

VERIFIER: Final = "tool/vaultverify.pyz"
SOURCES: Final = Path(vaultverify.__path__[0])
START: Final = b"import sys\n\nfrom vaultverify.__main__ import main\n\nsys.exit(main())\n"
# The first moment a ZIP can tell: the same sources are the same bytes, whenever they are packed.
LONG_AGO: Final = datetime(1980, 1, 1, tzinfo=UTC)


@cache
def verifier_app() -> bytes:
    """Runs with `python vaultverify.pyz`; the same bytes for the same sources."""
    out = io.BytesIO()
    app = ZipWriter(out.write, LONG_AGO)
    app.add("__main__.py", START)
    for path in sorted(SOURCES.rglob("*.py")):
        app.add(f"vaultverify/{path.relative_to(SOURCES).as_posix()}", path.read_bytes())
    app.finish()
    return out.getvalue()
