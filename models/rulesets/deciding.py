"""From the second person's approval to the instant from which a version is in force, and back before it has come."""

from datetime import datetime

from sqlmodel import Session, select

from huixin.core.windows import SHANGHAI, day_of, months_after, start_of
from huixin.types.ruleset import PublishRuleset, ReturnRuleset, WithdrawRuleset
from models.base import new_id
from models.errors import Conflict, Fault, Forbidden, Invalid
from models.members import is_same_person
from models.personal import refuse_personal
from models.reference import sync_reference
from models.rulesets.drafting import RuleWork, find_own, find_version, note
from models.rulesets.in_force import Timeline, keep_entries
from models.rulesets.notice import refuse_hurry
from models.rulesets.suspending import suspensions_of
from models.rulesets.tables import Ruleset, RulesetDocument, RulesetEvent, RulesInForce
from rules.ruleset import RuleSet, suspending
from rules.written import shipped_documents

SHIPPED = "shipped"
_FURTHEST_MONTHS = 60


class SecondPersonNeeded(Forbidden):
    """Whoever worked on a version does not approve it."""

    code = "second_person_needed"


def approve(work: RuleWork, version_id: str) -> Ruleset:
    version = find_own(work, version_id, "submitted")
    hands = work.session.exec(
        select(RulesetEvent.client_id).where(
            RulesetEvent.ruleset_id == version.id, RulesetEvent.action != "return", RulesetEvent.action != "approve"
        )
    ).all()
    if is_same_person(work.session, work.caller, hands):
        raise SecondPersonNeeded(
            "You worked on this version; another person approves it.", zh="起草人不得批准本人的修改，须由另一人批准。"
        )
    version.state, version.approved_by = "approved", work.caller.client_id
    note(work, version, "approve")
    return version


def return_to_author(work: RuleWork, version_id: str, body: ReturnRuleset) -> Ruleset:
    """Back to a draft, also after an approval; what is submitted again is approved again."""
    version = find_own(work, version_id, "submitted", "approved")
    refuse_personal(body)
    version.state, version.digest, version.approved_by = "draft", None, None
    version.revision += 1
    note(work, version, "return", body.reason)
    return version


def publish(work: RuleWork, version_id: str, body: PublishRuleset) -> Ruleset:
    """In force from `effective_from`, or from now on; a public notice period lies between, where there must be one.

    Raises Conflict where the version was not made from the one that would be in force by then, or the one that follows
    was not made from it.
    """
    version = find_own(work, version_id, "approved")
    refuse_personal(body)
    assert version.digest is not None  # noqa: S101 - the database holds it
    _refuse_far(body.effective_from, work.now)
    begins = max(body.effective_from or work.now, work.now)
    new_standard = refuse_hurry(work, version, body, begins)
    _refuse_beside(work.session, version, begins)
    ruleset = work.book.named(version.digest)
    version.state, version.effective_from = "published", begins
    version.implements, version.new_standard = body.implements, new_standard
    version.consulted_from, version.consulted_to = body.consulted_from, body.consulted_to
    sync_reference(work.session, ruleset.catalogue)
    _enter(work.session, version, ruleset, begins, work.now)
    note(work, version, "publish", body.note)
    return version


def _refuse_far(begins: datetime | None, now: datetime) -> None:
    """Nobody knows the rules of so late a day; a slip in the year would stand in the way of all that follow."""
    last = start_of(months_after(day_of(now), _FURTHEST_MONTHS))
    if begins is not None and begins > last:
        message = f"A version begins within five years, until {day_of(last)}."
        zh = f"生效时间须在五年之内，最迟为{day_of(last)}。"
        raise Invalid(message, Fault("/effective_from", "effective_from_out_of_range", message, zh), zh=zh)


def _refuse_beside(session: Session, version: Ruleset, begins: datetime) -> None:
    """One version is made from the other: what somebody else changed is never taken back unseen."""
    timeline = Timeline.read(session)
    before = timeline.at(begins)
    if before is not None and version.based_on != find_version(session, before.ruleset_id).digest:
        raise Conflict(
            "It was not made from the version that is in force by then; make a draft from that one.",
            zh="该版本不是在届时生效的版本基础上修改的，请以届时生效的版本为基础重新起草。",
        )
    following = next(iter(timeline.ahead(begins)), None)
    if following is None:
        return
    later = find_version(session, following.ruleset_id)
    if later.based_on != version.digest:
        begun = f"{following.at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
        raise Conflict(
            f"{later.title} ({later.id}), published to count from {begun}, was not made from this one and would take it"
            " back; withdraw it first, or make a draft from it.",
            zh=f"“{later.title}”（{later.id}）已发布，自{begun}起生效，但不是以本版本为基础修改的，届时会撤销本次修改；"
            "请先撤回该版本，或者以该版本为基础起草。",
        )


def withdraw(work: RuleWork, version_id: str, body: WithdrawRuleset) -> Ruleset:
    """A draft is given up; a published version only before its instant has come."""
    version = find_own(work, version_id)
    refuse_personal(body)
    if version.state == "withdrawn":
        raise Conflict("It is withdrawn already.")
    if version.state == "published":
        _take_back(work, version)
    version.state = "withdrawn"
    note(work, version, "withdraw", body.reason)
    return version


def _take_back(work: RuleWork, version: Ruleset) -> None:
    assert version.effective_from is not None  # noqa: S101 - the database holds it
    if version.effective_from <= work.now:
        raise Conflict("It is in force; publish another version in its place.")
    timeline = Timeline.read(work.session)
    later = (timeline.at(version.effective_from), *timeline.ahead(version.effective_from))
    if any(row is not None and row.ruleset_id != version.id for row in later):
        raise Conflict("A version that follows it is published already; withdraw that one first.")
    if all(row.ruleset_id == version.id for row in timeline.rows):
        raise Conflict("There is nothing else that could be in force.")
    assert version.digest is not None  # noqa: S101 - the database holds it
    row = RulesInForce(at=version.effective_from, digest=version.digest, ruleset_id=version.id, entered_at=work.now)
    row.withdrawn = True
    work.session.add(row)


def publish_shipped(session: Session, shipped: RuleSet, now: datetime) -> Ruleset | None:
    """Enters the packs that ship, new ones in the place of older ones; never in the place of the centre's own, in
    force or to come.

    Gives the version that it entered, None where nothing was to be entered.
    """
    timeline = Timeline.read(session)
    row = timeline.at(now)
    current = None if row is None else find_version(session, row.ruleset_id)
    if current is not None and (not current.shipped or current.digest == shipped.digest or timeline.ahead(now)):
        return None
    version = Ruleset(
        id=new_id("rls"),
        title="随系统发布的规则包",
        reason="随软件版本发布",
        state="published",
        shipped=True,
        based_on=None if current is None else current.digest,
        digest=keep_entries(session, shipped, now),
        author=SHIPPED,
        created_at=now,
        effective_from=now,
    )
    session.add(version)
    session.flush()
    session.add_all(
        RulesetDocument(ruleset_id=version.id, path=path, content=content)
        for path, content in shipped_documents().items()
    )
    _enter(session, version, shipped, now, now)
    return version


def _enter(session: Session, version: Ruleset, ruleset: RuleSet, at: datetime, now: datetime) -> None:
    """The suspensions of measures outlast the versions."""
    digest = keep_entries(session, suspending(ruleset, suspensions_of(session)), now)
    session.add(RulesInForce(at=at, digest=digest, ruleset_id=version.id, entered_at=now))
    session.flush()
