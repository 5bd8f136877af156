"""What the service can be asked about cases, each operation once; `cases` has the methods that drive these flows."""

from typing import Any

from huixin.errors import UnexpectedAnswer
from huixin.flows import Flow, Send, Session, ask
from huixin.operations import Many, _model, _post, _present, _segment
from huixin.right_operations import Concept, rows
from huixin.types import (
    CaseActionRequest,
    CaseDetail,
    CaseDocument,
    CasePage,
    CaseView,
    LiaisonList,
    LiaisonRequest,
    LiaisonView,
    PrintableView,
    ReferralLine,
    ReferralList,
    ReferralPage,
    ReferralRequest,
    ReferralView,
    RoutingReply,
    RoutingRequest,
)

REFERRALS = Concept("/v1/referrals", ReferralLine, ReferralPage)


def cases(session: Session, filters: dict[str, Any]) -> Many[CaseView]:
    """Page after page; a flow is made when the one before has told the cursor."""
    params = {key: _text(value) for key, value in _present(filters).items()}
    yield _page(session, params)
    while "cursor" in params:
        yield _page(session, params)


def _text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _page(session: Session, params: dict[str, str]) -> Flow[list[CaseView]]:
    asked = params.pop("cursor", None)
    request = Send("GET", "/v1/cases", params={**params, **_present({"cursor": asked})})
    page = yield from ask(session, request, CasePage)
    if page.next is not None:
        if page.next == asked:
            raise UnexpectedAnswer(f"The service gave the same page cursor twice: {asked}.")
        params["cursor"] = page.next
    return page.items


def case(session: Session, case_id: str) -> Flow[CaseDetail]:
    return ask(session, Send("GET", f"/v1/cases/{_segment(case_id)}"), CaseDetail)


def act(session: Session, case_id: str, fields: dict[str, Any]) -> Flow[CaseDetail]:
    """Sent once: a second time would be a second event."""
    body = _model(CaseActionRequest, fields)
    return ask(session, _post(f"/v1/cases/{_segment(case_id)}/actions", body, repeatable=False), CaseDetail)


def route(session: Session, fields: dict[str, Any]) -> Flow[list[str]]:
    request = _post("/v1/cases/routing", _model(RoutingRequest, fields), repeatable=False)
    reply = yield from ask(session, request, RoutingReply)
    return reply.routed


def referrals(session: Session, case_id: str) -> Flow[list[ReferralView]]:
    found = yield from ask(session, Send("GET", f"/v1/cases/{_segment(case_id)}/referrals"), ReferralList)
    return found.items


def all_referrals(session: Session, limit: int | None) -> Many[ReferralLine]:
    return rows(session, REFERRALS, {"limit": limit})


def refer(session: Session, case_id: str, referral: ReferralRequest) -> Flow[ReferralView]:
    return ask(session, _post(f"/v1/cases/{_segment(case_id)}/referrals", referral, repeatable=False), ReferralView)


def document(session: Session, case_id: str, document: CaseDocument) -> Flow[PrintableView]:
    return ask(session, Send("GET", f"/v1/cases/{_segment(case_id)}/documents/{_segment(document)}"), PrintableView)


def referral_letter(session: Session, case_id: str, referral_id: str) -> Flow[PrintableView]:
    path = f"/v1/cases/{_segment(case_id)}/referrals/{_segment(referral_id)}/document"
    return ask(session, Send("GET", path), PrintableView)


def liaisons(session: Session, body: str | None, past: bool) -> Flow[list[LiaisonView]]:
    params = {key: _text(value) for key, value in _present({"body": body, "past": past}).items()}
    found = yield from ask(session, Send("GET", "/v1/liaisons", params=params), LiaisonList)
    return found.items


def add_liaison(session: Session, liaison: LiaisonRequest) -> Flow[LiaisonView]:
    return ask(session, _post("/v1/liaisons", liaison, repeatable=False), LiaisonView)


def end_liaison(session: Session, liaison_id: str) -> Flow[LiaisonView]:
    return ask(session, Send("DELETE", f"/v1/liaisons/{_segment(liaison_id)}"), LiaisonView)
