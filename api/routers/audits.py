"""Audits: whether the log of decisions is what was signed, and how far that has been looked at."""

from fastapi import APIRouter

from api import examples
from api.auth import CanAudit, CanReadAudits
from api.context import Context
from api.limits import GuardedRoute
from api.openapi import AUTHORISED, answers
from huixin.types.audit import AuditList, AuditView
from models.audits import ask_for_audit, audit_view, audits, sees_audits
from models.receipts import current_head

router = APIRouter(prefix="/v1/audits", tags=["audits"], route_class=GuardedRoute)


@router.get(
    "", summary="Read the latest audits of the log", responses=answers(examples.AUDITS, *AUTHORISED, "forbidden")
)
def read_audits(caller: CanReadAudits, context: Context) -> AuditList:
    """With the number of the head that the log ends with now."""
    sees_audits(caller)
    with context.database.read() as session, context.database.log_read() as log:
        last = current_head(log)
        return AuditList(head=0 if last is None else last.number, items=[audit_view(row) for row in audits(session)])


@router.post(
    "",
    status_code=202,
    summary="Have the log of decisions audited",
    responses=answers(examples.AUDIT, *AUTHORISED, "forbidden", status=202),
)
def write_audit(caller: CanAudit, context: Context) -> AuditView:
    """The worker looks at it, a stretch at a time; while one is under way, no other begins, and that one is told."""
    sees_audits(caller)
    with context.database.write() as session:
        return audit_view(ask_for_audit(session, caller, context.now()))
