"""Files that belong to cases, decisions and other things: stored once by what they hold, read by who may see the thing.

What a file is, its first bytes say; its name and what the sender says of it say nothing. The bytes lie in a store
(`models.attachment_store`), here is what is known of them.
"""

from collections.abc import Callable
from datetime import datetime
from typing import TypeAlias

from sqlalchemy import CheckConstraint
from sqlmodel import Field, Session

from models.base import Instant, MainTable
from models.caller import Caller


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
    name: str = Field(max_length=256)
    member_id: str = Field(foreign_key="member.id", max_length=40)
    by: str = Field(max_length=300)
    at: datetime = Field(sa_type=Instant)


Holder: TypeAlias = Callable[[Session, Caller, str], bool]
"""Whether a caller sees a thing to which the upload of this id is attached."""
