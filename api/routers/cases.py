"""Cases: what became of the names that the nation pushed, and who does what next."""

from typing import Annotated, Literal

from fastapi import APIRouter, Body, Path, Query
from pydantic import BaseModel, ConfigDict, Field

from api import case_examples as examples
from api.auth import CanReadCases, CanRouteCases, CanSeeReferrals, CanWorkOnCases
from api.context import Context
from api.cursors import case_position_of, cursor_of
from api.limits import GuardedRoute
from api.openapi import AUTHORISED, WITH_BODY, answers
from api.openapi import examples as shown
from api.paging import Code
from huixin.types.case import CaseDetail, CasePage, CaseState, RoutingReply, RoutingRequest
from huixin.types.case_actions import CaseActionRequest
from huixin.types.document import CaseDocument, CaseDocumentList, PrintableView
from huixin.types.referral import ReferralList, ReferralRequest, ReferralView
from models.cases.acting import act
from models.cases.documents import document_of, documents_of, referral_letter
from models.cases.listing import Filter, list_cases
from models.cases.referrals import enter_referral, find_referral, referrals_of
from models.cases.routing import route_cases
from models.cases.seen import find_case
from models.cases.views import case_detail, case_views, referral_view

router = APIRouter(prefix="/v1/cases", tags=["cases"], route_class=GuardedRoute)

CaseId = Annotated[str, Path(pattern="^cas_[0-9a-f]{32}$", examples=[examples.CASE.id])]
ReferralId = Annotated[str, Path(pattern="^ref_[0-9a-f]{32}$", examples=[examples.REFERRALS.items[0].id])]
ONE = (*AUTHORISED, "not_found", "invalid_content")
CHANGES = (*AUTHORISED, *WITH_BODY, "not_found", "conflict", "case_action_refused")


class CaseQuery(BaseModel):
    model_config = ConfigDict(extra="forbid")
    state: CaseState | None = Field(default=None, description="Only cases in this state")
    unit: Code | None = Field(default=None, description="Code of a county or zone")
    queue: Literal["unassigned", "tasks", "copies", "publication", "severity", "returned"] | None = Field(
        default=None,
        description="What waits for a person: an unclear unit, a task or a copy for nobody, a penalty to publish, "
        "a confirmed case of which nobody has said how serious it is, a removal that was returned to the unit",
    )
    overdue: bool | None = Field(default=None, description="Only cases whose rectification is overdue, or is not")
    limit: int = Field(default=100, ge=1, le=500, description="Cases on a page")
    cursor: str | None = Field(
        default=None, max_length=2000, pattern="^[A-Za-z0-9_-]+$", description="`next` of the page before"
    )


@router.get("", summary="Page through cases", responses=answers(examples.CASE_PAGE, *AUTHORISED, "invalid_content"))
def read_cases(query: Annotated[CaseQuery, Query()], caller: CanReadCases, context: Context) -> CasePage:
    """Only those that are the caller's, in the order in which they were opened."""
    wanted = Filter(query.state, query.unit, query.queue, query.overdue)
    question = f"cases:{caller.member_id}:{wanted}"
    after = None if query.cursor is None else case_position_of(context.keys, query.cursor, question)
    today = context.today()
    with context.database.read() as session:
        page, end = list_cases(session, caller, wanted, today, after=after, limit=query.limit)
        items = case_views(session, context.ruleset.catalogue, page, today)
    return CasePage(items=items, next=None if end is None else cursor_of(context.keys, end, question))


@router.get("/{case_id}", summary="Read a case with its history", responses=answers(examples.CASE, *ONE))
def read_case(case_id: CaseId, caller: CanReadCases, context: Context) -> CaseDetail:
    """`allowed` says what the caller may do with it now."""
    with context.database.read() as session:
        return case_detail(context.work(session, caller), find_case(session, caller, case_id))


@router.post(
    "/routing",
    summary="Route cases to a unit",
    responses=answers(examples.ROUTED, *CHANGES),
)
def write_routing(
    body: Annotated[RoutingRequest, Body(openapi_examples=shown(to_a_county=examples.ROUTING))],
    caller: CanRouteCases,
    context: Context,
) -> RoutingReply:
    """All of them, or none. Cases that stand with a unit go on to the other; their history stays."""
    with context.database.write() as session:
        return RoutingReply(routed=[case.id for case in route_cases(context.work(session, caller), body)])


@router.post(
    "/{case_id}/actions",
    summary="Do something to a case",
    responses=answers(examples.CASE, *CHANGES, "forbidden"),
)
def write_action(
    case_id: CaseId,
    body: Annotated[CaseActionRequest, Body(openapi_examples=shown(**examples.ACTIONS))],
    caller: CanWorkOnCases,
    context: Context,
) -> CaseDetail:
    """What its state does not take is refused with the list of what it does."""
    with context.database.write() as session:
        work = context.work(session, caller)
        return case_detail(work, act(work, case_id, body.root))


@router.get(
    "/{case_id}/documents",
    summary="Which documents of a case there are",
    responses=answers(examples.CASE_DOCUMENTS, *ONE),
)
def read_case_documents(case_id: CaseId, caller: CanReadCases, context: Context) -> CaseDocumentList:
    """Each can be printed now."""
    with context.database.read() as session:
        work = context.work(session, caller)
        return CaseDocumentList(items=documents_of(work, find_case(session, caller, case_id)))


@router.get(
    "/{case_id}/documents/{document}",
    summary="Print a document of a case",
    responses=answers(examples.PRINTABLE, *ONE),
)
def read_case_document(
    case_id: CaseId, document: CaseDocument, caller: CanReadCases, context: Context
) -> PrintableView:
    """As a page to print, with its number and the place for the seal; what is not known yet is left blank."""
    with context.database.read() as session:
        work = context.work(session, caller)
        return document_of(work, find_case(session, caller, case_id), document)


@router.get(
    "/{case_id}/referrals",
    summary="Read the referrals of a case to the police",
    responses=answers(examples.REFERRALS, *ONE),
)
def read_referrals(case_id: CaseId, caller: CanSeeReferrals, context: Context) -> ReferralList:
    """For the handling unit, public security and the centre's named officer; there is nothing for anybody else."""
    with context.database.read() as session:
        found = referrals_of(context.work(session, caller), case_id)
        return ReferralList(items=[referral_view(row) for row in found])


@router.get(
    "/{case_id}/referrals/{referral_id}/document",
    summary="Print the letter of a referral",
    responses=answers(examples.REFERRAL_LETTER, *ONE),
)
def read_referral_letter(
    case_id: CaseId, referral_id: ReferralId, caller: CanSeeReferrals, context: Context
) -> PrintableView:
    """移送书, for those who may know of the referral; there is nothing for anybody else."""
    with context.database.read() as session:
        work = context.work(session, caller)
        return referral_letter(work, *find_referral(work, case_id, referral_id))


@router.post(
    "/{case_id}/referrals",
    summary="Enter a referral to the police, or what became of it",
    responses=answers(examples.REFERRALS.items[0], *AUTHORISED, *WITH_BODY, "not_found", "conflict"),
)
def write_referral(
    case_id: CaseId,
    body: Annotated[ReferralRequest, Body(openapi_examples=shown(a_new_one=examples.REFERRAL))],
    caller: CanSeeReferrals,
    context: Context,
) -> ReferralView:
    """Without `id` a new one; with it, what is known of it now."""
    with context.database.write() as session:
        return referral_view(enter_referral(context.work(session, caller), case_id, body))
