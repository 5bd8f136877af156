"""How a refusal is told."""

from pydantic import Field

from huixin.types.base import Reply


class ProblemPointer(Reply):
    """One thing that is wrong: where (a JSON pointer into the body, or a parameter's name), which rule it broke."""

    pointer: str
    code: str
    message: str


class Problem(Reply):
    """RFC 9457 `application/problem+json`. `type` is stable; `title` is in the caller's language."""

    type: str
    title: str
    status: int
    detail: str | None = None
    instance: str | None = None
    request_id: str | None = None
    errors: list[ProblemPointer] = Field(default_factory=list)
