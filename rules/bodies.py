"""Entries about who acts: departments, units, bodies that recognise, and the tasks that a plan gives to them."""

from typing import Literal

from pydantic import Field

from huixin.types.base import Label
from rules.document_parts import Code, Confirmation, Dates, Entry, GroundRef, Name, unsaid


class Department(Entry):
    """`valid` is half-open in the source table; here `to` is the last day."""

    department: Code
    title: Label
    valid: Dates = Dates()
    successor: Code | None = None
    short_names: tuple[Name, ...] = ()
    """Other ways in which files write the title, without the unit before it: 市监局."""
    verified: bool
    confirmed: Confirmation | None = Field(default=None, exclude_if=unsaid)


class Unit(Entry):
    unit: Code
    title: Label
    body: Label | None = None
    """Who speaks for it in documents: a people's government, or the committee of a zone."""
    short_names: tuple[Name, ...] = ()
    """Other ways in which files write it before a department: 仲恺高新区."""
    unit_kind: Literal["city", "district", "county", "zone"]
    gb2260: str | None = None
    gb2260_parent: str
    external_aliases: tuple[str, ...] = ()
    address_names: tuple[str, ...] = ()
    """Places of an address that lie in this unit, whatever district the address names besides."""


class Recogniser(Entry):
    """A body named directly (national, provincial, court, association); local ones are unit prefix + department."""

    recogniser: Code
    title: Label
    names: tuple[str, ...]
    """Every way in which files write it."""
    body: Literal["authority", "association"]


class Duty(Entry):
    """A task that a plan gives to bodies (任务分工): who leads it, who supports it, and how often it comes round.

    Departments stand as the plan names them, `city`: each once for the whole city; `counties`: led by each county or
    zone itself.
    """

    duty: Code
    title: Label
    ground: GroundRef
    level: Literal["city", "counties"] = "city"
    lead: tuple[Code, ...] = ()
    support: tuple[Code, ...] = ()
    every: Literal["month", "quarter", "year"]
    effective: Dates
    verified: bool
    """Of who leads and supports; how often is the pack's choice where the plan says `持续开展`."""
    confirmed: Confirmation | None = Field(default=None, exclude_if=unsaid)
