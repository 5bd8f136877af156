"""What the API description says beyond the types: the refusals of each operation, and an example of each answer."""

from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

from fastapi import FastAPI
from fastapi.routing import APIRoute
from pydantic import BaseModel

from api.problems import MEDIA_TYPE, PROBLEMS
from huixin.types.problem import Problem

Responses: TypeAlias = dict[int | str, dict[str, Any]]
_TOKENS = tuple(code for code, kind in PROBLEMS.items() if kind.status == 401 and code != "invalid_client")
ALWAYS = ("internal_error", "unavailable")
AUTHORISED = (*_TOKENS, "missing_scope", *ALWAYS)
"""Refusals of every operation that needs a scope."""
METERED = ("rate_limited", "daily_quota_used")
"""Refusals of what counts against a quota."""
WITH_BODY = ("malformed_request", "too_large", "unsupported_media_type", "invalid_content")


def refusals(*codes: str) -> Responses:
    """`responses=` of a route: the problems it may answer, each with an example."""
    documented: Responses = {}
    for code in sorted(set(codes), key=lambda code: (PROBLEMS[code].status, code)):
        kind = PROBLEMS[code]
        response = documented.setdefault(
            kind.status,
            {
                "description": kind.title.en,
                "content": {
                    MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}, "examples": {}},
                },
            },
        )
        response["content"][MEDIA_TYPE]["examples"][code] = {"value": _example(code)}
    return documented


def _example(code: str) -> dict[str, Any]:
    kind = PROBLEMS[code]
    shown = Problem(
        type=kind.type, title=kind.title.en, status=kind.status, request_id="req_4f1f6d2b0f5e4f6e9a53d7a4f0b6f1c2"
    )
    return shown.model_dump(mode="json", exclude_none=True)


def answers(
    example: BaseModel | list[Any] | Mapping[str, Any], *codes: str, status: int = 200, files: Iterable[str] = ()
) -> Responses:
    """The success of a route by example, the media types of files that it gives when asked, and its refusals."""
    value = example.model_dump(mode="json", by_alias=True) if isinstance(example, BaseModel) else example
    content = {"application/json": {"example": value}, **{file: {"schema": {"type": "string"}} for file in files}}
    return {status: {"content": content}, **refusals(*codes)}


def examples(**bodies: BaseModel | Mapping[str, Any]) -> dict[str, Any]:
    """`openapi_examples=` of a body; a name's underscores read as blanks."""
    return {
        name: {
            "summary": name.replace("_", " "),
            "value": body.model_dump(mode="json", by_alias=True, exclude_none=True)
            if isinstance(body, BaseModel)
            else body,
        }
        for name, body in bodies.items()
    }


class DescribedApp(FastAPI):
    """FastAPI leaves every null out of its description; in the examples of answers they are put back."""

    def openapi(self) -> dict[str, Any]:
        if self.openapi_schema is None:
            described = super().openapi()
            for route in self.state.described_routes:
                for status, response in _examples_of(route):
                    for method in route.methods:
                        told = described["paths"][route.path][method.lower()]["responses"][str(status)]
                        told["content"]["application/json"]["example"] = response
        return super().openapi()


def _examples_of(route: APIRoute) -> list[tuple[int | str, Any]]:
    contents = {status: response.get("content", {}) for status, response in route.responses.items()}
    return [
        (status, shown["application/json"]["example"])
        for status, shown in contents.items()
        if "application/json" in shown
    ]
