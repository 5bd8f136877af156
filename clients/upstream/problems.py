"""Everything that can be wrong with what a platform sends, each under a code that `upstream status` shows."""

from typing import Literal

Code = Literal[
    "timeout",
    "unreachable",
    "http_status",
    "too_large",
    "not_json",
    "wrong_shape",
    "refused",
    "inconsistent",
    "too_many_pages",
]


class UpstreamProblem(Exception):  # noqa: N818 - says what happened
    """`code` is stable; `may_pass`: it may be gone at the next try. Holds nothing of what was sent."""

    def __init__(self, code: Code, message: str, *, may_pass: bool = False, wait: float | None = None) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.may_pass = may_pass
        self.wait = wait
        """Seconds that the platform asks to be left alone."""
