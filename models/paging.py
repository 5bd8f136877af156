"""Pages of rows, newest first: a page ends with the id that the next one begins after."""

from collections.abc import Sequence
from typing import Protocol, TypeVar

from sqlmodel import Session, col
from sqlmodel.sql.expression import SelectOfScalar

from models.errors import Fault, Invalid


class Identified(Protocol):
    id: str


Row = TypeVar("Row", bound=Identified)


def newest_first(
    session: Session,
    statement: SelectOfScalar[Row],
    table: type[Row],
    *,
    after: str | None,
    limit: int,
    since: str = "created_at",
) -> tuple[Sequence[Row], str | None]:
    """Rows of the statement, and the id to go on after; None on the last page. Invalid for an id that it lacks.

    `since`: the column that says when a row was made.
    """
    created, key = col(getattr(table, since)), col(table.id)
    if after is not None:
        last = session.exec(statement.where(key == after)).first()
        if last is None:
            message = "Begin again without it."
            raise Invalid("There is no such row to go on after.", Fault("after", "bad_cursor", message))
        made = getattr(last, since)
        statement = statement.where((created < made) | ((created == made) & (key < last.id)))
    found = session.exec(statement.order_by(created.desc(), key.desc()).limit(limit + 1)).all()
    return found[:limit], found[limit - 1].id if len(found) > limit else None
