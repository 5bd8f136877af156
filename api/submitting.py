"""The jobs that submit to a platform and that compare what it holds: each asks outside of any transaction."""

import logging
from collections.abc import Callable
from datetime import datetime
from typing import TypeAlias

from sqlmodel import Session

from api.context import AppContext
from clients.submitting import records_held, send
from clients.upstream.problems import UpstreamProblem
from huixin.core.vocabulary import MemberKind
from huixin.types.submission import ReconciliationState, SubmissionState
from models.caller import Caller
from models.cases.work import Work
from models.jobs import TakenJob
from models.submissions import reconciling, submitting
from models.submissions.views import message, submission_detail

LOG = logging.getLogger(__name__)
Settle: TypeAlias = Callable[[Session], datetime | None]
WORKER = Caller("", "huixin", MemberKind.CENTRE, frozenset())


def submit(context: AppContext, job: TakenJob) -> Settle:
    """Sends one submission; the same again until the platform has answered for every record of it."""
    with context.database.read() as session:
        row = submitting.find_submission(session, job.key)
        platform = submitting.platform_of(session, row.platform)
        told = message(submission_detail(session, row))
    if row.state != SubmissionState.PENDING or platform.url is None:
        return lambda _: None
    try:
        refused = send(platform.url, _token(context, platform.sealed_token), told)
    except UpstreamProblem as problem:
        LOG.warning("submission %s: %s", job.key, problem.code)
        return _failed(context, job.key, problem)

    def settled(session: Session) -> None:
        submitting.acknowledge(session, submitting.find_submission(session, job.key), refused, context.now())

    return settled


def _failed(context: AppContext, key: str, problem: UpstreamProblem) -> Settle:
    def settled(session: Session) -> datetime | None:
        row = submitting.find_submission(session, key)
        if problem.may_pass:
            return submitting.try_again(session, row, problem.code, context.now())
        submitting.refuse_whole(session, row, problem.code)
        return None

    return settled


def reconcile(context: AppContext, job: TakenJob) -> Settle:
    """Asks the platform for all that it holds, and compares that with what is known once it has come."""
    with context.database.read() as session:
        row = reconciling.find_reconciliation(session, job.key)
        platform = submitting.platform_of(session, row.platform)
    if row.state != ReconciliationState.PENDING or platform.url is None:
        return lambda _: None
    try:
        theirs = records_held(platform.url, _token(context, platform.sealed_token))
    except UpstreamProblem as problem:
        LOG.warning("reconciliation %s: %s", job.key, problem.code)
        code = problem.code
        return lambda session: reconciling.try_again(
            session, reconciling.find_reconciliation(session, job.key), code, context.now()
        )

    def settled(session: Session) -> None:
        work = Work(session, WORKER, context.ruleset.catalogue, context.now())
        reconciling.compare(work, reconciling.find_reconciliation(session, job.key), theirs)

    return settled


def _token(context: AppContext, sealed: bytes | None) -> str | None:
    return None if sealed is None else context.keys.unseal(sealed).decode()
