"""Slips in the other files are refused with their names, and stop the start."""

import pytest

from resources import checks, guides, incident_forms, letters, seeds
from resources.datafiles import File
from resources.exceptions import DataError
from tests.resources.altered import altered, entry


def service(content, slug):
    return entry(content["service"], slug, "slug")


MUTATIONS = {
    "a kind of service": (
        seeds.service_seeds,
        File.SERVICES,
        lambda c: service(c, "kpai").update(kind="hotlin"),
        "kpai: kind does not know hotlin",
    ),
    "a kind of channel": (
        seeds.service_seeds,
        File.SERVICES,
        lambda c: service(c, "kpai")["channel"][0].update(kind="telp"),
        "kpai: channel 1: kind does not know telp",
    ),
    "a key of a channel": (
        seeds.service_seeds,
        File.SERVICES,
        lambda c: service(c, "kpai")["channel"][0].update(vaule="129"),
        "vaule",
    ),
    "a service twice": (
        seeds.service_seeds,
        File.SERVICES,
        lambda c: c["service"].append(c["service"][0]),
        "polri-110: comes twice",
    ),
    "a date of verification": (
        seeds.service_seeds,
        File.SERVICES,
        lambda c: service(c, "kpai").update(last_verified_on="2026-11-01"),
        "unknown key last_verified_on",
    ),
    "yes for true": (
        seeds.service_seeds,
        File.SERVICES,
        lambda c: service(c, "kpai").update(published="yes"),
        "published is neither true nor false",
    ),
    "a kind of route": (
        seeds.platform_seeds,
        File.PLATFORMS,
        lambda c: entry(c["platform"], "tiktok", "slug")["route"][0].update(kind="nciii"),
        "nciii",
    ),
    "a route to nowhere": (
        seeds.platform_seeds,
        File.PLATFORMS,
        lambda c: entry(c["platform"], "tiktok", "slug")["route"][0].pop("url"),
        "tiktok: route 1: neither url nor address",
    ),
    "a field in one language": (
        seeds.platform_seeds,
        File.PLATFORMS,
        lambda c: entry(c["platform"], "tiktok", "slug")["fields_asked"][1].pop("en"),
        "tiktok: fields_asked 2: line: en is missing",
    ),
    "a use of a law": (
        seeds.law_seeds,
        File.LAWS,
        lambda c: entry(c["law"], "tpks-23", "slug")["uses"].append("al"),
        "tpks-23: uses does not know al",
    ),
    "a signature in the file": (
        seeds.law_seeds,
        File.LAWS,
        lambda c: entry(c["law"], "tpks-23", "slug").update(verified_by="x"),
        "verified_by",
    ),
    "an item of a publisher": (
        incident_forms.build,
        File.INCIDENT_FORMS,
        lambda c: entry(c["form"], "ncii")["counted_as"]["komnas9"].append("morfing"),
        "ncii: counted_as: komnas9 does not know morfing",
    ),
    "a publisher left out": (
        incident_forms.build,
        File.INCIDENT_FORMS,
        lambda c: entry(c["form"], "ncii")["counted_as"].pop("komnas5"),
        "komnas5 is missing",
    ),
    "a publisher not listed": (
        incident_forms.build,
        File.INCIDENT_FORMS,
        lambda c: entry(c["form"], "ncii")["counted_as"].update(komnas7=[]),
        "komnas7",
    ),
    "a letter left out": (
        letters.build,
        File.LETTERS,
        lambda c: c["letter"].pop(),
        "no letter for threat",
    ),
    "a kind of letter": (
        letters.build,
        File.LETTERS,
        lambda c: c["letter"][0].update(kind="nci"),
        "nci",
    ),
    "a gap in a greeting": (
        letters.build,
        File.LETTERS,
        lambda c: c["shared"]["greeting"].update(en="To $platfrom,"),
        "greeting.en",
    ),
    "a step's number": (
        guides.build,
        File.GUIDES,
        lambda c: c["step"][0].update(number=2),
        "numbered 1 to 4",
    ),
    "a number in words": (
        guides.build,
        File.GUIDES,
        lambda c: c["step"][0].update(number="1"),
        "bukti: number is not a whole number",
    ),
    "a list that is none": (
        guides.build,
        File.GUIDES,
        lambda c: c.update(step="four"),
        "step is not a list",
    ),
}


@pytest.mark.parametrize(
    ("read", "file", "change", "name"), MUTATIONS.values(), ids=MUTATIONS.keys()
)
def test_a_slip_is_refused_with_its_name(read, file, change, name):
    with pytest.raises(DataError) as refusal:
        read(altered(file, change))
    assert name in str(refusal.value)
    assert str(refusal.value).startswith(file)


def test_the_check_finds_nothing_in_the_files_as_they_are():
    assert checks.check_data(None) == []


def test_the_check_turns_a_slip_into_an_error_that_stops_the_start(monkeypatch):
    broken = altered(File.LETTERS, lambda content: content["letter"].pop())
    monkeypatch.setattr(checks, "READERS", (lambda: letters.build(broken), guides.first_steps))
    (found,) = checks.check_data(None)
    assert found.id == "resources.E001"
    assert "no letter for threat" in found.msg
    assert found.is_serious()


def test_a_file_that_cannot_be_read_is_named(monkeypatch, tmp_path):
    from resources import datafiles

    (tmp_path / File.GUIDES).write_text("title = ", encoding="utf-8")
    monkeypatch.setattr(datafiles, "FOLDER", tmp_path)
    for file in (File.GUIDES, File.LETTERS):
        with pytest.raises(DataError, match=file.value):
            datafiles.read.__wrapped__(file)
