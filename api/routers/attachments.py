"""Attachments: files on which cases, decisions, objections and exits rest."""

from pathlib import Path as FilePath
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, File, Path, Query, UploadFile
from pydantic import Field
from starlette.responses import Response

from api import upstream_examples as examples
from api.auth import CanReadAttachments, CanWriteAttachments
from api.context import AppContext, Context
from api.limits import GuardedRoute
from api.openapi import AUTHORISED, WITH_BODY, answers, refusals
from api.paging import Id, PageQuery
from api.problems import ProblemError
from huixin.core.resident_ids import mask_resident_ids
from huixin.types.attachment import AttachmentPage, AttachmentView
from models.attachment_store import Damaged, Store, StoreUnavailable, open_store
from models.attachments import LONGEST_NAME, Attachment, AttachmentUpload, attachments_of, enter_upload, receive
from models.evidence import find_upload, refuse_more, uploads
from models.paging import newest_first

router = APIRouter(prefix="/v1/attachments", tags=["attachments"], route_class=GuardedRoute)

AttachmentId = Annotated[str, Path(pattern="^att_[0-9a-f]{32}$", examples=[examples.ATTACHMENT.id])]
Upload = Annotated[UploadFile, File(description="PDF, OFD, DOCX, XLSX, a picture or an MP4 film")]
ONE = (*AUTHORISED, "not_found", "invalid_content")
CONTENT = {"content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}}
SAFE = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cache-Control": "private, no-store",
}
"""Whatever a file holds, a browser only ever saves it."""


class AttachmentQuery(PageQuery):
    of: Id | None = Field(default=None, description="Id of the case, referral, recognition, objection or exit")
    sha256: str | None = Field(default=None, pattern="^[0-9a-f]{64}$", description="Only what holds just that")


def _store(context: AppContext) -> Store:
    return open_store(context.settings.home, context.settings.attachments)


@router.post(
    "",
    status_code=201,
    summary="Upload a file",
    responses=answers(examples.ATTACHMENT, *AUTHORISED, *WITH_BODY, "conflict", status=201),
)
def upload_attachment(file: Upload, caller: CanWriteAttachments, context: Context) -> AttachmentView:
    """What it is, its content says. Until something names it as evidence, its sender alone may read it."""
    with context.database.read() as session:
        refuse_more(session, caller)
    try:
        received = receive(_store(context), file.file, context.settings.attachment_limits)
    except StoreUnavailable as error:
        raise _unavailable(error) from None
    with context.database.write() as session:
        upload = enter_upload(session, caller, received, _name(file), context.now())
        return _view(upload, session.get_one(Attachment, upload.digest))


@router.get(
    "",
    summary="Page through attachments",
    responses=answers(examples.ATTACHMENTS, *AUTHORISED, "invalid_content"),
)
def read_attachments(
    query: Annotated[AttachmentQuery, Query()], caller: CanReadAttachments, context: Context
) -> AttachmentPage:
    """One's own, and those on which things rest that one may see, newest first."""
    with context.database.read() as session:
        wanted = uploads(context.work(session, caller), of=query.of, sha256=query.sha256)
        found, end = newest_first(session, wanted, AttachmentUpload, after=query.after, limit=query.limit, since="at")
        known = attachments_of(session, found)
        return AttachmentPage(items=[_view(upload, known[upload.digest]) for upload in found], next=end)


@router.get("/{attachment_id}", summary="What an upload is", responses=answers(examples.ATTACHMENT, *ONE))
def read_attachment(attachment_id: AttachmentId, caller: CanReadAttachments, context: Context) -> AttachmentView:
    with context.database.read() as session:
        return _view(*find_upload(context.work(session, caller), attachment_id))


@router.get(
    "/{attachment_id}/content",
    summary="Download a file",
    response_class=Response,
    responses={200: CONTENT, **refusals(*ONE)},
)
def read_content(attachment_id: AttachmentId, caller: CanReadAttachments, context: Context) -> Response:
    """Exactly the bytes that were sent: what lies in the store is held against its digest first."""
    with context.database.read() as session:
        upload, attachment = find_upload(context.work(session, caller), attachment_id)
    try:
        content = _store(context).get(upload.digest)
    except StoreUnavailable as error:
        raise _unavailable(error) from None
    except Damaged:
        raise ProblemError("internal_error", f"The bytes of {upload.id} are damaged; restore them.") from None
    named = f"attachment; filename*=UTF-8''{quote(upload.name, safe='')}"
    return Response(content, media_type=attachment.media_type, headers={**SAFE, "Content-Disposition": named})


def _unavailable(error: StoreUnavailable) -> ProblemError:
    return ProblemError("unavailable", str(error), headers={"Retry-After": "5"})


def _name(file: UploadFile) -> str:
    """The last part of the name that was sent, fit to be stored and shown."""
    name = FilePath((file.filename or "").replace("\\", "/")).name
    shown = "".join(character for character in name if character.isprintable())
    return mask_resident_ids(shown)[-LONGEST_NAME:] or "upload"


def _view(upload: AttachmentUpload, attachment: Attachment) -> AttachmentView:
    return AttachmentView(
        id=upload.id,
        name=upload.name,
        media_type=attachment.media_type,
        size=attachment.size,
        sha256=attachment.digest,
        by=upload.by,
        at=upload.at,
    )
