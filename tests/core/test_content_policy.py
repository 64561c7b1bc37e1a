"""What a page may load and parse: nothing but our own, and text only where the script needs it."""

import pytest
from django.http import HttpResponse
from django.test import Client

from tests.cast import Cast, client_of, make_cast

FLAT = b"js/h"


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast()


def directives(answer: HttpResponse) -> dict[str, str]:
    parts = (part.partition(" ") for part in answer.headers["Content-Security-Policy"].split("; "))
    return {name: sources for name, _, sources in parts}


def parses(answer: HttpResponse) -> bool:
    found = directives(answer)
    assert found["default-src"] == "'none'"
    assert found["require-trusted-types-for"] == "'script'"
    assert found["trusted-types"] in ("h", "h w", "'none'")
    assert ("worker-src" in found) == (found["trusted-types"] == "h w")
    return found["trusted-types"] != "'none'"


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/", "/masuk", "/s", "/tidak/ada", "/cuaca", "/b", "/healthz"])
def test_a_page_without_the_script_parses_nothing(client: Client, address: str) -> None:
    answer = client.get(address)
    assert parses(answer) == (FLAT in answer.content)


def test_pages_of_owners_parse_and_those_of_staff_do_not(cast: Cast) -> None:
    ani, budi = client_of(cast.ani), client_of(cast.budi)
    assert parses(ani.get(f"/c/{cast.case.ref}/"))
    for address in ("/k/", "/ulang", "/c/zzzzzzzz/"):
        answer = budi.get(address)
        assert not parses(answer)
        assert FLAT not in answer.content


def test_a_page_for_everybody_parses_for_staff_as_well(cast: Cast) -> None:
    answer = client_of(cast.budi).get("/")
    assert parses(answer) == (FLAT in answer.content)


def test_only_the_page_that_takes_a_file_may_have_a_worker(cast: Cast) -> None:
    ani = client_of(cast.ani)
    taking = directives(ani.get(f"/c/{cast.case.ref}/6/"))
    assert taking["worker-src"] == "'self'"
    for address in (f"/c/{cast.case.ref}/", f"/c/{cast.case.ref}/0/", "/"):
        assert "worker-src" not in directives(ani.get(address))


def test_a_page_that_takes_a_file_differs_in_nothing_else(cast: Cast) -> None:
    ani = client_of(cast.ani)
    taking, other = (directives(ani.get(f"/c/{cast.case.ref}/{end}")) for end in ("6/", "0/"))
    assert taking.pop("worker-src") == "'self'"
    assert (taking.pop("trusted-types"), other.pop("trusted-types")) == ("h w", "h")
    assert taking == other
