"""The steps of a recognition: notice, statement, decision, service, publication.

From the decision on there is a proposed listing, which no member sees; service says from which day it is effective.
"""

from datetime import date

from sqlmodel import Session, col, or_, select

from huixin.core.identifiers import IdentifierError, kind_of_uscc, parse_uscc
from huixin.core.records import Record
from huixin.core.visibility import has_left_members
from huixin.core.vocabulary import MemberKind, Severity, Standing, SubjectKind
from huixin.core.windows import Window
from huixin.types.recognition import (
    Correct,
    Decide,
    Drop,
    NoticeOfRecognition,
    Publish,
    RecognitionAct,
    RecordStatement,
    Serve,
)
from models.base import new_id
from models.cases.periods import start_of_service
from models.cases.work import Work, refuse_before_periods, refuse_future, refuse_taken, wrong
from models.errors import Conflict, Forbidden
from models.evidence import attach
from models.exits.announcing import appear_where_published
from models.imports.keys import natural_key
from models.listings import ListingVersion, change_listing, enter_listing, records_by_id
from models.personal import refuse_personal
from models.recognitions.bodies import body_name, find_recognition, require_recogniser
from models.recognitions.contents import check_consent, check_measures
from models.recognitions.correcting import correct
from models.recognitions.tables import Recognition
from models.recognitions.views import REMEDIES, STATEMENT, statement_period
from models.subjects import (
    Subject,
    change_subject,
    current_version,
    enter_subject,
    enterprise,
    find_by_key,
    has_stood,
)

SOURCE = "recognition"


def give_notice(work: Work, body: NoticeOfRecognition) -> Recognition:
    """事先告知, by a recogniser of the list. From the next day the period for a statement runs."""
    if body.list not in work.catalogue.lists:
        raise wrong("/list", "unknown_list", f"There is no list '{body.list}'.")
    require_recogniser(work.catalogue, work.caller, body.list, work.today)
    refuse_personal(body)
    refuse_future(work, "/noticed_on", body.noticed_on)
    refuse_before_periods(work, "/noticed_on", body.noticed_on, STATEMENT, *REMEDIES)
    for index, code in enumerate(body.problem_types):
        if code not in work.catalogue.problem_types:
            raise wrong(f"/problem_types/{index}", "unknown_problem_type", f"There is no problem type '{code}'.")
    refuse_taken(work, Recognition.notice_number, body.notice_number, "a document")
    row = Recognition(
        id=new_id("rec"),
        list=body.list,
        subject_id=_subject(work.session, body.uscc, body.name),
        unit=str(work.caller.unit),
        department=str(work.caller.department),
        state="noticed",
        notice_number=body.notice_number,
        noticed_on=body.noticed_on,
        statement_until=work.catalogue.deadline(STATEMENT, body.noticed_on).day,
        facts=body.facts,
        grounds=body.grounds,
        problem_types=" ".join(sorted(set(body.problem_types))),
        evidence=[],
        measures=[],
        corrections=[],
        created_at=work.now,
    )
    work.session.add(row)
    work.session.flush()
    return row


def _subject(session: Session, code: str, name: str) -> str:
    try:
        uscc = parse_uscc(code)
    except IdentifierError as error:
        raise wrong("/uscc", f"bad_uscc_{error.problem}", error.message) from error
    known = find_by_key(session, f"uscc:{uscc}")
    if known is None:
        return enter_subject(session, enterprise(uscc, name, kind=kind_of_uscc(uscc))).id
    _name_anew(session, known.id, uscc, name)
    return known.id


def _name_anew(session: Session, subject_id: str, uscc: str, name: str) -> None:
    """A merchant of whom there are only unverified leads or proposals goes by what this one calls it."""
    seen = select(Subject.id).where(Subject.id == subject_id, has_stood(Standing.EFFECTIVE, Standing.CONFIRMED))
    current = current_version(session, subject_id)
    if current is not None and current.name != name and session.exec(seen).first() is None:
        kind = SubjectKind(current.kind)
        change_subject(session, subject_id, enterprise(uscc, name, kind=kind, unit=current.unit))


def take_step(work: Work, key: str, body: RecognitionAct) -> Recognition:
    """One step. Raises NotFound, Forbidden, Conflict where it does not follow, Invalid."""
    row = find_recognition(work.session, work.caller, key, for_update=True)
    refuse_personal(body)
    if isinstance(body, Publish):
        _publish(work, row, body)
    else:
        _by_recogniser(work, row, body)
    work.session.flush()
    return row


def _by_recogniser(work: Work, row: Recognition, body: RecordStatement | Decide | Serve | Drop | Correct) -> None:
    if (work.caller.unit, work.caller.department) != (row.unit, row.department):
        raise Forbidden(
            "Only the department that began the recognition goes on with it; nobody recognises in its stead."
        )
    require_recogniser(work.catalogue, work.caller, row.list, work.today)
    match body:
        case RecordStatement():
            _state(work, row, body)
        case Decide():
            _decide(work, row, body)
        case Serve():
            _serve(work, row, body)
        case Drop():
            _drop(row, body)
        case Correct():
            correct(work, row, body)


def _expect(row: Recognition, state: str, step: str) -> None:
    if row.state != state:
        raise Conflict(f"'{step}' follows on '{state}'; this recognition is '{row.state}'.")


def _state(work: Work, row: Recognition, body: RecordStatement) -> None:
    _expect(row, "noticed", "record_statement")
    refuse_future(work, "/on", body.on)
    if body.on < row.noticed_on:
        raise wrong("/on", "before_notice", f"The notice was received on {row.noticed_on}.")
    if row.stated_on is not None and body.on < row.stated_on:
        raise wrong("/on", "before_the_last", f"The last that it stated is of {row.stated_on}.")
    row.statement = "\n".join(filter(None, (row.statement, body.statement)))
    row.stated_on, row.statement_complete = body.on, body.complete


def _decide(work: Work, row: Recognition, body: Decide) -> None:
    _expect(row, "noticed", "decide")
    refuse_future(work, "/decided_on", body.decided_on)
    row.statement_until = statement_period(work.catalogue, row).day
    _check_heard(row, body)
    if body.valid_to is not None and body.valid_to < body.decided_on:
        raise wrong("/valid_to", "ends_before_it_starts", "The last day lies before the decision.")
    check_measures(work.catalogue, row, body)
    check_consent(work.catalogue, row, body)
    refuse_taken(work, Recognition.number, body.number, "a document")
    refuse_taken(work, Recognition.repair_notice_number, body.repair_notice_number, "a document")
    entered = enter_listing(
        work.session,
        row.subject_id,
        _record(work, row, body),
        natural_key(None, body.number, SOURCE, body.facts, str(body.decided_on)),
    )
    row.listing_id, row.state = entered.id, "decided"
    row.number, row.decided_on, row.severity = body.number, body.decided_on, body.severity
    row.facts, row.grounds, row.exit_conditions = body.facts, body.grounds, body.exit_conditions
    if body.consent is not None:
        row.consent_by, row.consent_number, row.consent_on = body.consent.by, body.consent.number, body.consent.on
    row.evidence = [one.model_dump(mode="json") for one in body.evidence]
    row.measures, row.repair_notice_number = sorted(set(body.measures)), body.repair_notice_number
    attach(work, body, recognition_id=row.id)


def _check_heard(row: Recognition, body: Decide) -> None:
    """Only the merchant's own word ends its period before its time; what it states in part leaves it running."""
    early = row.stated_on is not None and body.decided_on < row.stated_on
    if early or (not row.statement_complete and body.decided_on <= row.statement_until):
        message = f"The merchant may state its case until {row.statement_until}; nothing is decided before."
        raise wrong("/decided_on", "not_heard", message)


def _record(work: Work, row: Recognition, body: Decide) -> Record:
    return Record(
        id="",
        list=row.list,
        window=Window.inclusive(None, body.valid_to),
        standing=Standing.PROPOSED,
        severity=Severity(body.severity),
        problem_types=frozenset(row.problem_types.split()),
        recogniser=body_name(work.catalogue, row.unit, row.department),
        recogniser_code=f"{row.unit}/{row.department}",
        recogniser_verified=True,
        document_number=body.number,
        decided_on=body.decided_on,
        grounds=body.grounds,
        reason=body.facts,
        source=SOURCE,
    )


def _serve(work: Work, row: Recognition, body: Serve) -> None:
    """From the day on which service counts the listing is effective; the date alone decides that."""
    _expect(row, "decided", "serve")
    refuse_future(work, "/on", body.on)
    assert row.decided_on is not None and row.listing_id is not None  # noqa: S101, PT018 (decided)
    if body.on < row.decided_on:
        raise wrong("/on", "before_decision", f"The decision is of {row.decided_on}.")
    if row.repair_notice_number is None:
        if body.repair_notice_number is None:
            raise Conflict("The decision is served only together with its 信用修复告知书: give its number.")
        refuse_taken(work, Recognition.repair_notice_number, body.repair_notice_number, "a document")
        row.repair_notice_number = body.repair_notice_number
    row.served_on, row.mode, row.proof, row.state = body.on, body.mode, body.proof, "served"
    row.takes_effect_on = start_of_service(work.catalogue, body.mode, body.on)
    record = records_by_id(work.session, [row.listing_id])[row.listing_id]
    end = record.window.end
    starts = row.takes_effect_on if end is None else min(row.takes_effect_on, end)
    window = Window(starts, end)
    if row.takes_effect_on <= work.today:
        change_listing(work.session, record.id, window=window, standing=Standing.EFFECTIVE)
    else:
        change_listing(work.session, record.id, window=window, takes_effect_on=row.takes_effect_on)


def _drop(row: Recognition, body: Drop) -> None:
    """What was proposed stays a proposal for ever, which no member sees."""
    if row.state not in ("noticed", "decided"):
        raise Conflict("What has been served ends as records do: record one of its four ends.")
    row.state, row.reasons = "dropped", body.reasons


def _publish(work: Work, row: Recognition, body: Publish) -> None:
    if work.caller.kind is not MemberKind.CENTRE:
        raise Forbidden("The centre publishes.")
    refuse_future(work, "/on", body.on)
    if row.takes_effect_on is None or body.on < row.takes_effect_on:
        raise Conflict("A decision is published once it has been served and has taken effect, not before.")
    if row.published_on is not None:
        raise Conflict(f"It was published on {row.published_on}; what is withdrawn is corrected before that again.")
    corrected_on = row.corrections[-1]["corrected_on"] if row.corrections else None
    if corrected_on is not None and body.on < date.fromisoformat(corrected_on):
        raise wrong("/on", "before_correction", f"It was corrected on {corrected_on}.")
    assert row.listing_id is not None  # noqa: S101 (decided)
    record = records_by_id(work.session, [row.listing_id])[row.listing_id]
    if has_left_members(work.catalogue.terms, record, body.on):
        raise Conflict("The record had ended by that day; what has ended is not published.")
    row.published_on, row.channel = body.on, body.channel
    appear_where_published(work.session, record.id, body.channel)


def announce(session: Session, today: date) -> int:
    """Writes down as effective what has become so by its date, so that the feed tells it; answers know it already."""
    due = select(ListingVersion.listing_id).where(
        col(ListingVersion.seq_to).is_(None),
        col(ListingVersion.standing) == Standing.PROPOSED,
        col(ListingVersion.takes_effect_on) <= today,
        or_(col(ListingVersion.ended_on).is_(None), col(ListingVersion.ended_on) > today),
    )
    waiting = records_by_id(session, session.exec(due))
    for record in waiting.values():
        change_listing(session, record.id, standing=Standing.EFFECTIVE, takes_effect_on=None)
    return len(waiting)
