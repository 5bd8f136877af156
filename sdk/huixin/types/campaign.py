"""网络促销活动: campaigns, what is asked of platforms before, rosters, the live board."""

from datetime import date, datetime
from typing import Annotated, Literal, TypeAlias

from pydantic import Field, RootModel, StringConstraints

from huixin.types.base import Day, Label, Line, Passage, Reply, Request, Short

CampaignKind = Annotated[str, StringConstraints(pattern="^[a-z0-9_]+$", max_length=64)]


class CampaignStage(Request):
    """预热, 预售, 正式促销 …: its days, both included."""

    title: Line
    first_day: Day
    last_day: Day


class Appeal(Request):
    """倡议: what merchants are called upon to do. Nothing follows from not heeding it."""

    zh: Passage
    en: Passage


class CampaignRequest(Request):
    """`kind`: a campaign that the packs know. Who may take part is for their rules to say (scene `promotion`)."""

    kind: CampaignKind
    title: Line
    first_day: Day
    last_day: Day
    stages: Annotated[tuple[CampaignStage, ...], Field(max_length=20)] = ()
    appeal: Appeal


class GuidePlatforms(Request):
    """行政指导 before the opening: of one platform, or of all."""

    action: Literal["guide"] = "guide"
    member_id: Short | None = None
    on: Day
    document_number: Line
    said: Passage


class PledgeForCampaign(Request):
    """What a platform pledges for it."""

    action: Literal["pledge"] = "pledge"
    on: Day
    said: Passage
    by: Short


CampaignAct: TypeAlias = GuidePlatforms | PledgeForCampaign


class CampaignActionRequest(RootModel[Annotated[CampaignAct, Field(discriminator="action")]]):
    """Guidance or a pledge; its `action` says which fields it has."""


class CampaignEventView(Reply):
    number: int
    at: datetime
    by: str
    action: str
    member_id: str | None
    said: dict[str, object]


class CampaignView(Reply):
    id: str
    kind: str
    title: str
    first_day: date
    last_day: date
    stages: list[CampaignStage]
    appeal: Label
    by: str
    created_at: datetime
    history: list[CampaignEventView]


class CampaignPage(Reply):
    items: list[CampaignView]
    next: str | None


class RosterFault(Reply):
    """A row that could not be taken, by its line in the file."""

    line: int
    code: str
    message: str


class RosterResult(Reply):
    """`enrolled` came anew, `again` were on it and are screened again; of `refused` rows the first are told."""

    enrolled: int
    again: int
    refused: int
    faults: list[RosterFault]


class EnrolmentView(Reply):
    """`rules`: the rules, or reasons of identity, that come to the outcome. What to do about it a check says."""

    uscc: str
    name: str
    outcome: str
    rules: list[str]
    enrolled_on: date
    screened_on: date


class EnrolmentPage(Reply):
    items: list[EnrolmentView]
    next: str | None


class TakenOff(Reply):
    """Nothing of it is kept."""

    uscc: str


class PlatformBoard(Reply):
    """`excluded`: refused by the rules; `restricted`; `reviewed`: a person must look; `admitted`: all others."""

    member_id: str | None
    member: str | None
    checked: int
    excluded: int
    restricted: int
    reviewed: int
    admitted: int
    reasons: dict[str, int]


class CampaignBoard(Reply):
    """Counts, and no merchant. `screened_to`: the change sequence that they take account of."""

    campaign_id: str
    total: PlatformBoard
    platforms: list[PlatformBoard]
    screened_to: int
