"""How a record on a list is repaired, in words, and where."""

from datetime import date

from huixin.types.base import Label
from huixin.types.repair import RepairRoute
from rules.catalogue import Catalogue


def repair_route(catalogue: Catalogue, list_code: str) -> RepairRoute | None:
    """None where there is nothing to repair, as on a list that was given up."""
    entry = catalogue.lists.get(list_code)
    return None if entry is None else entry.repair


def how_to_repair(catalogue: Catalogue, list_code: str) -> Label:
    return catalogue.texts[f"repair_{repair_route(catalogue, list_code) or 'none'}"].says


def repair_link(catalogue: Catalogue, list_code: str, day: date) -> str | None:
    """Address of the other system; None where it is done here, or nowhere."""
    link = catalogue.parameter_or(f"repair_link.{repair_route(catalogue, list_code)}", day, False)
    return link if isinstance(link, str) else None


def contact_phone(catalogue: Catalogue, day: date) -> str:
    return str(catalogue.parameter("contact_phone", day))
