"""Files that are sent: what they are, by their content, and who sent them. Each content is stored once.

The bytes lie in a store (`models.attachment_store`); what rests on a file, and who may read it, is `models.evidence`.
"""

import hashlib
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO

from sqlalchemy import CheckConstraint
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Field, Session, col, select

from models.attachment_store import Store
from models.base import Instant, MainTable, new_id
from models.caller import Caller
from models.errors import Fault, Invalid
from models.media_types import MEDIA_TYPES, media_type_of

LONGEST_NAME = 256


class Attachment(MainTable, table=True):
    """Stored bytes, once however often they are sent. `digest`: SHA-256 in hex; `size` in bytes."""

    __tablename__ = "attachment"
    __table_args__ = (CheckConstraint("size > 0", name="size"),)
    digest: str = Field(primary_key=True, max_length=64)
    media_type: str = Field(max_length=100)
    size: int
    stored_at: datetime = Field(sa_type=Instant)


class AttachmentUpload(MainTable, table=True):
    """That somebody sent these bytes, under that name. What refers to an attachment refers to an upload."""

    __tablename__ = "attachment_upload"
    id: str = Field(primary_key=True, max_length=40)
    digest: str = Field(foreign_key="attachment.digest", max_length=64, index=True)
    name: str = Field(max_length=LONGEST_NAME)
    member_id: str = Field(foreign_key="member.id", max_length=40)
    by: str = Field(max_length=300)
    at: datetime = Field(sa_type=Instant)


class AttachmentTooLarge(Invalid):
    code = "too_large"


class AttachmentTypeRefused(Invalid):
    code = "unsupported_media_type"


@dataclass(frozen=True, slots=True)
class Limits:
    """`largest` in bytes; `types`: the media types that are taken."""

    largest: int = 20 << 20
    types: Collection[str] = MEDIA_TYPES


@dataclass(frozen=True, slots=True)
class Received:
    """A file whose size and kind have been found good, and that lies in the store."""

    digest: str
    media_type: str
    size: int


def receive(store: Store, stream: BinaryIO, limits: Limits) -> Received:
    """Reads a file to its end and stores it, before any transaction: a store may be slow, and bytes that nothing refers
    to do no harm. Raises AttachmentTooLarge, AttachmentTypeRefused, Invalid where it is empty, StoreUnavailable."""
    content = stream.read(limits.largest + 1)
    if len(content) > limits.largest:
        raise AttachmentTooLarge(f"An attachment has at most {limits.largest} bytes.")
    if not content:
        raise Invalid("The file is empty.", Fault("/file", "empty", "The file is empty."))
    media_type = media_type_of(content)
    if media_type is None or media_type not in limits.types:
        message = (
            f"By its content the file is {media_type or 'of no known type'}; taken are: {', '.join(limits.types)}."
        )
        raise AttachmentTypeRefused(message, Fault("/file", "unsupported_media_type", message))
    digest = hashlib.sha256(content).hexdigest()
    store.put(digest, content)
    return Received(digest, media_type, len(content))


def enter_upload(session: Session, caller: Caller, received: Received, name: str, now: datetime) -> AttachmentUpload:
    """The caller's upload, which it alone may read until something names it as evidence."""
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    row = {"digest": received.digest, "media_type": received.media_type, "size": received.size, "stored_at": now}
    session.execute(insert(Attachment).values(row).on_conflict_do_nothing(index_elements=["digest"]))
    upload = AttachmentUpload(
        id=new_id("att"), digest=received.digest, name=name, member_id=caller.member_id, by=caller.name, at=now
    )
    session.add(upload)
    session.flush()
    return upload


def attachments_of(session: Session, uploads: Iterable[AttachmentUpload]) -> dict[str, Attachment]:
    """What was sent, by digest."""
    digests = {upload.digest for upload in uploads}
    found = session.exec(select(Attachment).where(col(Attachment.digest).in_(digests)))
    return {attachment.digest: attachment for attachment in found}
