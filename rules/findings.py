"""What is wrong with a pack: where, what, and what its author should do."""

from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """`line` counts from 1; `code` is stable; `hint` says what to do next.

    `entry` is the kind and code of the entry that it is about, where it is known, and `path` leads to a place inside.
    """

    file: Path
    line: int
    code: str
    message: str
    hint: str
    entry: tuple[str, str] | None = field(default=None, compare=False)
    path: tuple[str | int, ...] = field(default=(), compare=False)

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message} {self.hint}"


class PackErrors(Exception):  # noqa: N818 - it carries many
    """The packs cannot be used; `findings` has every reason, in the order of files and lines."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        self.findings = tuple(sorted(findings))
        super().__init__("\n".join(str(finding) for finding in self.findings))
