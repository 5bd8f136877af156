"""Nominations by the standard: proposed to the department that recognises, or kept inside the association."""

from sqlalchemy import ColumnElement, or_, true
from sqlmodel import col, select

from huixin.core.records import Record
from huixin.core.vocabulary import MemberKind, Provenance, Severity, Standing
from huixin.core.windows import Window
from huixin.types.association import (
    AcceptNomination,
    DeclineNomination,
    EndNomination,
    NominationAct,
    NominationRequest,
)
from models.associations.mandates import NotOfTheAssociation, OutsideStandard, end_inside, mandate_for
from models.associations.memberships import code_of, require_association, standing
from models.associations.tables import Mandate, Nomination
from models.base import new_id
from models.cases.seen import SEES_ALL
from models.cases.work import Work, wrong
from models.errors import Conflict, Forbidden, NotFound
from models.imports.keys import natural_key
from models.listings import enter_listing
from models.personal import refuse_personal
from models.recognitions.bodies import find_recognition
from models.subjects import find_by_key
from rules.departments import recognisers_on
from rules.documents import Standard

SOURCE = "association"


def nominate(work: Work, body: NominationRequest) -> Nomination:
    """Raises NoMandate, OutsideWindow, OutsideStandard, NotOfTheAssociation, Forbidden, Invalid, Conflict."""
    mandate, standard = mandate_for(work, body.standard)
    refuse_personal(body)
    uscc = code_of(body.uscc)
    strange = [fact for fact in body.facts if fact not in {one.fact for one in standard.facts}]
    if strange:
        known = ", ".join(one.fact for one in standard.facts)
        message = f"'{strange[0]}' is no fact of the standard; there are {known}."
        raise OutsideStandard(message, zh="所列事实不属于该认定标准。")
    unit, department = _recogniser(work, standard, body.recogniser)
    row = Nomination(
        id=new_id("nom"),
        member_id=work.caller.member_id,
        mandate_id=mandate.id,
        standard=standard.standard,
        list=standard.list,
        uscc=uscc,
        name=body.name,
        facts=" ".join(sorted(set(body.facts))),
        description=body.description,
        evidence=[one.model_dump(mode="json") for one in body.evidence],
        state="inside" if unit is None else "proposed",
        unit=unit,
        department=department,
        created_at=work.now,
    )
    if unit is None:
        _keep_inside(work, mandate, standard, row, body)
    work.session.add(row)
    work.session.flush()
    return row


def _recogniser(work: Work, standard: Standard, named: str | None) -> tuple[str | None, str | None]:
    if named is None:
        return None, None
    unit, _, department = named.partition("/")
    if unit not in work.catalogue.units or department not in recognisers_on(work.catalogue, standard.list, work.today):
        raise wrong("/recogniser", "no_recogniser", f"'{named}' is no department that recognises '{standard.list}'.")
    return unit, department


def _keep_inside(work: Work, mandate: Mandate, standard: Standard, row: Nomination, body: NominationRequest) -> None:
    """A record that counts inside the association alone, of a member of its own, no longer than the mandate."""
    require_association(work)
    if standing(work, row.uscc) is None:
        message = "An internal list works on members of the association alone; propose others to the department."
        raise NotOfTheAssociation(message, zh="内部名单仅及于本协会会员；非会员请向认定部门提出建议。")
    if body.valid_to is not None and body.valid_to < work.today:
        raise wrong("/valid_to", "ends_before_it_starts", f"Today is {work.today}.")
    if _kept(work, row):
        raise Conflict("You keep it on this list already.")
    end = mandate.valid_to
    if body.valid_to is not None:
        end = min(end, Window.inclusive(None, body.valid_to).end or end)
    problems = {fact.problem_type for fact in standard.facts if fact.fact in body.facts}
    record = Record(
        id="",
        list=row.list,
        window=Window(work.today, end),
        standing=Standing.EFFECTIVE,
        severity=Severity(standard.severity),
        problem_types=frozenset(problems),
        provenance=Provenance.ASSOCIATION,
        inside=row.member_id,
        recogniser=work.caller.name,
        decided_on=work.today,
        grounds=standard.title.zh,
        reason=row.description,
        source=SOURCE,
    )
    subject = find_by_key(work.session, f"uscc:{row.uscc}")
    assert subject is not None  # noqa: S101 (a membership names it)
    key = natural_key(row.id, None, SOURCE, row.description, str(work.today))
    row.listing_id = enter_listing(work.session, subject.id, record, key).id
    row.valid_to = Window(None, end).last


def _kept(work: Work, row: Nomination) -> bool:
    same = select(Nomination.id).where(
        Nomination.member_id == row.member_id,
        Nomination.uscc == row.uscc,
        Nomination.list == row.list,
        Nomination.state == "inside",
        col(Nomination.valid_to) >= work.today,
    )
    return work.session.exec(same).first() is not None


def seen_by(work: Work) -> ColumnElement[bool]:
    """The centre's and auditors' all, a member's its own, a department's those that are proposed to it."""
    caller = work.caller
    if caller.kind in SEES_ALL:
        return true()
    own = col(Nomination.member_id) == caller.member_id
    if caller.kind is not MemberKind.DEPARTMENT:
        return own
    return or_(own, (col(Nomination.unit) == caller.unit) & (col(Nomination.department) == caller.department))


def act_on(work: Work, key: str, act: NominationAct) -> Nomination:
    """Raises NotFound, Forbidden, Conflict where it was decided before, Invalid."""
    row = work.session.exec(select(Nomination).where(Nomination.id == key, seen_by(work)).with_for_update()).first()
    if row is None:
        raise NotFound(f"There is no nomination {key}.")
    own = row.member_id == work.caller.member_id
    if own != isinstance(act, EndNomination) or work.caller.kind in SEES_ALL:
        raise Forbidden("The department decides on what is proposed to it; the association ends what it keeps inside.")
    refuse_personal(act)
    match act:
        case EndNomination():
            _expect(row, "inside")
            end_inside(work, row, act.reason)
        case DeclineNomination():
            _expect(row, "proposed")
            row.state, row.reason = "declined", act.reason
        case AcceptNomination():
            _expect(row, "proposed")
            _accept(work, row, act)
    work.session.flush()
    return row


def _expect(row: Nomination, state: str) -> None:
    if row.state != state:
        raise Conflict(f"This nomination is '{row.state}'.")


def _accept(work: Work, row: Nomination, act: AcceptNomination) -> None:
    """The recognition is the department's own, about the same merchant and list."""
    recognition = find_recognition(work.session, work.caller, act.recognition_id)
    subject = find_by_key(work.session, f"uscc:{row.uscc}")
    if subject is None or (recognition.subject_id, recognition.list) != (subject.id, row.list):
        message = "The recognition is about another merchant or another list."
        raise wrong("/recognition_id", "another_recognition", message)
    if recognition.state == "dropped":
        raise wrong("/recognition_id", "dropped", "The recognition was dropped; decline, or begin one anew.")
    row.state, row.recognition_id = "accepted", recognition.id
