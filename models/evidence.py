"""Evidence: the uploaded files on which cases, decisions, objections, appeals and exits rest.

What names a file names it by what it holds (SHA-256). Whoever sees the thing reads its files, and nobody else but the
sender: not even the centre reads what a referral rests on, and a file that nothing names yet is its sender's alone.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from pydantic import BaseModel
from sqlalchemy import CheckConstraint, ColumnElement, UniqueConstraint, false, or_
from sqlmodel import Field, Session, col, func, select
from sqlmodel.sql.expression import SelectOfScalar

from huixin.core.vocabulary import MemberKind
from models.attachments import Attachment, AttachmentUpload
from models.base import MainTable, new_id
from models.caller import Caller
from models.cases import seen as cases
from models.cases.tables import Case, CaseReferral
from models.cases.work import Work
from models.commitments import seen as commitments
from models.commitments.tables import Commitment
from models.errors import Conflict, Fault, Invalid, NotFound
from models.exits import seen as exits
from models.exits.tables import RemovalRequest
from models.recognitions import bodies as recognitions
from models.recognitions.tables import Recognition
from models.rights import seen as rights
from models.rights.tables import Appeal, Objection

MOST_LOOSE = 200
"""Uploads of one member that nothing names as evidence yet."""
MOST_LOOSE_OF_MERCHANT = 20
"""As many as one report takes."""
_THINGS = (
    "case_id",
    "referral_id",
    "recognition_id",
    "objection_id",
    "removal_request_id",
    "commitment_id",
    "appeal_id",
)
_NAMED = " + ".join(f"CASE WHEN {name} IS NULL THEN 0 ELSE 1 END" for name in _THINGS)


class EvidenceFile(MainTable, table=True):
    """That one thing rests on one upload."""

    __tablename__ = "evidence_file"
    __table_args__ = (
        CheckConstraint(f"{_NAMED} = 1", name="one_thing"),
        *(UniqueConstraint("upload_id", name) for name in _THINGS),
    )
    id: str = Field(primary_key=True, max_length=40)
    upload_id: str = Field(foreign_key="attachment_upload.id", max_length=40)
    case_id: str | None = Field(default=None, foreign_key="case.id", max_length=40, index=True)
    referral_id: str | None = Field(default=None, foreign_key="case_referral.id", max_length=40, index=True)
    recognition_id: str | None = Field(default=None, foreign_key="recognition.id", max_length=40, index=True)
    objection_id: str | None = Field(default=None, foreign_key="objection.id", max_length=40, index=True)
    removal_request_id: str | None = Field(default=None, foreign_key="removal_request.id", max_length=40, index=True)
    commitment_id: str | None = Field(default=None, foreign_key="commitment.id", max_length=40, index=True)
    appeal_id: str | None = Field(default=None, foreign_key="appeal.id", max_length=40, index=True)


_SEEN: dict[str, tuple[Any, Callable[[Work], SelectOfScalar[str]]]] = {
    "cas": (EvidenceFile.case_id, lambda work: select(Case.id).where(cases.seen_by(work.caller))),
    "ref": (
        EvidenceFile.referral_id,
        lambda work: (
            select(CaseReferral.id)
            .join(Case, col(Case.id) == col(CaseReferral.case_id))
            .where(cases.referrals_seen_by(work))
        ),
    ),
    "rec": (
        EvidenceFile.recognition_id,
        lambda work: select(Recognition.id).where(recognitions.seen_by(work.caller)),
    ),
    "obj": (
        EvidenceFile.objection_id,
        lambda work: select(Objection.id).where(rights.seen_by(work.session, work.caller)),
    ),
    "exr": (
        EvidenceFile.removal_request_id,
        lambda work: select(RemovalRequest.id).where(exits.seen_by(work.session, work.caller)),
    ),
    "cmt": (EvidenceFile.commitment_id, lambda work: select(Commitment.id).where(commitments.seen_by(work.caller))),
    "apl": (
        EvidenceFile.appeal_id,
        lambda work: select(Appeal.id).where(rights.appeals_seen_by(work.session, work.caller)),
    ),
}
"""By the first letters of a thing's id: the column that names it, and which of them the caller sees."""


def readable(work: Work) -> ColumnElement[bool]:
    """Uploads that are the caller's own, or that something rests on which it sees."""
    own = col(AttachmentUpload.member_id) == work.caller.member_id
    seen = [col(column).in_(ids(work)) for column, ids in _SEEN.values()]
    held = select(EvidenceFile.id).where(EvidenceFile.upload_id == AttachmentUpload.id, or_(*seen))
    return or_(own, held.exists())


def uploads(work: Work, *, of: str | None = None, sha256: str | None = None) -> SelectOfScalar[AttachmentUpload]:
    """What the caller may read; with `of`, what the thing of that id rests on, with `sha256`, what holds just that."""
    found = select(AttachmentUpload).where(readable(work))
    if of is not None:
        found = found.where(_rests_on(work, of))
    return found if sha256 is None else found.where(AttachmentUpload.digest == sha256)


def _rests_on(work: Work, thing: str) -> ColumnElement[bool]:
    """Nothing rests on a thing that the caller does not see, be the file known to it from elsewhere."""
    if (kind := _SEEN.get(thing.partition("_")[0])) is None:
        return false()
    column, ids = kind
    held = select(EvidenceFile.upload_id).where(col(column) == thing, col(column).in_(ids(work)))
    return col(AttachmentUpload.id).in_(held)


def find_upload(work: Work, upload_id: str) -> tuple[AttachmentUpload, Attachment]:
    """Raises NotFound, also for what the caller may not read."""
    found = work.session.exec(
        select(AttachmentUpload, Attachment)
        .join(Attachment, col(Attachment.digest) == col(AttachmentUpload.digest))
        .where(AttachmentUpload.id == upload_id, readable(work))
    ).first()
    if found is None:
        raise NotFound(f"There is no attachment {upload_id} that you may see.")
    return found


def attach(work: Work, body: BaseModel, **thing: str) -> None:
    """Binds the files that a body names in `evidence` and `files` to a thing, named by its column: `case_id=…`.

    Raises Invalid for a file that was never uploaded, or that is out of the caller's reach: never said which.
    """
    named = dict(_named(body))
    if not named:
        return
    reach = _newest_of_each(work, set(named.values()))
    faults = [
        Fault(pointer, "unknown_attachment", "You can see no upload of this content; upload the file first.")
        for pointer, digest in named.items()
        if digest not in reach
    ]
    if faults:
        raise Invalid("A file is named that has not been uploaded.", *faults)
    _bind(work.session, reach.values(), thing)


def attach_same(session: Session, since: dict[str, str], digests: Iterable[str], **thing: str) -> None:
    """What of these contents one thing (`{"case_id": …}`) rests on, a second rests on too, as it names the same."""
    [(name, key)] = since.items()
    held = select(AttachmentUpload.id).join(
        EvidenceFile, col(EvidenceFile.upload_id) == col(AttachmentUpload.id)
    ).where(getattr(EvidenceFile, name) == key, col(AttachmentUpload.digest).in_(set(digests)))  # fmt: skip
    _bind(session, session.exec(held).all(), thing)


def _named(body: BaseModel) -> Iterator[tuple[str, str]]:
    """Pointer and digest of each file that a body names."""
    for field in ("evidence", "files"):
        for index, item in enumerate(getattr(body, field, None) or ()):
            if item.sha256 is not None:
                yield f"/{field}/{index}/sha256", item.sha256


def _newest_of_each(work: Work, digests: set[str]) -> dict[str, str]:
    """Upload by digest: the caller's own before those of others, the newest before older ones."""
    own = col(AttachmentUpload.member_id) == work.caller.member_id
    found = work.session.exec(
        select(AttachmentUpload)
        .where(col(AttachmentUpload.digest).in_(digests), readable(work))
        .order_by(own, col(AttachmentUpload.at), col(AttachmentUpload.id))
    )
    return {upload.digest: upload.id for upload in found}


def _bind(session: Session, upload_ids: Iterable[str], thing: dict[str, str]) -> None:
    [(name, key)] = thing.items()
    held = set(session.exec(select(EvidenceFile.upload_id).where(getattr(EvidenceFile, name) == key)))
    session.add_all(
        EvidenceFile(id=new_id("evf"), upload_id=upload_id, **thing) for upload_id in set(upload_ids) - held
    )
    session.flush()


def refuse_more(session: Session, caller: Caller) -> None:
    """Conflict for a member that has sent many files which nothing names."""
    held = select(EvidenceFile.id).where(EvidenceFile.upload_id == AttachmentUpload.id)
    loose = select(func.count()).where(col(AttachmentUpload.member_id) == caller.member_id, ~held.exists())
    most = MOST_LOOSE_OF_MERCHANT if caller.kind is MemberKind.MERCHANT else MOST_LOOSE
    if session.exec(loose).one() >= most:
        raise Conflict(f"{most} files of yours are named nowhere yet; name them as evidence first.")
