"""Attachments: files that belong to cases, decisions and other things."""

from pathlib import Path as FilePath
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, File, Path, UploadFile
from starlette.responses import Response

from api import upstream_examples as examples
from api.auth import CanReadAttachments, CanWriteAttachments
from api.context import AppContext, Context
from api.limits import GuardedRoute
from api.openapi import AUTHORISED, WITH_BODY, answers, refusals
from api.problems import ProblemError
from huixin.core.resident_ids import mask_resident_ids
from huixin.types import AttachmentView
from models.attachment_store import Damaged, Store, StoreUnavailable, open_store
from models.attachments import (
    LONGEST_NAME,
    Attachment,
    AttachmentUpload,
    Holder,
    enter_upload,
    receive,
    upload_of,
)

router = APIRouter(prefix="/v1/attachments", tags=["attachments"], route_class=GuardedRoute)

HOLDERS: tuple[Holder, ...] = ()
"""What attachments are attached to; each says who may read its files."""

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


def _store(context: AppContext) -> Store:
    return open_store(context.settings.home, context.settings.attachments)


@router.post(
    "",
    status_code=201,
    summary="Upload a file",
    responses=answers(examples.ATTACHMENT, *AUTHORISED, *WITH_BODY, status=201),
)
def upload_attachment(file: Upload, caller: CanWriteAttachments, context: Context) -> AttachmentView:
    """What it is, its content says. Until something refers to it, only the uploader and the centre may read it."""
    try:
        received = receive(_store(context), file.file, context.settings.attachment_limits)
    except StoreUnavailable as error:
        raise _unavailable(error) from None
    with context.database.write() as session:
        upload = enter_upload(session, caller, received, _name(file), context.now())
        return _view(upload, session.get_one(Attachment, upload.digest))


@router.get("/{attachment_id}", summary="What an upload is", responses=answers(examples.ATTACHMENT, *ONE))
def read_attachment(attachment_id: AttachmentId, caller: CanReadAttachments, context: Context) -> AttachmentView:
    with context.database.read() as session:
        return _view(*upload_of(session, caller, attachment_id, HOLDERS))


@router.get(
    "/{attachment_id}/content",
    summary="Download a file",
    response_class=Response,
    responses={200: CONTENT, **refusals(*ONE)},
)
def read_content(attachment_id: AttachmentId, caller: CanReadAttachments, context: Context) -> Response:
    """Exactly the bytes that were sent: what lies in the store is held against its digest first."""
    with context.database.read() as session:
        upload, attachment = upload_of(session, caller, attachment_id, HOLDERS)
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
