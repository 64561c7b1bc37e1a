import logging

import pytest
from django.test import Client, RequestFactory

from kbgo.logs import DropRequest, IdsOnlyFormatter

MARKER = "sebuah-rahasia"


def record_of(logger: str, message: str, *args: object, error: Exception | None = None) -> str:
    made = logging.getLogger(logger).makeRecord(
        logger,
        logging.ERROR,
        "file",
        1,
        message,
        args,
        (type(error), error, error.__traceback__) if error else None,
    )
    return IdsOnlyFormatter().format(made)


def test_other_peoples_loggers_lose_what_was_filled_in() -> None:
    line = record_of("botocore.client", "cannot reach %s", MARKER)
    assert line.endswith("ERROR botocore.client cannot reach %s")


def test_our_loggers_keep_their_ids() -> None:
    assert record_of("jobs.services", "job %s failed", "7f3k").endswith("job 7f3k failed")


def test_an_error_leaves_its_type_and_places_but_not_its_text() -> None:
    try:
        int(MARKER)
    except ValueError as error:
        line = record_of("jobs.services", "stopped", error=error)
    assert "builtins.ValueError" in line
    assert "test_logs.py" in line
    assert MARKER not in line


def test_a_refused_page_leaves_neither_path_nor_host_in_the_log(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.handler.setFormatter(IdsOnlyFormatter())
    client.get(f"/{MARKER}/?x={MARKER}", headers={"user-agent": MARKER, "host": "testserver"})
    client.get("/healthz", headers={"host": f"{MARKER}.example"})
    assert "ERROR django.security.DisallowedHost status=400 route=-" in caplog.text
    assert "WARNING django.request status=404 route=-" in caplog.text
    assert MARKER not in caplog.text
    assert not any(hasattr(record, "request") for record in caplog.records)


def test_the_route_name_and_the_status_stay() -> None:
    from django.urls import resolve

    request = RequestFactory().get("/healthz")
    request.resolver_match = resolve("/healthz")
    made = logging.makeLogRecord({"msg": MARKER, "request": request, "status_code": 500})
    assert DropRequest().filter(made)
    assert DropRequest().filter(made)
    assert made.getMessage() == "status=500 route=healthz"
