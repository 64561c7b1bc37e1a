"""The commands that make fictional people, as processes on an instance of their own."""

import json
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from pytest_django import Settings

from tests.jobs.site import ROOT, Site

MIB = 1 << 20
MOST_BYTES = 400 * 10**6
MOST_TYPESETTING = 1.5
LARGE = ("--incidents", "200", "--files", "100", "--file-mib", "2")

KEY = "0123456789abcdef" * 4
# What an instance for real people is given, so that nothing but the command itself refuses.
GIVEN = {
    "KBGO_ALLOWED_HOSTS": "contoh.invalid",
    "KBGO_ARGON2_MEMORY_KIB": "65536",
    "KBGO_ARGON2_ITERATIONS": "3",
    "KBGO_SECRET_KEY": KEY,
    "KBGO_PEPPER": KEY,
    "KBGO_SESSION_KEY": KEY[::-1],
}


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(tmp_path / "site", lease_seconds=60)


def run(site: Site, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments],
        env=site.environment | environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


def demo(site: Site, **environment: str) -> subprocess.CompletedProcess[str]:
    return run(site, "manage.py", "demo", **environment)


def figure(told: str, name: str) -> float:
    found = re.search(rf"^{name} +([\d.]+)", told, re.MULTILINE)
    assert found, told
    return float(found[1])


def test_a_large_packet_verifies_and_its_job_stays_small(
    site: Site, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    packet = tmp_path / "packet.zip"
    done = run(site, "manage.py", "demo_packet", "--out", str(packet), *LARGE)
    assert done.returncode == 0, done.stderr
    pin = re.search(r"^fingerprint +(\w+)", done.stdout, re.MULTILINE)
    assert pin
    assert packet.stat().st_size > 200 * MIB
    assert kinds_in(packet) == {"included", "covered", "fingerprint", "sighting", "quotes"}
    verdict = run(site, "-m", "vaultverify", str(packet), "--pin", pin[1])
    assert verdict.returncode == 0, verdict.stdout
    assert "quotes compared and alike: 3" in verdict.stdout
    peak, seconds = figure(done.stdout, "peak memory"), figure(done.stdout, "typesetting")
    record_property("packet job", f"{peak:.0f} MiB, {seconds:.2f} s of CPU to typeset")
    assert peak * MIB < MOST_BYTES
    assert seconds <= MOST_TYPESETTING


def kinds_in(packet: Path) -> set[str]:
    """What the packet tells of that is more than a picture."""
    with zipfile.ZipFile(packet) as archive:
        read = {name.partition("/")[2]: name for name in archive.namelist()}
        metas = [
            json.loads(archive.read(read[name])) for name in read if name.endswith("meta.json")
        ]
        timeline = json.loads(archive.read(read["data/timeline.json"]))
    told = {meta["original"] for meta in metas}
    told |= {name for meta in metas for name in ("fingerprint", "sighting") if name in meta}
    return told | {"quotes" for each in timeline["incidents"] if each["quotes"]}


@pytest.mark.django_db
def test_no_fictional_packet_is_made_among_real_people(settings: Settings, tmp_path: Path) -> None:
    settings.PRODUCTION = True
    with pytest.raises(CommandError, match="real people"):
        call_command("demo_packet", out=tmp_path / "packet.zip")
    assert list(tmp_path.iterdir()) == []


def test_the_demonstration_fills_an_empty_instance_once(site: Site) -> None:
    site.step("migrated")
    done = demo(site)
    assert done.returncode == 0, done.stderr
    assert len(re.findall(r"^  \S+@\S+\.invalid +\w", done.stdout, re.MULTILINE)) == 6
    owners = re.findall(r"^  ((?:\w+ ){6}\w+)$", done.stdout, re.MULTILINE)
    assert len(owners) == 3
    (site.folder / "words").write_text(owners[0])
    facts = site.step("facts")
    assert (facts["state"], facts["built"], facts["missing_blobs"]) == ("ready", 1, [])
    again = demo(site)
    assert (again.returncode, again.stdout) == (1, "")
    assert "has people already" in again.stderr


@pytest.mark.parametrize("kind", ["", "production"])
def test_only_a_development_instance_takes_fictional_people(site: Site, kind: str) -> None:
    site.step("migrated")
    refused = demo(site, **GIVEN, KBGO_ENV=kind)
    assert (refused.returncode, refused.stdout) == (1, "")
    assert "takes fictional people" in refused.stderr
