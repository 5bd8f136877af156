"""Codes that rows point at: lists, units and departments, laid down from the packs, so that the database
itself refuses others."""

from sqlalchemy import CheckConstraint
from sqlmodel import Field, Session

from models.base import MainTable
from rules.catalogue import Catalogue


class ListCode(MainTable, table=True):
    __tablename__ = "list"
    __table_args__ = (CheckConstraint("nature IN ('lead', 'black', 'watch', 'red')", name="nature"),)
    code: str = Field(primary_key=True, max_length=64)
    nature: str = Field(max_length=16)


class Unit(MainTable, table=True):
    """A county, district, zone or the city itself; zones have no GB/T 2260 code of their own."""

    __tablename__ = "unit"
    __table_args__ = (CheckConstraint("kind IN ('city', 'district', 'county', 'zone')", name="kind"),)
    code: str = Field(primary_key=True, max_length=64)
    name_zh: str = Field(max_length=64)
    name_en: str = Field(max_length=128)
    kind: str = Field(max_length=16)
    gb2260: str | None = Field(default=None, max_length=6, unique=True)
    gb2260_parent: str = Field(max_length=6)
    external_aliases: str = Field(default="", max_length=128)
    """Codes of other systems, separated by blanks."""


class Department(MainTable, table=True):
    """A kind of body that each unit has of its own: past ones stay, with what followed them in the packs."""

    __tablename__ = "department"
    code: str = Field(primary_key=True, max_length=64)
    name_zh: str = Field(max_length=64)
    name_en: str = Field(max_length=128)


def sync_reference(session: Session, catalogue: Catalogue) -> None:
    """Lays down the catalogue's lists, units and departments, or brings them up to date.

    What rows point at is never taken away.
    """
    for listed in catalogue.lists.values():
        session.merge(ListCode(code=listed.list, nature=listed.nature))
    for unit in catalogue.units.values():
        session.merge(
            Unit(
                code=unit.unit,
                name_zh=unit.title.zh,
                name_en=unit.title.en,
                kind=unit.unit_kind,
                gb2260=unit.gb2260,
                gb2260_parent=unit.gb2260_parent,
                external_aliases=" ".join(unit.external_aliases),
            )
        )
    for code, entry in catalogue.departments.items():
        session.merge(Department(code=code, name_zh=entry.title.zh, name_en=entry.title.en))
    session.flush()
