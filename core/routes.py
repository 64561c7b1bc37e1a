"""The route registry: a path exists only together with the policy that guards it.

`access.toml` is the one matrix of policies and routes. A system check refuses start-up for a path
that is missing from it, for a policy it does not know and for a row without a path; the tests walk
the same file as every role.
"""

import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error
from django.http import HttpResponseBase
from django.urls import URLPattern, URLResolver, get_resolver, path

View = Callable[..., HttpResponseBase]


@dataclass(frozen=True, slots=True)
class Policy:
    """Which roles pass the first gate, and in which relation to the case; nobody else does."""

    name: str
    allowed: Mapping[str, frozenset[str]]

    def admits(self, role: str) -> bool:
        return role in self.allowed

    def admits_relation(self, role: str, relation: str) -> bool:
        return relation in self.allowed.get(role, frozenset())


@dataclass(frozen=True, slots=True)
class Matrix:
    policies: Mapping[str, Policy]
    routes: Mapping[str, str]

    def policy_of(self, route_name: str) -> Policy:
        return self.policies[self.routes[route_name]]


def route(pattern: str, view: View, *, name: str, policy: str) -> URLPattern:
    """A path with its policy; the policy's name is repeated in the matrix, and must agree."""
    entry = path(pattern, view, name=name)
    entry.policy = policy  # type: ignore[attr-defined]
    return entry


@cache
def matrix() -> Matrix:
    document: dict[str, Any] = tomllib.loads(Path(settings.ACCESS_MATRIX).read_text("utf-8"))
    policies = {
        name: Policy(name, {role: frozenset(relations) for role, relations in row.items()})
        for name, row in document["policies"].items()
    }
    routes = {
        f"{app}:{name}" if app != "site" else name: policy
        for app, rows in document["routes"].items()
        for name, policy in rows.items()
    }
    return Matrix(policies, routes)


def all_routes() -> Iterator[tuple[str, URLPattern]]:
    """Every path of the site with its full name, nested includes walked."""
    yield from _walk(get_resolver().url_patterns, "")


def _walk(
    patterns: list[URLPattern | URLResolver], namespace: str
) -> Iterator[tuple[str, URLPattern]]:
    for entry in patterns:
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from _walk(entry.url_patterns, inner)
        else:
            yield f"{namespace}{entry.name}", entry


def check_routes(app_configs: object, **kwargs: object) -> list[CheckMessage]:
    """kbgo.E010 a path without policy · E011 unknown to or at odds with the matrix · E012 a row
    without a path."""
    table = matrix()
    found: list[CheckMessage] = []
    seen: set[str] = set()
    for name, entry in all_routes():
        seen.add(name)
        policy = getattr(entry, "policy", None)
        if policy is None:
            found.append(Error(f"The path {name} has no policy.", id="kbgo.E010"))
        elif table.routes.get(name) != policy or policy not in table.policies:
            found.append(Error(f"access.toml does not say {policy} for {name}.", id="kbgo.E011"))
    orphans = sorted(set(table.routes) - seen)
    found += [
        Error(f"access.toml names {name}, which has no path.", id="kbgo.E012") for name in orphans
    ]
    return found
