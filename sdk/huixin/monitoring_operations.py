"""What the service can be asked about figures and supervisions; `monitoring` drives these flows."""

from typing import Any

from huixin.flows import Flow, Send, Session, ask, ask_content
from huixin.right_operations import Concept, Told
from huixin.sending import given
from huixin.types.monitoring import FigureCases, FigureTable, ProposalList, SupervisionPage, SupervisionView

SUPERVISIONS = Concept("/v1/supervisions", SupervisionView, SupervisionPage)


def figures(session: Session, asked: dict[str, Any]) -> Flow[FigureTable]:
    return _get(session, "figures", asked, FigureTable)


def figures_csv(session: Session, asked: dict[str, Any]) -> Flow[bytes]:
    return ask_content(session, _send("figures", asked | {"format": "csv"}))


def cases(session: Session, asked: dict[str, Any]) -> Flow[FigureCases]:
    return _get(session, "cases", asked, FigureCases)


def proposals(session: Session, asked: dict[str, Any]) -> Flow[ProposalList]:
    return _get(session, "proposals", asked, ProposalList)


def _get(session: Session, what: str, asked: dict[str, Any], kind: type[Told]) -> Flow[Told]:
    return ask(session, _send(what, asked), kind)


def _send(what: str, asked: dict[str, Any]) -> Send:
    params = {key: str(value) for key, value in given(asked).items()}
    return Send("GET", f"/v1/monitoring/{what}", params=params)
