"""By when an objection, a repair and an appeal are to be decided: reckoned from their first day when they are read."""

from dataclasses import dataclass
from datetime import date, timedelta

from huixin.core.windows import day_of
from models.rights.tables import Appeal, Objection, Repair
from rules.catalogue import Catalogue
from rules.workdays import Deadline


@dataclass(frozen=True, slots=True)
class ObjectionPeriods:
    """`provisional`: the days off of a year on the way to either day are not known yet."""

    check_due: date
    due: date
    provisional: bool


def objection_periods(catalogue: Catalogue, row: Objection) -> ObjectionPeriods:
    """All by the parameters of the day on which it was raised; extended once, never beyond the longest answer."""
    since = row.raised_on
    check = catalogue.deadline("objection_check_workdays", since)
    due = catalogue.deadline("objection_decision_workdays", check.day, since)
    provisional = check.provisional or due.provisional
    if not row.extended:
        return ObjectionPeriods(check.day, due.day, provisional)
    later = catalogue.deadline("objection_extension_workdays", due.day, since)
    longest = since + timedelta(days=catalogue.number("objection_answer_days", since))
    return ObjectionPeriods(check.day, min(later.day, longest), provisional or later.provisional)


def repair_due(catalogue: Catalogue, row: Repair) -> Deadline:
    return catalogue.deadline("repair_decision_workdays", row.applied_on)


def appeal_due(catalogue: Catalogue, row: Appeal) -> Deadline:
    return catalogue.deadline("appeal_decision_workdays", day_of(row.created_at))
