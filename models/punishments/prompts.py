"""Prompts of members: each sees and answers its own, and decides by itself."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, false, true
from sqlmodel import Session, col, select

from huixin.core.vocabulary import Binding, MemberKind
from huixin.types.prompt import PromptAct, PromptAppealed, PromptApplied, PromptLifted, PromptNotApplied
from models.caller import Caller
from models.cases.seen import SEES_ALL
from models.checks.eyes import Eyes
from models.clauses import Clause, days_of
from models.errors import Conflict, Forbidden, NotFound
from models.listings import records_by_id, records_of
from models.members import Member
from models.punishments.addressees import DECIDING, eyes_as
from models.punishments.opening import record_event
from models.punishments.states import done_on, has_ended, may_be_lifted
from models.punishments.tables import Prompt
from models.punishments.work import Work, began_on, check_body, refuse_before, wrong
from models.versions import in_force


def seen_by(caller: Caller) -> ColumnElement[bool]:
    """The centre and auditors see those of all members, a member its own."""
    if caller.kind in SEES_ALL:
        return true()
    return col(Prompt.member_id) == caller.member_id if caller.kind in DECIDING else false()


def find_prompt(work: Work, prompt_id: str, *, for_update: bool = False) -> Prompt:
    """Raises NotFound for another member's, too."""
    statement = select(Prompt).where(Prompt.id == prompt_id, seen_by(work.caller))
    found = work.session.exec(statement.with_for_update() if for_update else statement).first()
    if found is None:
        raise NotFound(f"There is no prompt {prompt_id}.")
    return found


def act_on_prompt(work: Work, prompt_id: str, act: PromptAct) -> Prompt:
    """Raises NotFound, Forbidden for who is not its member, Conflict where the state does not take it, Invalid."""
    prompt = find_prompt(work, prompt_id, for_update=True)
    if prompt.member_id != work.caller.member_id:
        raise Forbidden("A member decides by itself: nobody answers for it.")
    check_body(work, act)
    _OPERATIONS[type(act)](work, prompt, act)
    work.session.flush()
    said = act.model_dump(mode="json", exclude_none=True)
    record_event(work.session, prompt, work.now, work.caller, act.action, said)
    return prompt


def still_seen(work: Work, prompts: Sequence[Prompt]) -> set[str]:
    """Ids of the prompts whose record a check of their own member would still show."""
    records = records_by_id(work.session, {prompt.listing_id for prompt in prompts})
    wanted = {prompt.member_id for prompt in prompts}
    members = {row.id: row for row in work.session.exec(select(Member).where(col(Member.id).in_(wanted)))}
    eyes = {
        key: eyes_as(work.session, member, MemberKind(member.kind), work.catalogue, work.today)
        for key, member in members.items()
    }
    return {
        prompt.id
        for prompt in prompts
        if prompt.listing_id in records and eyes[prompt.member_id].see(records[prompt.listing_id])
    }


def seen_of(work: Work, subject_id: str) -> set[str]:
    """Ids of the records of a merchant that a check of the caller would show."""
    eyes = Eyes(work.caller, work.caller.kind, work.catalogue, work.today, work.session)
    return {record.id for record in records_of(work.session, subject_id) if eyes.see(record)}


def _ended(work: Work, prompt: Prompt) -> bool:
    return has_ended(prompt, work.today) or not still_seen(work, [prompt])


def _apply(work: Work, prompt: Prompt, act: PromptApplied) -> None:
    if prompt.replaced_by is not None:
        raise Conflict(f"'{prompt.replaced_by}' has taken its place; answer that prompt.")
    if _ended(work, prompt):
        raise Conflict("Nothing supports this measure any more; it must not be applied.")
    since = began_on(work, prompt)
    refuse_before(since, "/applied_on", act.applied_on)
    refuse_before(since, "/merchant_notified_on", act.merchant_notified_on)
    if act.clause is None and prompt.binding != Binding.STATUTORY:
        message = "Name the clause of your own that covers the measure; enter it first where there is none."
        raise wrong("/clause", "clause_needed", message)
    if act.clause is not None and not _covers(work.session, prompt, act.clause, act.applied_on):
        raise wrong("/clause", "no_such_clause", f"You have no clause {act.clause} that covers this on that day.")
    prompt.appeal, prompt.lifted_on = None, None
    prompt.answer, prompt.answered = "applied", _body(act)


def _covers(session: Session, prompt: Prompt, clause_id: str, day: date) -> bool:
    """The member's own clause for this measure, binding on that day."""
    clause = session.exec(
        select(Clause).where(
            Clause.id == clause_id,
            Clause.member_id == prompt.member_id,
            Clause.measure == prompt.measure,
            in_force(Clause, None),
        )
    ).first()
    return clause is not None and day in days_of(clause)


def _do_not_apply(work: Work, prompt: Prompt, act: PromptNotApplied) -> None:
    if prompt.answer == "applied" and (prompt.lifted_on is None or _ended(work, prompt)):
        raise Conflict("You have said that you apply it, or lifted it.")
    prompt.appeal, prompt.lifted_on = None, None
    prompt.answer, prompt.answered = "not_applied", _body(act)


def _appeal(_: Work, prompt: Prompt, act: PromptAppealed) -> None:
    if prompt.answer != "applied":
        raise Conflict("There is no appeal against what was not applied.")
    if (act.result == "pending") != (act.result_on is None):
        raise wrong("/result_on", "day_of_result", "A result has its day, and what is pending has none.")
    if act.result_on is not None and act.result_on < act.on:
        raise wrong("/result_on", "before_the_appeal", f"The appeal came on {act.on}.")
    refuse_before(_told_on(prompt), "/on", act.on)
    prompt.appeal = _body(act)


def _told_on(prompt: Prompt) -> date:
    """The first that the merchant can have heard of what was applied."""
    answered = prompt.answered or {}
    return min(date.fromisoformat(answered[name]) for name in ("applied_on", "merchant_notified_on"))


def _lift(work: Work, prompt: Prompt, act: PromptLifted) -> None:
    if not may_be_lifted(prompt, ended=_ended(work, prompt)):
        raise Conflict("There is nothing to lift.")
    refuse_before(done_on(prompt), "/on", act.on)
    prompt.lifted_on = act.on


def _body(act: PromptAct) -> dict[str, Any]:
    return act.model_dump(mode="json", exclude={"action"}, exclude_none=True)


_OPERATIONS: dict[type[PromptAct], Callable[[Work, Prompt, Any], None]] = {
    PromptApplied: _apply,
    PromptNotApplied: _do_not_apply,
    PromptAppealed: _appeal,
    PromptLifted: _lift,
}
