"""What a domain operation refuses, and why. The edge gives each `category` its HTTP status, the SDK its class.

DomainError
  Invalid    422  the content is wrong: `faults` say where
  Forbidden  403  the caller may not
  NotFound   404  there is none, or none that the caller may see
  Conflict   409  it does not fit what is there
"""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong: JSON pointer into the request, code, and a sentence that says what to do; `zh`: the same
    in Chinese, where it has been written."""

    pointer: str
    code: str
    message: str
    zh: str | None = None


class DomainError(Exception):
    code: ClassVar[str] = "domain_error"

    def __init__(self, message: str, *faults: Fault, zh: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.faults = faults
        self.zh = zh


class Invalid(DomainError):
    code = "invalid_content"


class Forbidden(DomainError):
    code = "forbidden"


class NotFound(DomainError):
    code = "not_found"


class Conflict(DomainError):
    code = "conflict"
