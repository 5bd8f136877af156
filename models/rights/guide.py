"""How to object and to repair, as everybody may read it."""

from dataclasses import dataclass
from datetime import date

from huixin.types.base import Label
from models.publishing import Asked, published
from models.rights.repair_texts import contact_phone, how_to_repair, repair_link
from rules.catalogue import Catalogue


@dataclass(frozen=True, slots=True)
class Repair:
    """How what stands on a list is repaired. `link`: of the other system; None: here, or nowhere."""

    title: Label
    says: Label
    link: str | None


def rights_page(asked: Asked, catalogue: Catalogue, today: date) -> str:
    repairs = [
        Repair(entry.title, how_to_repair(catalogue, code), repair_link(catalogue, code, today))
        for code, entry in catalogue.lists.items()
        if entry.repair is not None
    ]
    return published(
        "rights",
        asked,
        object=catalogue.texts["notice_object"].says,
        check=catalogue.number("objection_check_workdays", today),
        decision=catalogue.number("objection_decision_workdays", today),
        repairs=repairs,
        phone=contact_phone(catalogue, today),
    )
