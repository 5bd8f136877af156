"""Which of what the rules ask of departments becomes a task, and which nobody is bound to do."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from sqlmodel import Session, col, select

from huixin.types.plan import GapReason
from models.plans.addressing import Addressing, Basis, is_bound
from models.punishments.addressees import Body
from models.punishments.support import Support
from models.punishments.tables import PunishmentTask

Key = tuple[str, str, str]
"""Record, measure and body."""


@dataclass(frozen=True, slots=True)
class Gap:
    """`department`: of the body, or to which the centre had assigned the task."""

    body: Body
    department: str
    support: Support
    reason: GapReason


@dataclass(frozen=True, slots=True)
class Addressed:
    """`tasks`: what is asked, with the columns that say of whom and why of them."""

    tasks: dict[Key, tuple[Support, dict[str, Any]]] = field(default_factory=dict)
    gaps: dict[Key, Gap] = field(default_factory=dict)


def addressed(
    session: Session, addressing: Addressing, subject_id: str, asked: Iterable[tuple[Body, Support]]
) -> Addressed:
    """An administrative measure goes to who signed for it or whom a law names; any other to whom it is asked of, and
    what is nobody's yet to the centre, who assigns it."""
    found, assigned = Addressed(), _assigned(session, subject_id)
    for body, support in asked:
        key = support.listing_id, support.measure, body.key
        department = body.department or assigned.get(key)
        basis: Basis | GapReason = Basis()
        if department is not None and is_bound(addressing.catalogue, support.measure):
            basis = addressing.basis(support.measure, department, body.problem_types)
        if isinstance(basis, Basis):
            found.tasks[key] = support, _columns(body, basis)
        elif department is not None:
            found.gaps[key] = Gap(body, department, support, basis)
    return found


def _assigned(session: Session, subject_id: str) -> dict[Key, str]:
    rows = session.exec(
        select(PunishmentTask).where(
            PunishmentTask.subject_id == subject_id, col(PunishmentTask.department).is_not(None)
        )
    )
    return {(row.listing_id, row.measure, row.body): row.department for row in rows if row.department is not None}


def _columns(body: Body, basis: Basis) -> dict[str, Any]:
    return {
        "body": body.key,
        "unit": body.unit,
        "department": body.department,
        "named": body.named,
        "problem_types": " ".join(body.problem_types),
        "plan_id": basis.plan_id,
        "law": basis.law,
    }
