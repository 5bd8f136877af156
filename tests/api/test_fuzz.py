"""The whole API description against the service: Schemathesis sends what fits it and what does not.

It asks for no 5xx, nothing that the description does not say, and no success for what the description rules out.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis import Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.config import SchemathesisConfig
from schemathesis.specs.openapi import checks as conformance

from huixin.core.vocabulary import MemberKind
from models.scopes import SCOPES
from tests.api.conftest import Settle, World
from tests.api.needed import NEEDED, OPEN
from tests.conftest import FULL, Opened, databases

REJECTIONS = ["400", "401", "403", "404", "405", "406", "409", "413", "415", "422", "428", "429"]
"""What is ruled out may also be too large to be looked at."""
CONFIG = SchemathesisConfig.from_dict({"checks": {"negative_data_rejection": {"expected-statuses": REJECTIONS}}})
EXAMPLES = 200 if FULL else 5
POSTED = {"/oauth/token", "/oauth/merchant", "/v1/upstream/{feed}"}
"""Open operations that are not read; they prove who asks in their own ways."""
OPERATIONS = [*NEEDED, *(("POST" if path in POSTED else "GET", path) for path in sorted(OPEN))]
CHECKS = [
    not_a_server_error,
    conformance.status_code_conformance,
    conformance.content_type_conformance,
    conformance.response_headers_conformance,
    conformance.response_schema_conformance,
    conformance.negative_data_rejection,
]


CASES = [(method, path, GenerationMode.POSITIVE) for method, path in OPERATIONS] + [
    (method, path, GenerationMode.NEGATIVE)
    for method, path in OPERATIONS
    # The others take nothing that could be wrong.
    if (method == "POST" and path != "/v1/audits") or "{" in path or path == "/v1/listings"
]


@cache
def _described(app: Any) -> Any:
    """Understanding the description takes longer than most tests do; one application serves all of them."""
    return schemathesis.openapi.from_asgi("/openapi.json", app, config=CONFIG)


@dataclass(frozen=True)
class Target:
    """One service for all operations of a worker: what one left there, the next may stumble over."""

    world: World
    headers: dict[str, str]


@pytest.fixture(scope="module", params=["sqlite", "postgresql"] if FULL else ["sqlite"])
def target(
    request: pytest.FixtureRequest, opened: Opened, settle: Settle, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Target]:
    with (
        databases(request.param, request, opened) as new,
        settle(new(), tmp_path_factory.mktemp("fuzzed")) as world,
    ):
        world.enter({})
        yield Target(world, world.headers(MemberKind.CENTRE, scopes=frozenset(SCOPES)))


@pytest.mark.parametrize(("method", "path", "mode"), CASES)
def test_nothing_breaks_and_everything_conforms(target: Target, method: str, path: str, mode: GenerationMode) -> None:
    operation = _described(target.world.client.app)[path][method]

    @settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck), database=None)
    @given(case=operation.as_strategy(generation_mode=mode))
    def send(case: Case) -> None:
        case.call_and_validate(headers=target.headers, checks=CHECKS)

    send()
