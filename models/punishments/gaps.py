"""The centre's queue of what the rules ask and nobody is bound to do: it fills and empties with the plan."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, false, true
from sqlmodel import Session, col, select

from huixin.core.answer import ground_views
from huixin.types.base import Label
from huixin.types.plan import GapReason, GapView
from huixin.types.record import GroundView
from models.base import new_id
from models.caller import Caller
from models.cases.seen import SEES_ALL
from models.listings import Listing
from models.plans.views import measure_title
from models.punishments.addressing import Gap, Key
from models.punishments.tables import PunishmentGap
from models.subjects import SubjectVersion
from models.versions import in_force
from rules.catalogue import Catalogue

BECAUSE: dict[GapReason, Label] = {
    "no_plan": Label(
        zh="当日没有生效的联合惩戒行动计划，也没有法律法规指明该部门。",
        en="No action plan is in force on this day, and no law names the department.",
    ),
    "not_a_signatory": Label(
        zh="该部门不是联合惩戒行动计划的签署部门，也没有法律法规指明该部门。",
        en="The department is no signatory of the action plan, and no law names it.",
    ),
    "not_signed": Label(
        zh="该部门列入了联合惩戒行动计划，但尚未签署。",
        en="The department stands in the action plan and has not signed it yet.",
    ),
    "not_its_measure": Label(
        zh="该部门签署的联合惩戒行动计划不含此项措施，也没有法律法规指明该部门。",
        en="What the department signed does not hold this measure, and no law names it.",
    ),
}
"""What each reason says."""


def settle_gaps(
    session: Session, subject_id: str, wanted: Mapping[Key, Gap], catalogue: Catalogue, now: datetime
) -> None:
    """One row for each gap there is; who signs, or what ends, takes it out of the queue."""
    found = session.exec(select(PunishmentGap).where(PunishmentGap.subject_id == subject_id)).all()
    rows = {(row.listing_id, row.measure, row.body): row for row in found}
    for key, row in rows.items():
        if key not in wanted:
            session.delete(row)
    for key, gap in wanted.items():
        row = rows.get(key) or _new(subject_id, gap, now)
        row.unit, row.department, row.reason = gap.body.unit, gap.department, gap.reason
        row.rule = gap.support.rule
        row.grounds = [one.model_dump(mode="json") for one in ground_views(catalogue.labels, gap.support.grounds)]
        session.add(row)
    session.flush()


def _new(subject_id: str, gap: Gap, now: datetime) -> PunishmentGap:
    return PunishmentGap(
        id=new_id("gap"),
        listing_id=gap.support.listing_id,
        subject_id=subject_id,
        measure=gap.support.measure,
        body=gap.body.key,
        department=gap.department,
        problem_types=" ".join(gap.body.problem_types),
        reason=gap.reason,
        rule=gap.support.rule,
        grounds=[],
        created_at=now,
    )


def gaps_seen_by(caller: Caller) -> ColumnElement[bool]:
    """The queue is the centre's; auditors read it."""
    return true() if caller.kind in SEES_ALL else false()


def gap_views(session: Session, catalogue: Catalogue, rows: Sequence[PunishmentGap]) -> list[GapView]:
    of_subjects = select(SubjectVersion).where(
        col(SubjectVersion.subject_id).in_({row.subject_id for row in rows}), in_force(SubjectVersion, None)
    )
    subjects = {version.subject_id: version for version in session.exec(of_subjects)}
    of_listings = select(Listing.id, Listing.list).where(col(Listing.id).in_({row.listing_id for row in rows}))
    lists = dict(session.exec(of_listings).all())
    return [_view(catalogue, row, subjects[row.subject_id], lists[row.listing_id]) for row in rows]


def _view(catalogue: Catalogue, row: PunishmentGap, subject: SubjectVersion, of_list: str) -> GapView:
    said = row.model_dump(
        include={"id", "unit", "department", "measure", "rule", "subject_id", "listing_id", "created_at"}
    )
    reason = next(one for one in BECAUSE if one == row.reason)
    return GapView(
        **said,
        reason=reason,
        because=BECAUSE[reason],
        problem_types=tuple(row.problem_types.split()),
        measure_title=measure_title(catalogue, row.measure),
        grounds=[GroundView.model_validate(ground) for ground in row.grounds],
        subject_name=subject.name,
        uscc=subject.uscc,
        list=of_list,
    )
