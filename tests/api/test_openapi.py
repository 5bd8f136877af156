"""The API description: an example for every operation, every refusal documented, and docs that do not lag."""

import re
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import Any

import pytest
from pydantic import BaseModel

import huixin.types as types
from api.problems import PREFIX, PROBLEMS
from huixin.errors import BY_CODE
from models.scopes import SCOPES
from tests.api.conftest import World
from tests.api.test_rulesets_tables import XLSX

ROOT = Path(__file__).parents[2]
WIRE_TYPES = {
    name: kind
    for module in iter_modules(types.__path__)
    for name, kind in vars(import_module(f"huixin.types.{module.name}")).items()
    if isinstance(kind, type) and issubclass(kind, BaseModel)
}


@pytest.fixture
def described(world: World) -> dict[str, Any]:
    return dict(world.client.get("/openapi.json").json())


def operations(described: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    return [
        (f"{method} {path}", operation)
        for path, methods in described["paths"].items()
        for method, operation in methods.items()
    ]


FILES = {
    "text/html",
    "text/plain",
    "text/csv",
    "application/atom+xml",
    "application/yaml",
    "application/octet-stream",
    "application/pdf",
    XLSX,
}
"""Answers that speak for themselves."""


def test_every_operation_has_an_example_and_says_what_it_does(described: dict[str, Any]) -> None:
    names = set()
    for name, operation in operations(described):
        [success] = [operation["responses"][code] for code in operation["responses"] if code.startswith("2")]
        content = success["content"]
        assert not content.keys().isdisjoint(FILES) or content["application/json"]["example"], name
        assert operation["summary"], name
        assert operation["tags"], name
        names.add(operation["operationId"])
        for media, body in operation.get("requestBody", {}).get("content", {}).items():
            assert media != "application/json" or body["examples"], name
    assert len(names) == len(operations(described))


def test_each_form_that_may_be_asked_for_is_described(described: dict[str, Any]) -> None:
    forms = {
        name: (len(forms), len(operation["responses"]["200"]["content"]))
        for name, operation in operations(described)
        for parameter in operation.get("parameters", ())
        if parameter["name"] == "format"
        for forms in [re.findall(r"'enum': \[(.*?)\]", str(parameter["schema"]))[0].split(",")]
    }
    assert {name for name, (asked, told) in forms.items() if told != asked} == set()
    assert len(forms) >= 5


def test_examples_are_valid(described: dict[str, Any]) -> None:
    for name, operation in operations(described):
        [success] = [operation["responses"][code] for code in operation["responses"] if code.startswith("2")]
        content = success["content"].get("application/json", {"schema": {}})
        reference = content["schema"].get("$ref", "").rpartition("/")[2]
        if reference in WIRE_TYPES:
            WIRE_TYPES[reference].model_validate(content["example"])
        body = operation.get("requestBody", {}).get("content", {}).get("application/json")
        for example in body["examples"].values() if body else ():
            reference = body["schema"]["$ref"].rpartition("/")[2]
            assert WIRE_TYPES[reference].model_validate(example["value"]), name


def test_refusals_are_problems_and_nothing_else(described: dict[str, Any]) -> None:
    for name, operation in operations(described):
        for status, response in operation["responses"].items():
            if status.startswith("2"):
                continue
            assert list(response["content"]) == ["application/problem+json"], name
            for code, example in response["content"]["application/problem+json"]["examples"].items():
                assert example["value"]["type"] == PREFIX + code
                assert example["value"]["status"] == int(status) == PROBLEMS[code].status
    assert "HTTPValidationError" not in described["components"]["schemas"]


def test_the_scheme_names_every_scope(described: dict[str, Any]) -> None:
    flow = described["components"]["securitySchemes"]["oauth"]["flows"]["clientCredentials"]
    assert flow["scopes"] == SCOPES
    assert flow["tokenUrl"] == "/oauth/token"


def test_the_sdk_has_a_class_for_every_problem() -> None:
    assert set(BY_CODE) == set(PROBLEMS)


def test_the_documentation_names_every_problem_and_scope() -> None:
    text = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
    for code, kind in PROBLEMS.items():
        assert f"| `{code}` | {kind.status} | {kind.title.zh} | {kind.title.en} |" in text, code
    for scope, allows in SCOPES.items():
        assert f"| `{scope}` | {allows} |" in text, scope


def test_the_interactive_description_is_served(world: World) -> None:
    page = world.client.get("/docs")
    assert page.status_code == 200
    assert "/openapi.json" in page.text
