"""Campaigns, what was said in them, and who is enrolled."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field

from huixin.core.vocabulary import Outcome
from models.base import Instant, MainTable, one_of

LONGEST_NAME = 300
LONGEST_RULES = 500


class Campaign(MainTable, table=True):
    """A promotion of a kind that the packs know. `cursor`: the change sequence up to which enrolments were looked at
    again; `rescreened_on`, `rules` (a digest): on which day and by which rules all of whom anything is known were."""

    __tablename__ = "campaign"
    __table_args__ = (CheckConstraint("last_day >= first_day", name="days"),)
    id: str = Field(primary_key=True, max_length=40)
    kind: str = Field(max_length=64)
    title: str = Field(max_length=LONGEST_NAME)
    first_day: date
    last_day: date
    stages: list[dict[str, str]] = Field(sa_type=JSON)
    appeal: dict[str, str] = Field(sa_type=JSON)
    """To merchants, in both languages."""
    by: str = Field(max_length=LONGEST_NAME)
    created_at: datetime = Field(sa_type=Instant)
    cursor: int
    rescreened_on: date
    rules: str | None = Field(default=None, max_length=80)
    counts: list[list[Any]] | None = Field(default=None, sa_type=JSON(none_as_null=True))
    """Once its rosters are erased, what they had come to: member, outcome, rules, how many."""


class CampaignEvent(MainTable, table=True):
    """A platform's pledge, or guidance (行政指导) given before the opening."""

    __tablename__ = "campaign_event"
    __table_args__ = (
        UniqueConstraint("campaign_id", "number"),
        CheckConstraint(one_of("action", ("pledge", "guide")), name="action"),
    )
    id: str = Field(primary_key=True, max_length=40)
    campaign_id: str = Field(foreign_key="campaign.id", max_length=40)
    number: int
    action: str = Field(max_length=16)
    member_id: str | None = Field(default=None, foreign_key="member.id", max_length=40)
    """Who pledged, or was guided; None: all platforms."""
    by: str = Field(max_length=LONGEST_NAME)
    at: datetime = Field(sa_type=Instant)
    said: dict[str, Any] = Field(sa_type=JSON)


class Enrolment(MainTable, table=True):
    """A merchant on a member's roster, and what a check of it came to when it was last looked at."""

    __tablename__ = "enrolment"
    __table_args__ = (
        CheckConstraint(one_of("outcome", Outcome), name="outcome"),
        Index("ix_enrolment_uscc", "uscc"),
        Index("ix_enrolment_organisation", "organisation_code"),
        Index("ix_enrolment_name_hash", "name_hash"),
    )
    campaign_id: str = Field(primary_key=True, foreign_key="campaign.id", max_length=40)
    member_id: str = Field(primary_key=True, foreign_key="member.id", max_length=40)
    uscc: str = Field(primary_key=True, max_length=18)
    name: str = Field(max_length=LONGEST_NAME)
    organisation_code: str = Field(max_length=9)
    name_hash: int = Field(sa_type=BigInteger)
    enrolled_on: date
    screened_on: date
    outcome: str = Field(max_length=16)
    rules: str = Field(max_length=LONGEST_RULES)
    """Codes of the rules, or reasons of identity, that come to the outcome, separated by blanks."""
    known: bool
    """Something is known of it, so that a day may change the outcome by itself."""
