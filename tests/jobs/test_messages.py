"""What lies with the broker, byte for byte: the id of a job, and nothing about it."""

import json
from base64 import b64decode
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from redis import Redis

from tests.jobs.site import Site
from tests.jobs.steps import MARKS

# What Celery puts beside the task's name and arguments: ids of its own, times, limits, the host.
IDS = {"id", "root_id", "parent_id", "group", "group_index", "origin", "shadow", "lang"}
LIMITS = {"eta", "expires", "retries", "timelimit", "ignore_result", "replaced_task_nesting"}
HEADERS = IDS | LIMITS | {"task", "argsrepr", "kwargsrepr", "stamps", "stamped_headers"}
NO_SIGNATURES = {"callbacks": None, "errbacks": None, "chain": None, "chord": None}


@pytest.fixture(params=["files", "redis"])
def site(request: pytest.FixtureRequest, tmp_path: Path) -> Site:
    """A site whose owner kept three pictures and asked for a packet; no worker has run."""
    site = Site(tmp_path / "site")
    if request.param == "redis":
        site = replace(site, redis=request.getfixturevalue("redis_url"))
        Redis.from_url(site.redis).flushall()
    return site


def raw_messages(site: Site) -> Iterator[bytes]:
    if not site.redis:
        messages = (site.folder / "broker" / "messages").glob("*.keyed.msg")
        yield from (path.read_bytes() for path in sorted(messages))
        return
    with Redis.from_url(site.redis) as broker:
        [queue] = broker.keys("kbgo:*:keyed")
        yield from broker.lrange(queue, 0, -1)


def everything(site: Site) -> bytes:
    """Whatever else the broker may hold, too."""
    if not site.redis:
        files = (path for path in (site.folder / "broker").rglob("*") if path.is_file())
        return b"".join(path.read_bytes() for path in files)
    with Redis.from_url(site.redis) as broker:
        return b"".join(key + (broker.dump(key) or b"") for key in broker.scan_iter())


def test_nothing_but_ids_lies_with_the_broker(site: Site) -> None:
    told = site.step("prepare")
    messages = [json.loads(raw) for raw in raw_messages(site)]
    bodies = [json.loads(b64decode(message["body"])) for message in messages]
    assert all(len(arguments) == 1 for arguments, _, _ in bodies)
    sent = {arguments[0] for arguments, _, _ in bodies}
    assert (len(messages), sent) == (len(told["jobs"]), set(told["jobs"]))
    for message, (arguments, named, signatures) in zip(messages, bodies, strict=True):
        assert (named, signatures) == ({}, NO_SIGNATURES)
        check_headers(message["headers"], arguments[0])
    raw = everything(site)
    # Two at a time: one alone may stand in a name of the protocol, as "rela" in "correlation".
    pairs = map(" ".join, pairwise(told["words"].split()))
    for mark in (*MARKS, *pairs):
        assert mark.encode() not in raw


def check_headers(headers: dict[str, Any], job: str) -> None:
    assert set(headers) <= HEADERS
    assert headers["task"] == "jobs.tasks.run_job"
    assert (headers["argsrepr"], headers["kwargsrepr"]) == (f"('{job}',)", "{}")
    assert not headers["stamps"]
