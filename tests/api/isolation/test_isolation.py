"""Each role tries each other's things on every route of the description; no route stands without a rule."""

from collections.abc import Iterable, Iterator
from typing import Any

import pytest

from models.base import MAIN
from models.database import Database
from models.scopes import default_scopes
from tests.api.conftest import World
from tests.api.isolation.cast import CAST, SIDES
from tests.api.isolation.planted import Planted, refer
from tests.api.isolation.table import RULES
from tests.api.isolation.tries import Met, Try, ask_all, needed, tries
from tests.conftest import FULL

both_at_full_size = pytest.mark.parametrize(
    "new_database", ["sqlite", "postgresql"] if FULL else ["sqlite"], indirect=True
)


@pytest.fixture
def referred(planted: Planted) -> Planted:
    for side in SIDES:
        refer(planted, side)
    return planted


def test_every_route_has_a_rule_and_every_rule_a_route(world: World) -> None:
    described = world.client.get("/openapi.json").json()["paths"]
    operations = {f"{method.upper()} {path}" for path, methods in described.items() for method in methods}
    assert operations == set(RULES)


@both_at_full_size
def test_each_role_is_kept_from_what_is_not_its_own(referred: Planted) -> None:
    """It is refused as the table says, told nothing by it, and nothing is changed by it."""
    before = everything(referred.world.context.database)
    met = ask_all(referred, [one for one in tries(referred) if one.expected])
    assert [str(one) for one in met if one.problem != one.tried.expected] == []
    assert list(_leaks(referred, met)) == []
    assert list(_unlike_nothing(referred, met)) == []
    usual = {role: referred.cast.usual(role) for role in one_of_each_kind()}
    unscoped = ask_all(referred, _without_scope(referred), usual)
    assert [str(one) for one in unscoped if one.problem != one.tried.expected] == []
    assert everything(referred.world.context.database) == before


@both_at_full_size
def test_each_role_reaches_its_own_and_finds_it_in_every_list(referred: Planted) -> None:
    """Else refusals would prove nothing."""
    may = [one for one in tries(referred) if not one.expected]
    met = ask_all(referred, sorted(may, key=lambda one: one.rule.last))
    assert [str(one) for one in met if not one.reached] == []
    assert list(_leaks(referred, met)) == []
    assert list(_absent(referred, met)) == []


def everything(database: Database) -> dict[str, list[str]]:
    """What is known, table by table."""
    with database.read() as session:
        return {table.name: sorted(str(row) for row in session.execute(table.select())) for table in MAIN.sorted_tables}


def _leaks(planted: Planted, met: Iterable[Met]) -> Iterator[str]:
    for one in met:
        listed = planted.things.of(*one.tried.rule.about) if one.tried.rule.rows else []
        about = listed if one.tried.thing is None else [one.tried.thing]
        for leak in planted.things.leaked(one.tried.role, one.asked, one.response.text, about):
            yield f"{one.tried} was told {leak}"


def _unlike_nothing(planted: Planted, met: Iterable[Met]) -> Iterator[str]:
    """What is not there must look so: once for each route, kind of thing and kind of role."""
    hidden: dict[Any, Met] = {}
    for one in met:
        if one.tried.thing is not None and one.problem == "not_found":
            hidden.setdefault((one.tried.route, one.tried.thing.kind, CAST[one.tried.role].kind), one)
    nothing = ask_all(planted, [one.tried.of_nothing() for one in hidden.values()])
    for one, none in zip(hidden.values(), nothing, strict=True):
        if one.told != none.told:
            yield f"{one.tried}: {one.told} is not {none.told}"


def one_of_each_kind() -> Iterable[str]:
    return {kind: role for role, (kind, *_) in CAST.items()}.values()


def _without_scope(planted: Planted) -> Iterator[Try]:
    """Each kind, on each route for which it has no scope unless it is given one."""
    first = {(one.route, one.role): one for one in reversed(list(tries(planted)))}
    for (route, role), one in first.items():
        lacks = needed(route) not in (None, *default_scopes(CAST[role].kind))
        if lacks and role in one_of_each_kind():
            yield one.expecting("missing_scope")


def _absent(planted: Planted, met: Iterable[Met]) -> Iterator[str]:
    for one in met:
        for thing in planted.things.of(*one.tried.rule.about) if one.tried.rule.rows else ():
            if one.tried.role in thing.readers and thing.id not in one.response.text:
                yield f"{one.tried} does not show {thing.kind} {thing.side} {thing.owner}"
