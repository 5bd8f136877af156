"""What the service can be asked about campaigns; `campaigns` drives these flows."""

from typing import Any

from huixin.config import UPLOAD_TIMEOUT
from huixin.flows import Flow, Send, Session, ask
from huixin.right_operations import Concept, act, begin, row, rows
from huixin.sending import Many, NamedFile, segment
from huixin.types.campaign import (
    CampaignAct,
    CampaignBoard,
    CampaignPage,
    CampaignRequest,
    CampaignView,
    EnrolmentPage,
    EnrolmentView,
    RosterResult,
    TakenOff,
)

CAMPAIGNS = Concept("/v1/campaigns", CampaignView, CampaignPage)


def _of(key: str) -> str:
    return f"/v1/campaigns/{segment(key)}"


def campaigns(session: Session, filters: dict[str, Any]) -> Many[CampaignView]:
    return rows(session, CAMPAIGNS, filters)


def campaign(session: Session, key: str) -> Flow[CampaignView]:
    return row(session, CAMPAIGNS, key)


def announce(session: Session, request: CampaignRequest) -> Flow[CampaignView]:
    return begin(session, CAMPAIGNS, request)


def act_on(session: Session, key: str, action: CampaignAct) -> Flow[CampaignView]:
    return act(session, CAMPAIGNS, key, action)


def enrol(session: Session, key: str, file: NamedFile) -> Flow[RosterResult]:
    """The same roster again is screened again, so that a broken upload may be sent again."""
    return ask(session, Send("POST", f"{_of(key)}/roster", file=file, timeout=UPLOAD_TIMEOUT), RosterResult)


def enrolments(session: Session, key: str, filters: dict[str, Any]) -> Many[EnrolmentView]:
    return rows(session, Concept(f"{_of(key)}/enrolments", EnrolmentView, EnrolmentPage), filters)


def take_off(session: Session, key: str, uscc: str) -> Flow[TakenOff]:
    return ask(session, Send("DELETE", f"{_of(key)}/enrolments/{segment(uscc)}", repeatable=False), TakenOff)


def board(session: Session, key: str) -> Flow[CampaignBoard]:
    return ask(session, Send("GET", f"{_of(key)}/board"), CampaignBoard)
