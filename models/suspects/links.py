"""Links between merchants: the same representative or address in the register, the same identifier in signals.

What n share weighs 1/(n-1) between any two of them: all of it where two share it, nothing where hundreds do.
"""

import csv
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from io import TextIOBase

from sqlalchemy import delete, insert
from sqlmodel import Session, col, func, select

from huixin.core.identifiers import IdentifierError, parse_uscc
from models.errors import Fault, Invalid
from models.keys import KeyRing
from models.suspects.naming import About
from models.suspects.tables import RegisterMark

AT_ONCE = 500
"""Firms of one statement."""
COLUMNS = ("uscc", "representative", "representative_number", "address")


@dataclass(frozen=True, slots=True)
class Link:
    other: About
    weight: float


def link_weight(sharing: int) -> float:
    """Of a mark that so many share, two or more."""
    return 1 / (sharing - 1)


def register_links(session: Session, about: About, least: float) -> list[Link]:
    """Others with a mark of the merchant's in the register, where so few have it that it weighs at least that."""
    found: list[Link] = []
    for mark in session.exec(select(RegisterMark).where(RegisterMark.uscc == (about.uscc or ""))).all():
        same = (RegisterMark.kind == mark.kind, RegisterMark.digest == mark.digest)
        sharing = session.exec(select(func.count()).select_from(RegisterMark).where(*same)).one()
        if sharing > 1 and link_weight(sharing) >= least:
            others = session.exec(select(RegisterMark.uscc).where(*same, col(RegisterMark.uscc) != about.uscc)).all()
            found += [Link(About(about.alliance_id, other, None), link_weight(sharing)) for other in others]
    return found


def enter_register(session: Session, keys: KeyRing, lines: TextIOBase) -> set[str]:
    """Marks of firms from an extract of the register, a CSV file with COLUMNS; a firm's marks take the place of those
    it had. Gives the codes of the firms that it names. Invalid, with the line, for what is none."""
    reader = csv.DictReader(lines)
    if set(reader.fieldnames or ()) - set(COLUMNS) or "uscc" not in (reader.fieldnames or ()):
        raise Invalid(f"The file has the columns {', '.join(COLUMNS)}; only uscc is needed.")
    marks = {_code(row, reader.line_num): dict(_marks(row)) for row in reader}
    codes = list(marks)
    for place in range(0, len(codes), AT_ONCE):
        firms = codes[place : place + AT_ONCE]
        session.execute(delete(RegisterMark).where(col(RegisterMark.uscc).in_(firms)))
        rows = [
            {"uscc": uscc, "kind": kind, "digest": keys.digest(f"register|{kind}|{_alike(text)}")}
            for uscc in firms
            for kind, text in marks[uscc].items()
        ]
        if rows:
            session.execute(insert(RegisterMark), rows)
    return set(marks)


def _code(row: Mapping[str, str | None], line: int) -> str:
    try:
        return parse_uscc(row["uscc"] or "")
    except IdentifierError as error:
        raise Invalid(f"Line {line}: {error.message}", Fault(f"/{line}/uscc", "bad_uscc", error.message)) from error


def _marks(row: Mapping[str, str | None]) -> Iterable[tuple[str, str]]:
    """The representative goes by his number where there is one: people share names."""
    if who := row.get("representative_number") or row.get("representative"):
        yield "representative", who
    if where := row.get("address"):
        yield "address", where


def _alike(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split()).casefold()
