"""Versions: each row says what held from `seq_from` up to, not including, `seq_to`; open means until now."""

from typing import Protocol

from sqlalchemy import ColumnElement
from sqlmodel import col, or_


class Versioned(Protocol):
    seq_from: int
    seq_to: int | None


def in_force(table: type[Versioned], sequence: int | None) -> ColumnElement[bool]:
    """The versions that held at that sequence; None: those that hold now."""
    open_ended = col(table.seq_to).is_(None)
    if sequence is None:
        return open_ended
    return (col(table.seq_from) <= sequence) & or_(open_ended, col(table.seq_to) > sequence)
