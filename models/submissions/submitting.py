"""Submitting: what differs from what the platform last accepted goes out as one submission; it answers by record."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from huixin.core.vocabulary import MemberKind
from huixin.types.submission import AcknowledgementEntry, SubmissionState
from models.base import new_id
from models.caller import Caller
from models.cases.work import Work, wrong
from models.errors import Conflict, Fault, Forbidden, Invalid, NotFound
from models.jobs import LONGEST_WAIT, put_job
from models.keys import KeyRing
from models.personal import refuse_personal
from models.submissions.records import Held, held
from models.submissions.tables import SUBMIT, Submission, SubmissionItem, SubmissionPlatform

MOST = 1_000
"""Records of one submission; what is left goes with the next."""


def add_platform(
    session: Session, keys: KeyRing, code: str, name: str, url: str | None, token: str | None, now: datetime
) -> SubmissionPlatform:
    """Raises Invalid for an address that is none, Conflict where there is one of this code."""
    if url is not None and not url.startswith(("http://", "https://")):
        message = "The URL begins with https:// or http://."
        raise Invalid(message, Fault("/url", "bad_url", message))
    if session.get(SubmissionPlatform, code) is not None:
        raise Conflict(f"There is a platform {code} already.")
    sealed = keys.seal(token.encode()) if token else None
    row = SubmissionPlatform(code=code, name=name, url=url, sealed_token=sealed, created_at=now)
    session.add(row)
    session.flush()
    return row


def platform_of(session: Session, code: str) -> SubmissionPlatform:
    """Raises NotFound."""
    found = session.get(SubmissionPlatform, code)
    if found is None:
        raise NotFound(f"There is no platform {code}.")
    return found


def keepers_only(caller: Caller) -> None:
    """Raises Forbidden for others than the centre and auditors."""
    if caller.kind not in (MemberKind.CENTRE, MemberKind.AUDITOR):
        raise Forbidden("The centre reports upward.", zh="由信用中心归口报送。")


def centre_only(caller: Caller) -> None:
    if caller.kind is not MemberKind.CENTRE:
        raise Forbidden("The centre reports upward.", zh="由信用中心归口报送。")


def submit(work: Work, code: str) -> Submission:
    """Everything of ours that is new or says something else. Raises Forbidden, Invalid for a platform that there is
    not, Conflict where nothing does or something is still on its way."""
    centre_only(work.caller)
    if work.session.get(SubmissionPlatform, code) is None:
        raise wrong("/platform", "unknown_platform", f"There is no platform {code}.")
    known = accepted(work.session, code)
    ours = held(work.session, work.catalogue, work.today).values()
    return enter(work, code, [one for one in ours if one.truth == "ours" and _is_news(one, known.get(one.id))])


def _is_news(one: Held, known: str | None) -> bool:
    """What had ended before the platform ever heard of it, it need not hear of."""
    return not one.ended if known is None else one.digest != known


def accepted(session: Session, code: str) -> dict[str, str]:
    """By id, the digest of what the platform last accepted of it."""
    rows = session.exec(
        select(SubmissionItem)
        .join(Submission, col(Submission.id) == col(SubmissionItem.submission_id))
        .where(Submission.platform == code, SubmissionItem.state == "accepted")
        .order_by(col(Submission.created_at), col(Submission.id))
    )
    return {row.thing_id: row.digest for row in rows}


def submitted(session: Session, code: str) -> set[str]:
    """Ids of all that was ever sent to the platform, whatever it answered."""
    about = select(SubmissionItem.thing_id).join(Submission, col(Submission.id) == col(SubmissionItem.submission_id))
    return set(session.exec(about.where(Submission.platform == code)))


def enter(work: Work, code: str, records: Iterable[Held]) -> Submission:
    """A submission of these records, on its way from now on. Raises Conflict."""
    platform = platform_of(work.session, code)
    waiting = select(Submission.id).where(Submission.platform == code, Submission.state == SubmissionState.PENDING)
    on_its_way = work.session.exec(waiting).first()
    if on_its_way is not None:
        raise Conflict(f"{on_its_way} is still on its way; what it carries is not sent twice.", zh="上一批尚未回执。")
    chosen = list(records)[:MOST]
    if not chosen:
        raise Conflict("The platform has all of it already.", zh="没有需要报送的变化。")
    row = Submission(
        id=new_id("smt"),
        platform=code,
        state=SubmissionState.PENDING,
        records=len(chosen),
        member_id=work.caller.member_id or None,
        created_at=work.now,
    )
    work.session.add(row)
    work.session.flush()
    work.session.add_all(
        SubmissionItem(submission_id=row.id, thing_id=one.id, kind=one.kind, digest=one.digest, record=one.columns)
        for one in chosen
    )
    if platform.url is not None:
        put_job(work.session, SUBMIT, row.id, work.now, lane=f"{SUBMIT}:{code}"[:64])
    work.session.flush()
    return row


def items_of(session: Session, submission_id: str) -> list[SubmissionItem]:
    about = select(SubmissionItem).where(SubmissionItem.submission_id == submission_id)
    return list(session.exec(about.order_by(col(SubmissionItem.thing_id))))


def find_submission(session: Session, key: str) -> Submission:
    """Raises NotFound."""
    found = session.exec(select(Submission).where(Submission.id == key)).first()
    if found is None:
        raise NotFound(f"There is no submission {key}.")
    return found


def acknowledge(session: Session, row: Submission, refused: Mapping[str, str | None], now: datetime) -> None:
    """The platform has answered for every record: `refused` says of which it would not have, and why."""
    for item in items_of(session, row.id):
        item.state = "refused" if item.thing_id in refused else "accepted"
        item.message = (refused.get(item.thing_id) or "")[:2000] or None
    row.state = SubmissionState.REFUSED if refused else SubmissionState.ACKNOWLEDGED
    row.acknowledged_at, row.error = now, None
    session.flush()


def refuse_whole(session: Session, row: Submission, error: str) -> None:
    """The platform would have nothing of it, and trying again would not change that."""
    for item in items_of(session, row.id):
        item.state = "refused"
    row.state, row.error = SubmissionState.REFUSED, error
    session.flush()


def try_again(session: Session, row: Submission, error: str, now: datetime) -> datetime:
    """When: after 1, 2, 4 … seconds, an hour at most; never given up."""
    row.tries += 1
    row.error = error
    session.flush()
    return now + min(timedelta(seconds=2 ** min(row.tries - 1, 20)), LONGEST_WAIT)


def enter_acknowledgement(work: Work, key: str, said: AcknowledgementEntry) -> Submission:
    """What a platform that takes files answered. Raises NotFound, Forbidden, Conflict, Invalid."""
    centre_only(work.caller)
    row = find_submission(work.session, key)
    refuse_personal(said)
    if platform_of(work.session, row.platform).url is not None:
        raise Conflict("This platform answers by itself.", zh="该平台自动回执，无须手工登记。")
    if row.state != SubmissionState.PENDING:
        raise Conflict(f"It was answered on {row.acknowledged_at}.")
    unknown = sorted(set(said.refused) - {item.thing_id for item in items_of(work.session, row.id)})
    if unknown:
        raise wrong("/refused", "unknown_record", f"The submission has no {', '.join(unknown)}.")
    acknowledge(work.session, row, said.refused, work.now)
    return row
