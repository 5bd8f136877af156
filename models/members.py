"""Members: who may ask, with which credentials and scopes."""

from datetime import datetime

from sqlalchemy import JSON, CheckConstraint
from sqlmodel import Field

from models.base import Instant, MainTable


class Member(MainTable, table=True):
    __tablename__ = "member"
    __table_args__ = (
        CheckConstraint(
            "kind IN ('centre', 'unit', 'department', 'auditor', 'platform', 'logistics', 'internet', 'association',"
            " 'agency', 'merchant')",
            name="kind",
        ),
    )
    id: str = Field(primary_key=True, max_length=40)
    name: str = Field(max_length=300, unique=True)
    kind: str = Field(max_length=16)
    created_at: datetime = Field(sa_type=Instant)
    disabled_at: datetime | None = Field(default=None, sa_type=Instant)


class Credential(MainTable, table=True):
    """A client id with the Argon2 hash of its secret."""

    __tablename__ = "credential"
    client_id: str = Field(primary_key=True, max_length=40)
    member_id: str = Field(foreign_key="member.id", max_length=40, index=True)
    secret_hash: str = Field(max_length=300)
    scopes: list[str] = Field(sa_type=JSON)
    created_at: datetime = Field(sa_type=Instant)
    revoked_at: datetime | None = Field(default=None, sa_type=Instant)
