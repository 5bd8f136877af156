"""An import and everything it had to say about the rows."""

from datetime import datetime

from sqlalchemy import CheckConstraint
from sqlmodel import Field

from models.base import Instant, MainTable


class Import(MainTable, table=True):
    __tablename__ = "import"
    __table_args__ = (
        CheckConstraint("mode IN ('increment', 'full')", name="mode"),
        CheckConstraint("state IN ('applying', 'completed', 'awaiting_confirmation')", name="state"),
    )
    id: str = Field(primary_key=True, max_length=40)
    sha256: str = Field(max_length=64, index=True)
    filename: str = Field(max_length=300)
    list: str = Field(foreign_key="list.code", max_length=64)
    source: str = Field(max_length=300)
    mode: str = Field(max_length=16)
    state: str = Field(max_length=24)
    seq_begun: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    """The change sequence when it began: of what came or changed later its file could not know."""
    mapping: str = Field(default="", max_length=32, sa_column_kwargs={"server_default": ""})
    """Digest of the mapping by which its columns are read; it goes on by the same alone."""
    cursor: int = 0
    """Data rows already applied."""
    rows: int = 0
    entered: int = 0
    changed: int = 0
    exited: int = 0
    unchanged: int = 0
    unverified: int = 0
    recognised: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    """Rows that stand on another list, because they carry a recognition or are about one that did."""
    rejected: int = 0
    proposed_exits: int = 0
    feed: str | None = Field(default=None, foreign_key="upstream_feed.code", max_length=64)
    """The upstream that said it, by whose word of that day what it named was confirmed."""
    started_at: datetime = Field(sa_type=Instant)
    finished_at: datetime | None = Field(default=None, sa_type=Instant)


class ImportIssueRow(MainTable, table=True):
    __tablename__ = "import_issue"
    import_id: str = Field(primary_key=True, foreign_key="import.id", max_length=40)
    number: int = Field(primary_key=True)
    rejected: bool
    row: int
    column: str | None = Field(default=None, max_length=300)
    code: str = Field(max_length=64)
    message: str
