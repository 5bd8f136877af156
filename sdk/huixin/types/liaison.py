"""联络员: liaison persons of the bodies that work together on cases."""

from datetime import date

from huixin.types.base import Day, Line, Reply, Request, Short


class LiaisonRequest(Request):
    """A liaison person (联络员) of a body of the working group, `unit` or `unit/department`, from a day on."""

    body: Line
    name: Short
    phone: Short | None = None
    position: Line | None = None
    since: Day


class LiaisonView(Reply):
    id: str
    body: str
    name: str
    phone: str | None
    position: str | None
    since: date
    until: date | None
    """Last day."""


class LiaisonList(Reply):
    items: list[LiaisonView]
