"""What an import of a list file did."""

from typing import Literal

from huixin.types.base import Reply


class ImportIssue(Reply):
    row: int
    column: str | None
    code: str
    message: str


class ImportReport(Reply):
    """What an import did. `rows` counts data rows; a row counts once; `errors` are the rejected rows."""

    id: str | None
    """Null for a dry run."""
    state: Literal["dry_run", "validated", "applying", "completed", "awaiting_confirmation"]
    list: str
    source: str
    mode: Literal["increment", "full"]
    filename: str
    sha256: str
    rows: int
    entered: int
    changed: int
    exited: int
    unchanged: int
    unverified: int
    rejected: int
    proposed_exits: int = 0
    recognised: int = 0
    """Rows that carry a recognition, or are about a listing that did, and so stand on the list for those."""
    errors: tuple[ImportIssue, ...]
    warnings: tuple[ImportIssue, ...]
