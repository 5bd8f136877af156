"""Deny by default: every route below /v1 names a scope, and is closed to whoever lacks it."""

import inspect
from typing import Any

import pytest
from fastapi.routing import APIRoute

from api.app import ROUTERS
from api.limits import GuardedRoute
from huixin.core.vocabulary import MemberKind
from models.scopes import SCOPES, default_scopes
from tests.api.bodies import BODIES, IDS
from tests.api.needed import ME, MERCHANT, NEEDED, OPEN, SIGNED

ROUTES = [route for router in ROUTERS for route in router.routes if isinstance(route, APIRoute)]


def scopes_of(dependant: Any) -> set[str]:
    found = set(dependant.own_oauth_scopes or ())
    for child in dependant.dependencies:
        found |= scopes_of(child)
    return found


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: f"{min(route.methods)} {route.path}")
def test_every_route_names_its_scope(route: APIRoute) -> None:
    if route.path in OPEN:
        assert not scopes_of(route.dependant)
        return
    assert route.path == "/metrics" or route.path.startswith("/v1/")
    [method] = route.methods
    assert scopes_of(route.dependant) == {NEEDED[method, route.path]}


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: f"{min(route.methods)} {route.path}")
def test_every_route_runs_in_the_thread_pool_and_guards_its_body(route: APIRoute) -> None:
    assert not inspect.iscoroutinefunction(route.endpoint), (
        "sessions are synchronous and would stop every other request"
    )
    assert route.body_field is None or isinstance(route, GuardedRoute)


def test_the_app_has_no_other_routes(world: Any) -> None:
    described = world.client.get("/openapi.json").json()["paths"]
    operations = {(method.upper(), path) for path, methods in described.items() for method in methods}
    sent = {("POST", "/oauth/token"), ("POST", MERCHANT), ("POST", SIGNED)}
    assert operations == set(NEEDED) | sent | {("GET", path) for path in OPEN - {path for _, path in sent}}


@pytest.mark.parametrize(("method", "path"), NEEDED)
def test_a_route_is_closed_without_its_scope(world: Any, assert_problem: Any, method: str, path: str) -> None:
    others = frozenset(SCOPES) - {NEEDED[method, path]}
    headers = world.headers(MemberKind.CENTRE, scopes=others)
    sent = BODIES.get(path, {}) if method in ("POST", "PUT") else {}
    address = path.format(**IDS)
    assert_problem(world.client.request(method, address, headers=headers, **sent), "missing_scope")
    assert_problem(world.client.request(method, address, **sent), "unauthenticated")


def test_who_one_is_takes_a_token_and_no_scope(world: Any, assert_problem: Any) -> None:
    headers = world.headers(MemberKind.CENTRE, scopes=frozenset({"check"}))
    assert world.client.get(ME, headers=headers).json()["scopes"] == ["check"]
    assert_problem(world.client.get(ME), "unauthenticated")


def test_default_scopes_exist_and_only_authorities_see_the_past() -> None:
    for kind in MemberKind:
        assert default_scopes(kind) <= set(SCOPES)
        assert ("history" in default_scopes(kind)) == (kind in (MemberKind.CENTRE, MemberKind.AUDITOR))
        assert ("imports:write" in default_scopes(kind)) == (kind is MemberKind.CENTRE)
    assert default_scopes(MemberKind.AUDITOR).isdisjoint({"decisions:review", "clauses:write", "imports:write"})
