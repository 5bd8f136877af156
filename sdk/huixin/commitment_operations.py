"""What the service can be asked about commitments; `commitments` drives these flows."""

from typing import Any

from huixin.flows import Flow, Send, Session, ask
from huixin.right_operations import Concept, rows
from huixin.sending import Many, posted, segment
from huixin.types.commitment import (
    CommitmentAct,
    CommitmentDetail,
    CommitmentPage,
    CommitmentRegister,
    CommitmentRequest,
    CommitmentTemplateList,
    CommitmentTemplateRequest,
    CommitmentTemplateView,
    CommitmentView,
    RegisteredCommitment,
)

PATH = "/v1/commitments"
COMMITMENTS = Concept(PATH, CommitmentView, CommitmentPage)
REGISTER = Concept("/public/commitments", RegisteredCommitment, CommitmentRegister)


def templates(session: Session) -> Flow[list[CommitmentTemplateView]]:
    listed = yield from ask(session, Send("GET", f"{PATH}/templates"), CommitmentTemplateList)
    return listed.items


def publish(session: Session, template: CommitmentTemplateRequest) -> Flow[CommitmentTemplateView]:
    return ask(session, posted(f"{PATH}/templates", template, repeatable=False), CommitmentTemplateView)


def commitments(session: Session, filters: dict[str, Any]) -> Many[CommitmentView]:
    return rows(session, COMMITMENTS, filters)


def register(session: Session, filters: dict[str, Any]) -> Many[RegisteredCommitment]:
    return rows(session, REGISTER, filters)


def commitment(session: Session, key: str) -> Flow[CommitmentDetail]:
    return ask(session, Send("GET", f"{PATH}/{segment(key)}"), CommitmentDetail)


def add(session: Session, request: CommitmentRequest) -> Flow[CommitmentDetail]:
    """Sent once: a second time would be a second one."""
    return ask(session, posted(PATH, request, repeatable=False), CommitmentDetail)


def act(session: Session, key: str, action: CommitmentAct) -> Flow[CommitmentDetail]:
    """Sent once: a second time it would no longer follow."""
    return ask(session, posted(f"{PATH}/{segment(key)}/actions", action, repeatable=False), CommitmentDetail)
