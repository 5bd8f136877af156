"""The whole impact of a version, as it is told."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from sqlmodel import Session, col, func, select

from huixin.core.windows import day_of
from huixin.types.impact import (
    ClassImpactView,
    DecisionImpactView,
    MemberDecisions,
    MerchantImpact,
    RulesetImpact,
)
from models.database import Database
from models.errors import Fault, Invalid
from models.listings import Listing
from models.members import Member
from models.rulesets.drafting import RuleWork, centre_only, find_seen, rules_of
from models.rulesets.impact import reckoning
from models.rulesets.impact.decisions import Replay, Span, decisions_in
from models.rulesets.impact.listed import ListedImpact, listed_impact, together
from models.rulesets.impact.reckoning import reckon
from models.rulesets.impact.rows import Stretch, halves
from models.rulesets.impact.sheet import Form, write_merchants
from models.rulesets.impact.telling import Move, class_view, listed_view, named, told_moves
from models.rulesets.impact.viewers import Viewer, viewers_of
from models.rulesets.suspending import suspensions_of
from rules.impact import Heard, SideBySide, change_of, class_impact
from rules.ruleset import RuleSet, suspending


@dataclass(frozen=True, slots=True)
class Draft:
    """A version, under the suspensions of measures as they stand, and what is in force on the day instead."""

    side: SideBySide
    now: datetime

    def span(self, days: int) -> Span:
        """So many days back."""
        return Span(self.now - timedelta(days=days), self.now)


def draft_of(work: RuleWork, version_id: str, on: date | None) -> Draft:
    """Raises NotFound, Forbidden for whoever is not the centre, Invalid for a day that is past."""
    version = find_seen(work.session, work.caller, version_id)
    centre_only(work)
    today = day_of(work.now)
    day = today if on is None else on
    if day < today:
        raise Invalid("The past stays as it is.", Fault("/on", "on_out_of_range", f"Ask for {today} or a later day."))
    new = suspending(rules_of(work.session, work.book, version), suspensions_of(work.session))
    return Draft(SideBySide(work.book.on(day, work.now), new, day), work.now)


def impact_of(database: Database, draft: Draft, days: int) -> RulesetImpact:
    """`days`: how far back decisions are looked at. It takes seconds, and writes nothing."""
    side = draft.side
    with database.read() as session:
        viewers, stretches = viewers_of(session, side), halves(session)
    classes, *listed, decisions = reckon(
        database,
        _size(database, draft, days),
        [
            (class_views, (draft,)),
            *((listed_in, (draft, viewers, stretch)) for stretch in stretches),
            (decisions_impact, (draft, days)),
        ],
    )
    with database.read() as session:
        told = listed_view(session, together(listed), viewers)
    return RulesetImpact(
        ruleset=side.new_rules.digest,
        against=side.old_rules.digest,
        on=side.day,
        facts_again=not side.same_facts,
        classes=classes,
        listed=told,
        decisions=decisions,
    )


def write_impact(database: Database, draft: Draft, path: Path, form: Form) -> None:
    """A file of everyone listed of whom anybody would hear otherwise."""
    reckon(database, _size(database, draft, 0), [(_write_named, (draft, path, form))])


def _write_named(database: Database, draft: Draft, path: Path, form: Form) -> None:
    catalogues = (draft.side.old.catalogue, draft.side.new.catalogue)
    write_merchants(path, form, catalogues, named_merchants(database, draft))


def _size(database: Database, draft: Draft, days: int) -> int:
    """How much there is to look at, counted no further than it matters."""
    most = reckoning.SEVERAL_FROM
    with database.read() as session:
        found = session.exec(select(func.count()).select_from(select(Listing.id).limit(most).subquery())).one()
    if found < most:
        with database.log_read() as log:
            found += decisions_in(log, draft.span(days), most)
    return found


def class_views(_: Database, draft: Draft) -> list[ClassImpactView]:
    """Over all classes, those that change or were too many to look at."""
    classes = class_impact(draft.side.old_rules, draft.side.new_rules, draft.side.day)
    return [class_view(one) for one in classes if one.changed or one.classes is None]


def named_merchants(database: Database, draft: Draft) -> Iterator[MerchantImpact]:
    """Everyone listed of whom anybody would hear otherwise."""
    with database.read() as session:
        viewers = viewers_of(session, draft.side)
        impact = listed_impact(session, draft.side, viewers)
        yield from named(session, impact, viewers, impact.changed)


def listed_in(database: Database, draft: Draft, viewers: Sequence[Viewer], stretch: Stretch) -> ListedImpact:
    """Of some of those listed today."""
    with database.read() as session:
        return listed_impact(session, draft.side, viewers, stretch)


def decisions_impact(database: Database, draft: Draft, days: int) -> DecisionImpactView:
    """Of the decisions of so many days."""
    span, side = draft.span(days), draft.side
    moves, members, lost = Counter[Move](), Counter[str](), 0
    with database.read() as session, database.log_read() as log:
        replay = Replay(session, lambda _: (side.old_rules, side.new_rules))
        for one in replay.of(log, span, scenes_between(side.old_rules, side.new_rules)):
            lost += one.lost
            if one.gated is not None:
                before, after = (Heard.of(gated) for gated in one.gated)
                if change_of(before, after) is not None:
                    moves[one.actor, one.scene, before.outcome, after.outcome] += 1
                    members[one.member_id] += 1
        return DecisionImpactView(
            first=span.first,
            last=span.last,
            decisions=decisions_in(log, span),
            changed=members.total(),
            lost=lost,
            moves=told_moves(moves),
            members=_member_decisions(session, members),
        )


def scenes_between(old: RuleSet, new: RuleSet) -> set[str]:
    """Scenes in which two rule sets differ on any day."""
    days = [date.min, *old.starts, *new.starts]
    return {scene for day in days for scene in SideBySide(old, new, day).scenes}


def _member_decisions(session: Session, members: Counter[str]) -> list[MemberDecisions]:
    names = dict(session.exec(select(Member.id, Member.name).where(col(Member.id).in_(list(members)))).all())
    return [
        MemberDecisions(member_id=key, name=names[key], decisions=count)
        for key, count in sorted(members.items(), key=lambda item: (-item[1], item[0]))
    ]
