"""Pages of rows, newest first: a page ends with the id that the next one begins after."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol, TypeVar

from sqlmodel import Session, col
from sqlmodel.sql.expression import SelectOfScalar

from models.errors import Fault, Invalid


class Created(Protocol):
    id: str
    created_at: datetime


Row = TypeVar("Row", bound=Created)


def newest_first(
    session: Session, statement: SelectOfScalar[Row], table: type[Row], *, after: str | None, limit: int
) -> tuple[Sequence[Row], str | None]:
    """Rows of the statement, and the id to go on after; None on the last page. Invalid for an id that it lacks."""
    created, key = col(table.created_at), col(table.id)
    if after is not None:
        last = session.exec(statement.where(key == after)).first()
        if last is None:
            message = "Begin again without it."
            raise Invalid("There is no such row to go on after.", Fault("after", "bad_cursor", message))
        earlier = (created < last.created_at) | ((created == last.created_at) & (key < last.id))
        statement = statement.where(earlier)
    found = session.exec(statement.order_by(created.desc(), key.desc()).limit(limit + 1)).all()
    return found[:limit], found[limit - 1].id if len(found) > limit else None
