"""Whom an administrative measure may be addressed to on a day: who signed the plan for it, or whom a law names."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from sqlmodel import Session, col, select

from huixin.core.vocabulary import MeasureClass
from huixin.types.plan import GapReason, PlanMeasure
from models.plans.tables import Plan, PlanSignatory
from rules.catalogue import Catalogue
from rules.departments import department_on, law_naming


@dataclass(frozen=True, slots=True)
class Basis:
    """On what a measure is a department's: the version of the plan that it signed, else the article of a law."""

    plan_id: str | None = None
    law: str | None = None


@dataclass(frozen=True, slots=True)
class Addressing:
    """`signed`, `unsigned`: departments of the day, each with its measures in the plan that is in force."""

    catalogue: Catalogue
    today: date
    plan: Plan | None
    signed: dict[str, dict[str, PlanMeasure]] = field(default_factory=dict)
    unsigned: frozenset[str] = frozenset()

    def basis(self, measure: str, department: str, problem_types: Iterable[str]) -> Basis | GapReason:
        """Why the measure may be addressed to the department, or why not."""
        if self.plan is not None and measure in self.signed.get(department, {}):
            return Basis(plan_id=self.plan.id)
        for problem in problem_types:
            law = law_naming(self.catalogue, measure, problem, department, self.today)
            if law is not None:
                return Basis(law=law)
        if self.plan is None:
            return "no_plan"
        if department in self.signed:
            return "not_its_measure"
        return "not_signed" if department in self.unsigned else "not_a_signatory"

    def takes_every(self, measure: str) -> list[str]:
        """Signatories that take the measure whoever else is the competent department."""
        return sorted(
            department
            for department, measures in self.signed.items()
            if measure in measures and measures[measure].reach == "every"
        )


def is_bound(catalogue: Catalogue, measure: str) -> bool:
    """Whether the measure needs a plan or a law: the power of an authority does, its advice does not."""
    entry = catalogue.measures.get(measure)
    return entry is not None and entry.measure_class is MeasureClass.ADMINISTRATIVE


def plan_on(session: Session, day: date) -> Plan | None:
    """The version in force: the last one to have begun. One that has ended leaves none, not the one before it."""
    begun = select(Plan).where(Plan.effective_from <= day)
    held = begun.where(col(Plan.effective_to).is_(None) | (col(Plan.effective_to) > col(Plan.effective_from)))
    last = session.exec(held.order_by(col(Plan.effective_from).desc(), col(Plan.number).desc()).limit(1)).first()
    return last if last is not None and (last.effective_to is None or day < last.effective_to) else None


def addressing_on(session: Session, catalogue: Catalogue, day: date) -> Addressing:
    """Departments of the plan followed to the day; one that nobody knows who followed binds nobody."""
    plan = plan_on(session, day)
    signed: dict[str, dict[str, PlanMeasure]] = {}
    unsigned = set[str]()
    rows = select(PlanSignatory).where(PlanSignatory.plan_id == plan.id) if plan is not None else None
    for row in () if rows is None else session.exec(rows.order_by(col(PlanSignatory.department))):
        department = department_on(catalogue, row.department, day)
        if department is None:
            continue
        if row.signed_on is None or row.signed_on > day:
            unsigned.add(department)
            continue
        taken = signed.setdefault(department, {})
        for measure in map(PlanMeasure.model_validate, row.measures):
            if measure.measure not in taken or measure.reach == "every":
                taken[measure.measure] = measure
    return Addressing(catalogue, day, plan, signed, frozenset(unsigned))
