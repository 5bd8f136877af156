"""Every page that people look at: of the console by its route, and of the public site; each with who opens it and where
in the demo it is found."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, cast
from urllib.parse import urlencode

from fastapi.routing import APIRoute

from api.console.app import _PAGES
from api.demo import BRUSHER
from api.routers import public, site
from huixin import Client
from tests.console.conftest import MERCHANT, Running

PLATFORM, CENTRE, ASSOCIATION, BOLUO = "演示平台", "惠州市信用中心", "演示电子商务协会", "博罗县"
ADMINISTRATOR, AUDITOR = "惠州市信用中心管理员", "演示审计"
RULE, DOCUMENT = "overdue-promotion", "national/rules/red.yaml"
YEAR = {"figure": "verification", "by": "unit", "first": "2026-01-01", "last": "2026-12-31"}
Find = Callable[[Client], str]
"""The path of one of them."""


@dataclass(frozen=True)
class Place:
    """`member`: None where nobody signs in. `find`: its path, where that is not the route."""

    route: str
    member: str | None
    find: Find | None = None

    def path(self, running: Running) -> str:
        if self.find is None or self.member is None:
            return self.route
        client_id, secret = running.members[self.member]
        with Client(running.service, client_id, secret) as client:
            return self.find(client)

    def __str__(self) -> str:
        return f"{self.route} {self.member or ''}".strip()


def first(of: Iterator[Any]) -> str:
    return str(next(of).id)


def drafted(client: Client) -> str:
    """A draft of the rules, one for all who ask."""
    known = [one.id for one in client.rulesets.iter() if one.state == "draft"]
    return known[0] if known else client.rulesets.draft("供查看的草案", "供查看").id


def behind_a_figure(client: Client) -> str:
    group = client.monitoring.figures(**cast(Any, YEAR)).items[0].group
    return f"/monitoring/cases?{urlencode({**YEAR, 'group': group})}"


def seat(client: Client) -> str:
    seats = (seat for training in client.trainings.iter() for seat in client.trainings.seats(training.id))
    one = next(seats)
    return f"/trainings/{one.training_id}/seats/{one.id}"


CONSOLE = (
    Place("/", PLATFORM),
    Place("/screen", PLATFORM),
    Place("/listings", PLATFORM),
    Place("/subjects/{uscc}", CENTRE, lambda _: f"/subjects/{BRUSHER}"),
    Place("/imports", CENTRE),
    Place("/merchant", MERCHANT),
    Place("/codes", CENTRE),
    Place("/cases", BOLUO),
    Place("/cases", CENTRE),
    Place("/cases/{case_id}", BOLUO, lambda client: f"/cases/{first(client.cases.iter())}"),
    Place("/tasks", CENTRE),
    Place("/tasks/{task_id}", CENTRE, lambda client: f"/tasks/{first(client.tasks.iter())}"),
    Place("/prompts", PLATFORM),
    Place("/prompts/{prompt_id}", PLATFORM, lambda client: f"/prompts/{first(client.prompts.iter())}"),
    Place("/objections", CENTRE),
    Place("/objections/{objection_id}", CENTRE, lambda client: f"/objections/{first(client.objections.iter())}"),
    Place("/appeals", PLATFORM),
    Place("/appeals/{appeal_id}", PLATFORM, lambda client: f"/appeals/{first(client.appeals.iter())}"),
    Place("/campaigns", PLATFORM),
    Place("/campaigns/{key}", CENTRE, lambda client: f"/campaigns/{first(client.campaigns.iter())}"),
    Place("/alliance", PLATFORM),
    Place("/suspects/{key}", CENTRE, lambda client: f"/suspects/{first(client.suspects.iter())}"),
    Place("/associations", ASSOCIATION),
    Place("/associations", CENTRE),
    Place("/commitments", ASSOCIATION),
    Place("/commitments/{key}", CENTRE, lambda client: f"/commitments/{first(client.commitments.iter())}"),
    Place("/trainings", CENTRE),
    Place("/trainings/{key}", CENTRE, lambda client: f"/trainings/{first(client.trainings.iter())}"),
    Place("/trainings/{key}/seats/{seat_id}", CENTRE, seat),
    Place("/monitoring", CENTRE),
    Place("/monitoring/cases", CENTRE, behind_a_figure),
    Place("/supervisions/{key}", CENTRE, lambda client: f"/supervisions/{first(client.supervisions.iter())}"),
    Place("/reports", CENTRE),
    Place("/reports/{key}", CENTRE, lambda client: f"/reports/{first(client.reports.iter())}"),
    Place("/rules", PLATFORM),
    Place("/rules/{key}", CENTRE, lambda client: f"/rules/{drafted(client)}"),
    Place("/rules/{key}/documents", CENTRE, lambda client: f"/rules/{drafted(client)}/documents?path={DOCUMENT}"),
    Place("/rules/{key}/table", CENTRE, lambda client: f"/rules/{drafted(client)}/table?scene=promotion"),
    Place("/rules/{key}/rules/{code}", CENTRE, lambda client: f"/rules/{drafted(client)}/rules/{RULE}"),
    Place("/operations", PLATFORM),
    Place("/operations", CENTRE),
    Place("/operations", AUDITOR),
    Place("/operations", ADMINISTRATOR),
    Place(
        "/operations/members/{key}",
        ADMINISTRATOR,
        lambda client: f"/operations/members/{next(client.members.iter()).id}",
    ),
)
SIGN_IN = (Place("/sign-in", None), Place("/sign-in?merchant=true", None))


def bulletin(client: Client) -> str:
    return f"/public/bulletins/{first(client.bulletins.iter())}.html"


def version(client: Client) -> str:
    return f"/public/rules/{next(one.id for one in client.rulesets.iter() if one.state == 'published')}.html"


PUBLIC = (
    Place("/public/index.html", None),
    Place("/public/subjects.html", None),
    Place("/public/subjects.html?uscc=1", None),
    Place("/public/rights.html", None),
    Place("/public/rules.html", None),
    Place("/public/rules/{ruleset_id}.html", CENTRE, version),
    Place("/public/commitments.html", None),
    Place("/public/bulletins.html", None),
    Place("/public/bulletins/{bulletin_id}.html", CENTRE, bulletin),
)
"""Nobody signs in to read them; where a member is named, its paths are found by what that member reads."""


@dataclass
class Noted:
    """In place of what makes pages: keeps where they would be."""

    paths: set[str] = field(default_factory=set)

    def at(self, path: str) -> Callable[[Any], Any]:
        self.paths.add(path)
        return lambda made: made


def console_routes() -> set[str]:
    """As the modules of the pages state them."""

    noted = Noted()
    for module in _PAGES:
        module.show(cast(Any, noted))
    return noted.paths


def public_routes() -> set[str]:
    routes = [route for router in (public.router, site.router) for route in router.routes]
    return {route.path for route in routes if isinstance(route, APIRoute) and route.path.endswith(".html")}
