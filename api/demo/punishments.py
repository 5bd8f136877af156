"""Joint punishment: what the rules open by a day, and what departments and members answered."""

from sqlmodel import select

from api.demo.cast import CENTRE, MARKET
from api.demo.office import Day, Office, Step
from api.demo.steps import OFFICERS
from huixin.types.prompt import PromptAct, PromptAppealed, PromptApplied, PromptLifted, PromptNotApplied
from huixin.types.task import TaskAct, TaskDone, TaskLifted, TaskNotApplicable, TaskUrged
from models.clauses import list_clauses
from models.punishments.following import CHANGES, SWEEP, follow, look
from models.punishments.opening import Moment
from models.punishments.prompts import act_on_prompt
from models.punishments.tables import Prompt, PunishmentTask
from models.punishments.tasks import act_on_task
from models.punishments.work import Work

CLERK = "a-17"


def follow_rules(office: Office, offset: int) -> None:
    """Opens and ends tasks and prompts as of that day, as the worker does."""
    moment = Moment(office.ruleset, office.at(offset))
    for key in (CHANGES, SWEEP):
        while follow(office.session, look(office.session, key, moment), moment):
            pass


def _work(day: Day, who: str) -> Work:
    work = day.work(who)
    return Work(work.session, work.caller, work.catalogue, work.now)


def _task(day: Day, measure: str) -> PunishmentTask:
    """Of market supervision, which has a task for nearly every problem type."""
    about = (PunishmentTask.subject_id == day.office.subject(day.firm.brand), PunishmentTask.measure == measure)
    return day.office.session.exec(select(PunishmentTask).where(*about, PunishmentTask.department == MARKET)).one()


def _answer_task(day: Day, measure: str, body: TaskAct, who: str | None = None) -> None:
    task = _task(day, measure)
    act_on_task(_work(day, who or f"{task.unit}/{MARKET}"), task.id, body)


def done(measure: str, note: str) -> Step:
    return lambda day: _answer_task(day, measure, TaskDone(on=day.today, officer=OFFICERS[0], note=note))


def not_applicable(measure: str, reason: str) -> Step:
    body = {"officer": OFFICERS[1], "reason": reason}
    return lambda day: _answer_task(day, measure, TaskNotApplicable.model_validate(body | {"on": day.today}))


def lift_task(measure: str) -> Step:
    return lambda day: _answer_task(day, measure, TaskLifted(on=day.today, officer=OFFICERS[0]))


def urge_task(measure: str, basis: str) -> Step:
    return lambda day: _answer_task(day, measure, TaskUrged(basis=basis), CENTRE)


def _answer_prompt(day: Day, who: str, measure: str, body: PromptAct) -> None:
    about = (Prompt.subject_id == day.office.subject(day.firm.brand), Prompt.measure == measure)
    member_id = day.office.callers[who].member_id
    prompt = day.office.session.exec(select(Prompt).where(*about, Prompt.member_id == member_id)).one()
    act_on_prompt(_work(day, who), prompt.id, body)


def apply(who: str, measure: str, reasons: str) -> Step:
    """On the member's own clause."""

    def step(day: Day) -> None:
        clauses = list_clauses(day.office.session, day.office.callers[who].member_id)
        [clause] = [row.id for row in clauses if row.measure == measure]
        body = PromptApplied(
            applied_on=day.today, clause=clause, merchant_notified_on=day.today, reasons_given=reasons, by=CLERK
        )
        _answer_prompt(day, who, measure, body)

    return step


def do_not_apply(who: str, measure: str, why: str) -> Step:
    return lambda day: _answer_prompt(day, who, measure, PromptNotApplied(why=why, by=CLERK))


def appealed(who: str, measure: str) -> Step:
    return lambda day: _answer_prompt(day, who, measure, PromptAppealed(on=day.today, result="pending", by=CLERK))


def lift(who: str, measure: str) -> Step:
    return lambda day: _answer_prompt(day, who, measure, PromptLifted(on=day.today, by=CLERK))
