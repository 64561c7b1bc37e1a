"""Once the parsers are there, reading imports nothing and opens nothing: a sandbox has neither."""

import subprocess
import sys

CHILD = """
import sys
from evidence.chats.archives import open_archive
from tests.evidence.chats import golden
from tests.evidence.chats.test_golden import FILES
from tests.evidence.chats.zips import Entry, built, honest

given = [(kind, name, golden.data_of(name)) for kind, name in FILES]
archives = [honest(), built(Entry(b"caf\\xe9.txt"))]
seen = []
sys.addaudithook(lambda event, _: seen.append(event) if event in ("open", "import") else None)
for kind, name, data in given:
    kind.fits(name, data[:4096])
    sum(1 for _ in kind.read(name, data))
for data in archives:
    archive = open_archive(data)
    archive.read(archive.names[0])
assert seen == [], seen
sys.stdout.write("read")
"""


def test_reading_needs_no_import_and_no_file() -> None:
    done = subprocess.run(
        [sys.executable, "-c", CHILD], capture_output=True, text=True, check=False
    )
    assert (done.stdout, done.stderr) == ("read", "")
