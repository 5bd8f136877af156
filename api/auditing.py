"""The job that audits the log: the next stretch of it, and again until its end."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from sqlmodel import Session

from api.context import AppContext
from models.audits import Audit, kept_head, look, settle
from models.jobs import TakenJob


def audit_log(context: AppContext, job: TakenJob) -> Callable[[Session], datetime | None]:
    keys = [{**key.public_jwk, "kid": key.kid} for key in context.keys.receipt_keys]
    with context.database.read() as session:
        after, kept = session.get_one(Audit, job.key).head, kept_head(session)
    with context.database.log_read() as log:
        looked = look(log, keys, after, kept)
    return partial(settle, audit_id=job.key, looked=looked, now=context.now())
