"""What may be promised: versions of texts, published by the centre and never changed."""

import hashlib
import json
from collections.abc import Sequence
from datetime import date

from sqlmodel import Session, col, select

from huixin.core.vocabulary import MemberKind
from huixin.types.base import Label
from huixin.types.commitment import CommitmentTemplateRequest, CommitmentTemplateView
from models.cases.work import Work, wrong
from models.commitments.tables import CommitmentTemplate
from models.errors import Forbidden
from models.personal import refuse_personal


def publish_template(work: Work, body: CommitmentTemplateRequest) -> CommitmentTemplate:
    """The next version of its code. Raises Forbidden, Invalid where it began before the last or before today."""
    if work.caller.kind is not MemberKind.CENTRE:
        raise Forbidden("The centre publishes templates.", zh="承诺书范本由信用中心发布。")
    refuse_personal(body)
    last = newest(work.session, body.code, date.max)
    if body.since < work.today or (last is not None and body.since < last.since):
        raise wrong("/since", "too_early", "A version begins today or later, and not before the one before it.")
    title, text = body.title.model_dump(), body.text.model_dump()
    row = CommitmentTemplate(
        code=body.code,
        version=1 if last is None else last.version + 1,
        title=title,
        says=text,
        months=body.months,
        since=body.since,
        digest=digest_of(title, text),
        by=work.caller.name,
        created_at=work.now,
    )
    work.session.add(row)
    work.session.flush()
    return row


def digest_of(title: dict[str, str], text: dict[str, str]) -> str:
    """SHA-256 of title and text as canonical JSON."""
    content = json.dumps({"text": text, "title": title}, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(content.encode()).hexdigest()


def newest(session: Session, code: str, day: date) -> CommitmentTemplate | None:
    """The version that has begun by that day."""
    versions = select(CommitmentTemplate).where(CommitmentTemplate.code == code, CommitmentTemplate.since <= day)
    return session.exec(versions.order_by(col(CommitmentTemplate.version).desc())).first()


def templates(session: Session) -> Sequence[CommitmentTemplate]:
    """All versions, by code, the oldest first."""
    return session.exec(
        select(CommitmentTemplate).order_by(col(CommitmentTemplate.code), col(CommitmentTemplate.version))
    ).all()


def template_view(row: CommitmentTemplate) -> CommitmentTemplateView:
    return CommitmentTemplateView(
        code=row.code,
        version=row.version,
        title=Label(**row.title),
        text=Label(**row.says),
        months=row.months,
        since=row.since,
        digest=row.digest,
        by=row.by,
        created_at=row.created_at,
    )
