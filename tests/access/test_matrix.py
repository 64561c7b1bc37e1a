"""Every route as every role and relation, with every method: nothing beyond access.toml."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.db import connection, transaction
from django.http import HttpResponseBase
from django.urls import URLPattern, reverse

from accounts.enums import Role
from core.routes import Policy, all_routes, matrix
from tests.access.world import Visitor, World, build_world
from tests.clock import Clock

STRANGERS = ("other", "revoked", "share_revoked")
METHODS = ("get", "head", "options", "post", "put", "patch", "delete")
# What a refused visitor may still change: the time her own session was last seen.
OWN_TRACES = re.compile(r'^(UPDATE|INSERT INTO|DELETE FROM) "account_session"')
WRITES = re.compile(r"^(INSERT|UPDATE|DELETE)", re.IGNORECASE)


def _app(name: str) -> str:
    return name.rpartition(":")[0] or "site"


APPS = sorted({_app(name) for name, _ in all_routes()})


@pytest.fixture
def world(db: None, clock: Clock) -> World:
    """A walk takes longer than a secret stays fresh: meanwhile the clock stands still."""
    built = build_world()
    clock.stop()
    return built


@dataclass
class Walk:
    """Through the world, and what each role was told so far of a case that does not exist."""

    world: World
    of_nothing: dict[tuple[Role, str, str], int] = field(default_factory=dict)
    made: int = 0

    def check(
        self, visitor: Visitor, policy: Policy, name: str, entry: URLPattern, method: str
    ) -> Iterator[str]:
        where = f"{method} {name} as {visitor.role} ({visitor.relation})"
        self.made += 1
        with _writes() as written:
            status = _status(visitor, method, self.world.address(visitor, name, entry))
        if _admits(policy, visitor, entry):
            if status in (404, 500) or _is_led_away(visitor, status):
                yield f"{where}: admitted, got {status}"
            return
        if status != self._refusal(visitor, name, entry, method):
            yield f"{where}: refused, got {status}"
        if written:
            yield f"{where}: refused, yet wrote {written[0][:60]}"

    def _refusal(self, visitor: Visitor, name: str, entry: URLPattern, method: str) -> int:
        """Led away or 404; 405 only where the method is not taken for any case whatever."""
        if visitor.role == Role.ANONYMOUS:
            return 302
        if "ref" not in entry.pattern.converters:
            return 404
        asked = (visitor.role, name, method)
        if asked not in self.of_nothing:
            elsewhere = self.world.address(visitor, name, entry, missing=True)
            self.of_nothing[asked] = _status(visitor, method, elsewhere)
        return 405 if self.of_nothing[asked] == 405 else 404


@pytest.mark.parametrize("app", APPS)
def test_every_route_answers_everybody_as_the_matrix_says(
    world: World, app: str, record_property: Callable[[str, object], None]
) -> None:
    walk, mismatches = Walk(world), list[str]()
    for name, entry in all_routes():
        if _app(name) != app:
            continue
        policy = matrix().policy_of(name)
        for visitor in _who_comes(world, policy, entry):
            for method in METHODS:
                mismatches += walk.check(visitor, policy, name, entry, method)
    record_property("access matrix", f"{walk.made} requests, {len(mismatches)} mismatches")
    assert mismatches == []


def _who_comes(world: World, policy: Policy, entry: URLPattern) -> list[Visitor]:
    """Everybody; one of each role at an address without parts that is closed to the whole role."""
    if entry.pattern.converters:
        return list(world.visitors)
    first = {visitor.role: visitor for visitor in reversed(world.visitors)}
    return [
        visitor
        for visitor in world.visitors
        if policy.admits(visitor.role.value) or first[visitor.role] is visitor
    ]


def _admits(policy: Policy, visitor: Visitor, entry: URLPattern) -> bool:
    of_a_case = "ref" in entry.pattern.converters
    relation = visitor.relation if of_a_case else "any"
    return policy.admits_relation(visitor.role.value, relation)


def _is_led_away(visitor: Visitor, status: int) -> bool:
    return visitor.role == Role.ANONYMOUS and status == 404


def _status(visitor: Visitor, method: str, address: str) -> int:
    """The status of one request; whatever it did to the database is undone."""
    send: Callable[..., HttpResponseBase] = getattr(visitor.client, method)
    cookies = visitor.client.cookies.output()
    jar = {key: morsel.value for key, morsel in visitor.client.cookies.items()}
    with transaction.atomic():
        response = send(address)
        transaction.set_rollback(True)
    if visitor.client.cookies.output() != cookies:
        visitor.client.cookies.clear()
        visitor.client.cookies.load(jar)
    return response.status_code


@contextmanager
def _writes() -> Iterator[list[str]]:
    """The statements that changed anything but the visitor's own session."""
    found: list[str] = []

    def watch(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if WRITES.match(sql) and not OWN_TRACES.match(sql):
            found.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        yield found


def test_a_refusal_looks_the_same_for_what_exists_and_what_does_not(world: World) -> None:
    strangers = [one for one in world.visitors if one.relation in STRANGERS]
    for name, entry in all_routes():
        if "ref" not in entry.pattern.converters:
            continue
        for visitor in strangers:
            real = visitor.client.get(world.address(visitor, name, entry))
            missing = visitor.client.get(world.address(visitor, name, entry, missing=True))
            assert _seen(real) == _seen(missing), name


def _seen(response: Any) -> tuple[int, int, list[str]]:
    return response.status_code, len(response.content), sorted(response.headers)


def test_a_stranger_is_led_to_the_first_page_whether_the_case_exists_or_not(world: World) -> None:
    visitor = world.visitors[0]
    for name, entry in all_routes():
        if "ref" in entry.pattern.converters:
            answers = {_led_to(world, visitor, name, entry, missing=gone) for gone in (False, True)}
            assert answers == {reverse("accounts:start")}, name


def _led_to(world: World, visitor: Visitor, name: str, entry: URLPattern, *, missing: bool) -> str:
    answer = visitor.client.get(world.address(visitor, name, entry, missing=missing))
    return answer.headers["Location"]
