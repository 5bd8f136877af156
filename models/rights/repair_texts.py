"""How a record on a list is repaired, in words, and where."""

from datetime import date

from huixin.types import Label
from rules.catalogue import Catalogue


def how_to_repair(catalogue: Catalogue, list_code: str) -> Label:
    return catalogue.texts[f"repair_{catalogue.lists[list_code].repair or 'none'}"].says


def repair_link(catalogue: Catalogue, list_code: str, day: date) -> str | None:
    """Address of the other system; None where it is done here, or nowhere."""
    link = catalogue.parameter_or(f"repair_link.{catalogue.lists[list_code].repair}", day, False)
    return link if isinstance(link, str) else None


def contact_phone(catalogue: Catalogue, day: date) -> str:
    return str(catalogue.parameter("contact_phone", day))
