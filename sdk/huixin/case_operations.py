"""What the service can be asked about cases, each operation once; `cases` has the methods that drive these flows."""

from typing import Any

from huixin.errors import UnexpectedAnswer
from huixin.flows import Flow, Send, Session, ask
from huixin.right_operations import Concept, rows
from huixin.sending import Many, given, model, posted, segment
from huixin.types.case import CaseDetail, CasePage, CaseView, RoutingReply, RoutingRequest
from huixin.types.case_actions import CaseActionRequest
from huixin.types.document import CaseDocument, CaseDocumentList, PrintableView
from huixin.types.liaison import LiaisonList, LiaisonRequest, LiaisonView
from huixin.types.referral import ReferralLine, ReferralList, ReferralPage, ReferralRequest, ReferralView

REFERRALS = Concept("/v1/referrals", ReferralLine, ReferralPage)


def cases(session: Session, filters: dict[str, Any]) -> Many[CaseView]:
    """Page after page; a flow is made when the one before has told the cursor."""
    params = {key: _text(value) for key, value in given(filters).items()}
    yield _page(session, params)
    while "cursor" in params:
        yield _page(session, params)


def _text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _page(session: Session, params: dict[str, str]) -> Flow[list[CaseView]]:
    asked = params.pop("cursor", None)
    request = Send("GET", "/v1/cases", params={**params, **given({"cursor": asked})})
    page = yield from ask(session, request, CasePage)
    if page.next is not None:
        if page.next == asked:
            raise UnexpectedAnswer(f"The service gave the same page cursor twice: {asked}.")
        params["cursor"] = page.next
    return page.items


def case(session: Session, case_id: str) -> Flow[CaseDetail]:
    return ask(session, Send("GET", f"/v1/cases/{segment(case_id)}"), CaseDetail)


def act(session: Session, case_id: str, fields: dict[str, Any]) -> Flow[CaseDetail]:
    """Sent once: a second time would be a second event."""
    body = model(CaseActionRequest, fields)
    return ask(session, posted(f"/v1/cases/{segment(case_id)}/actions", body, repeatable=False), CaseDetail)


def route(session: Session, fields: dict[str, Any]) -> Flow[list[str]]:
    request = posted("/v1/cases/routing", model(RoutingRequest, fields), repeatable=False)
    reply = yield from ask(session, request, RoutingReply)
    return reply.routed


def referrals(session: Session, case_id: str) -> Flow[list[ReferralView]]:
    found = yield from ask(session, Send("GET", f"/v1/cases/{segment(case_id)}/referrals"), ReferralList)
    return found.items


def all_referrals(session: Session, limit: int | None) -> Many[ReferralLine]:
    return rows(session, REFERRALS, {"limit": limit})


def refer(session: Session, case_id: str, referral: ReferralRequest) -> Flow[ReferralView]:
    return ask(session, posted(f"/v1/cases/{segment(case_id)}/referrals", referral, repeatable=False), ReferralView)


def documents(session: Session, case_id: str) -> Flow[list[CaseDocument]]:
    found = yield from ask(session, Send("GET", f"/v1/cases/{segment(case_id)}/documents"), CaseDocumentList)
    return found.items


def document(session: Session, case_id: str, document: CaseDocument) -> Flow[PrintableView]:
    return ask(session, Send("GET", f"/v1/cases/{segment(case_id)}/documents/{segment(document)}"), PrintableView)


def referral_letter(session: Session, case_id: str, referral_id: str) -> Flow[PrintableView]:
    path = f"/v1/cases/{segment(case_id)}/referrals/{segment(referral_id)}/document"
    return ask(session, Send("GET", path), PrintableView)


def liaisons(session: Session, body: str | None, past: bool) -> Flow[list[LiaisonView]]:
    params = {key: _text(value) for key, value in given({"body": body, "past": past}).items()}
    found = yield from ask(session, Send("GET", "/v1/liaisons", params=params), LiaisonList)
    return found.items


def add_liaison(session: Session, liaison: LiaisonRequest) -> Flow[LiaisonView]:
    return ask(session, posted("/v1/liaisons", liaison, repeatable=False), LiaisonView)


def end_liaison(session: Session, liaison_id: str) -> Flow[LiaisonView]:
    return ask(session, Send("DELETE", f"/v1/liaisons/{segment(liaison_id)}"), LiaisonView)
