"""Files that belong to cases, decisions and other things: stored once by what they hold, read by who may see the thing.

The bytes lie in a store (`models.attachment_store`); here is what is known of them, and who may have them.
"""

import hashlib
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO, TypeAlias

from sqlalchemy import CheckConstraint
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Field, Session

from huixin.core.vocabulary import MemberKind
from models.attachment_store import Store
from models.base import Instant, MainTable, new_id
from models.caller import Caller
from models.errors import Fault, Invalid, NotFound
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


Holder: TypeAlias = Callable[[Session, Caller, str], bool | None]
"""What a thing says of the upload of that id. True: the caller sees the thing, and so its files. False: this file is
kept from the caller, be it the centre. None: the file is not the thing's, or the thing says nothing of it."""


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
    """The caller's upload; it alone and the centre may read it until something refers to it."""
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    row = {"digest": received.digest, "media_type": received.media_type, "size": received.size, "stored_at": now}
    session.execute(insert(Attachment).values(row).on_conflict_do_nothing(index_elements=["digest"]))
    upload = AttachmentUpload(
        id=new_id("att"), digest=received.digest, name=name, member_id=caller.member_id, by=caller.name, at=now
    )
    session.add(upload)
    session.flush()
    return upload


def may_read(session: Session, caller: Caller, upload: AttachmentUpload, holders: Iterable[Holder]) -> bool:
    """Who sent it, whoever sees the thing that holds it, and the centre, unless a thing keeps it from the caller."""
    if caller.member_id and caller.member_id == upload.member_id:
        return True
    said = [holder(session, caller, upload.id) for holder in holders]
    if False in said:
        return False
    return True in said or caller.kind is MemberKind.CENTRE


def upload_of(
    session: Session, caller: Caller, upload_id: str, holders: Iterable[Holder]
) -> tuple[AttachmentUpload, Attachment]:
    """Raises NotFound, also for what the caller may not read."""
    upload = session.get(AttachmentUpload, upload_id)
    if upload is None or not may_read(session, caller, upload, holders):
        raise NotFound(f"There is no attachment {upload_id} that you may see.")
    return upload, session.get_one(Attachment, upload.digest)
