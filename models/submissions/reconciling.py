"""Reconciling: what the platform holds against what it should, and the way out by whose word counts."""

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session, col, select

from huixin.types.submission import ReconciliationState, RecordDifference, RecordKind
from models.base import new_id
from models.cases.work import Work, wrong
from models.errors import Conflict, NotFound
from models.jobs import LONGEST_WAIT, put_job
from models.submissions.records import Columns, Held, held
from models.submissions.submitting import MOST, accepted, centre_only, enter, submitted
from models.submissions.tables import RECONCILE, Reconciliation, SubmissionPlatform
from models.upstream.schedule import put_pull_jobs
from models.upstream.tables import UpstreamFeed


def begin(work: Work, code: str) -> Reconciliation:
    """A comparison, done by the worker. Raises Forbidden, Invalid."""
    centre_only(work.caller)
    platform = work.session.get(SubmissionPlatform, code)
    if platform is None or platform.url is None:
        raise wrong("/platform", "unknown_platform", f"There is no platform {code} that can be asked.")
    row = Reconciliation(
        id=new_id("rcn"), platform=code, state=ReconciliationState.PENDING, differences=[], created_at=work.now
    )
    work.session.add(row)
    work.session.flush()
    put_job(work.session, RECONCILE, row.id, work.now, lane=f"{RECONCILE}:{code}"[:64])
    return row


def find_reconciliation(session: Session, key: str) -> Reconciliation:
    """Raises NotFound."""
    found = session.exec(select(Reconciliation).where(Reconciliation.id == key).with_for_update()).first()
    if found is None:
        raise NotFound(f"There is no reconciliation {key}.")
    return found


def compare(work: Work, row: Reconciliation, theirs: Mapping[str, Columns]) -> None:
    """Enters how the platform's records, by id, differ from those that it should hold."""
    ours = held(work.session, work.catalogue, work.today)
    known = accepted(work.session, row.platform)
    found = list(differences(ours, theirs, known, submitted(work.session, row.platform)))
    row.ours = sum(1 for one in ours.values() if not one.ended or one.id in known)
    row.theirs, row.compared_at, row.error = len(theirs), work.now, None
    row.differences = [one.model_dump(mode="json") for one in found]
    row.state = ReconciliationState.DONE if found else ReconciliationState.RESOLVED
    work.session.flush()


_MISSING_HERE = {"what": "missing_here", "fields": ()}


def differences(
    ours: Mapping[str, Held], theirs: Mapping[str, Columns], known: Mapping[str, str], sent: Collection[str]
) -> Iterator[RecordDifference]:
    """In the order of ids. A record that ended before the platform heard of it is missed by nobody; one that it never
    had from here is not ours to take out."""
    for key in sorted(ours.keys() | theirs.keys()):
        one, other = ours.get(key), theirs.get(key)
        if one is None:
            kind, truth = ("withdrawal", "ours") if key in sent else (_kind(theirs[key]), "theirs")
            yield RecordDifference.model_validate({**_MISSING_HERE, "id": key, "kind": kind, "truth": truth})
        elif other is None:
            if not one.ended or (key in known and one.truth == "ours"):
                yield RecordDifference(id=key, kind=one.kind, what="missing_there", fields=(), truth=one.truth)
        elif fields := tuple(name for name, value in one.columns.items() if _said(other.get(name)) != _said(value)):
            yield RecordDifference(id=key, kind=one.kind, what="different", fields=fields, truth=one.truth)


def _kind(columns: Columns) -> RecordKind:
    """Columns of penalties begin with CF_."""
    return "penalty" if any(name.startswith("CF_") for name in columns) else "list"


def _said(value: Any) -> str | None:
    """Null, absent and empty are the same."""
    return None if value is None or value == "" else str(value)


def resolve(work: Work, key: str) -> Reconciliation:
    """Ours is submitted again; where theirs counts, their lists are pulled. What is more than one submission holds is
    left for the next time. Raises NotFound, Forbidden, Conflict."""
    centre_only(work.caller)
    row = find_reconciliation(work.session, key)
    if row.state != ReconciliationState.DONE:
        raise Conflict(f"It is {row.state}: there is nothing to resolve.", zh="没有待处理的差异。")
    found = [RecordDifference.model_validate(one) for one in row.differences]
    ours = held(work.session, work.catalogue, work.today)
    again = [ours.get(one.id) or _withdrawal(one.id) for one in found if one.truth == "ours"]
    if again:
        row.submission_id = enter(work, row.platform, again).id
    if any(one.truth == "theirs" for one in found):
        _pull(work)
    left = {one.id for one in again[MOST:]}
    if left:
        row.differences = [one for one in row.differences if one["id"] in left]
    else:
        row.state = ReconciliationState.RESOLVED
    work.session.flush()
    return row


def _withdrawal(key: str) -> Held:
    return Held(key, "withdrawal", {}, ended=True, truth="ours")


def _pull(work: Work) -> None:
    """Every feed that can be: which record came by which, the pull itself finds."""
    feeds = select(UpstreamFeed.code).where(col(UpstreamFeed.url).is_not(None))
    put_pull_jobs(work.session, sorted(work.session.exec(feeds)), work.now)


def try_again(session: Session, row: Reconciliation, error: str, now: datetime) -> datetime:
    """When: after 1, 2, 4 … seconds, an hour at most."""
    row.tries += 1
    row.error = error
    session.flush()
    return now + min(timedelta(seconds=2 ** min(row.tries - 1, 20)), LONGEST_WAIT)
