"""Versions of the plan as they are told, and what they leave nobody to do."""

from datetime import date, timedelta

from sqlmodel import col, select

from huixin.types.base import Label
from huixin.types.plan import PlanMeasure, PlanMeasureView, PlanPartView, PlanView
from models.cases.work import Work
from models.plans.addressing import plan_on
from models.plans.keeping import seen_by
from models.plans.tables import Plan, PlanSignatory
from rules.catalogue import Catalogue
from rules.departments import department_on


def plans(work: Work, on: date) -> list[PlanView]:
    """All versions, the newest first; which of them is in force is as of that day."""
    rows = work.session.exec(select(Plan).where(seen_by(work.caller)).order_by(col(Plan.number).desc()))
    return [plan_view(work, row, on) for row in rows]


def plan_view(work: Work, row: Plan, on: date) -> PlanView:
    held = plan_on(work.session, on)
    parts = select(PlanSignatory).where(PlanSignatory.plan_id == row.id).order_by(col(PlanSignatory.department))
    said = row.model_dump(include={"id", "number", "title", "document_number", "ground", "effective_from", "reason"})
    return PlanView(
        **said,
        effective_to=None if row.effective_to is None else row.effective_to - timedelta(days=1),
        in_force=held is not None and held.id == row.id,
        signatories=[_part_view(work.catalogue, part, on) for part in work.session.exec(parts)],
    )


def _part_view(catalogue: Catalogue, part: PlanSignatory, on: date) -> PlanPartView:
    entry = catalogue.departments.get(part.department)
    return PlanPartView(
        department=part.department,
        department_title=Label(zh=part.department, en=part.department) if entry is None else entry.title,
        today=department_on(catalogue, part.department, on),
        measures=[_measure_view(catalogue, measure) for measure in map(PlanMeasure.model_validate, part.measures)],
        signed_on=part.signed_on,
        signed_by=part.signed_by,
    )


def _measure_view(catalogue: Catalogue, said: PlanMeasure) -> PlanMeasureView:
    return PlanMeasureView(**said.model_dump(), measure_title=measure_title(catalogue, said.measure))


def measure_title(catalogue: Catalogue, code: str) -> Label:
    """Rows outlive the entries of a pack."""
    label = catalogue.labels.measures.get(code)
    return Label(zh=code, en=code) if label is None else label.title
