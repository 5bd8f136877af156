"""Decisions: what was answered, less what may no longer be shown, and what people judged on them."""

from typing import Annotated, Literal

from fastapi import APIRouter, Body, Header, Path, Query
from starlette.responses import HTMLResponse, Response

from api import examples
from api.auth import CanReadDecisions, CanReviewDecisions
from api.context import Context
from api.limits import GuardedRoute
from api.openapi import AUTHORISED, WITH_BODY, answers, refusals
from api.openapi import examples as shown
from api.reading import record_shown
from huixin.types.answer import Answer
from huixin.types.decision import DecisionView, Judgement, ReviewRequest
from huixin.types.receipt import Receipt
from models.caller import Caller
from models.checks import judge, recall
from models.checks.notice import notice_of
from models.checks.notice_pages import as_html, as_pdf
from models.checks.recall import READS_ALL
from models.checks.rederive import rederive
from models.decision_log import find_decision
from models.receipts.receipt import receipt_of

router = APIRouter(prefix="/v1/decisions", tags=["decisions"], route_class=GuardedRoute)

HTML, PDF = "text/html", "application/pdf"
NOTICE = {
    "content": {
        HTML: {"schema": {"type": "string"}},
        PDF: {"schema": {"type": "string", "format": "binary"}},
    }
}
SAFE = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox",
    "Cache-Control": "private, no-store",
    "Vary": "Accept",
}

DecisionId = Annotated[str, Path(pattern="^dec_[0-9a-f]{32}$", examples=[examples.DECISION])]


@router.get(
    "/{decision_id}",
    summary="Read a decision",
    responses=answers(examples.DECISION_VIEW, *AUTHORISED, "not_found", "invalid_content"),
)
def read_decision(
    decision_id: DecisionId,
    caller: CanReadDecisions,
    context: Context,
    again: Annotated[bool, Query(alias="rederive", description="Derive it again, and say whether it agrees.")] = False,
) -> DecisionView:
    """Members see their own decisions, the centre and auditors all. Records that have ended since are withheld, and
    what they withhold is derived again for the centre and auditors only."""
    with context.database.log_read() as log, context.database.read() as session:
        decision = find_decision(log, decision_id, _whose(caller))
        view = recall(session, decision, caller, context.ruleset.catalogue, context.today())
        if again and (caller.kind in READS_ALL or not any(record.withheld for record in view.answer.records)):
            view = view.model_copy(update={"rederived": rederive(session, decision, context.book)})
    record_shown(context, caller, (record.id for record in view.answer.records if record.withheld is None))
    return view


@router.get(
    "/{decision_id}/receipt",
    summary="The receipt of a decision",
    responses=answers(examples.RECEIPT, *AUTHORISED, "not_found", "invalid_content"),
)
def read_receipt(decision_id: DecisionId, caller: CanReadDecisions, context: Context) -> Receipt:
    """What proves the decision away from the service: the signed head of its commit, and its place under it. Where a
    record has ended since, or the answer was erased, the receipt holds digests alone: they prove what you have kept."""
    with context.database.log_read() as log, context.database.read() as session:
        decision = find_decision(log, decision_id, _whose(caller))
        told: Answer | None = None
        if decision.erased is None:
            told = recall(session, decision, caller, context.ruleset.catalogue, context.today()).answer
        whole = told is not None and told == Answer.model_validate(decision.answer)
        receipt = receipt_of(log, decision, context.keys, whole=whole)
    record_shown(context, caller, (record.id for record in told.records) if told is not None and whole else ())
    return receipt


@router.get(
    "/{decision_id}/document",
    summary="The notice of a decision, to be served on the merchant",
    response_class=HTMLResponse,
    responses={200: NOTICE, **refusals(*AUTHORISED, "not_found", "conflict", "invalid_content")},
)
def read_notice(
    decision_id: DecisionId,
    caller: CanReadDecisions,
    context: Context,
    form: Annotated[
        Literal["html", "pdf"] | None,
        Query(alias="format", description="By default what `Accept` asks for, else HTML."),
    ] = None,
    accept: Annotated[str, Header()] = "",
) -> Response:
    """Whoever may read the decision may print it: with a place for the seal, in Chinese and English. Records that have
    ended since are withheld."""
    with context.database.log_read() as log, context.database.read() as session:
        decision = find_decision(log, decision_id, _whose(caller))
        catalogue = context.ruleset.catalogue
        view = recall(session, decision, caller, catalogue, context.today())
        notice = notice_of(session, decision, view, catalogue, context.shipped.catalogue)
    record_shown(context, caller, (record.id for record in view.answer.records if record.withheld is None))
    if form == "pdf" or (form is None and _asks_for_pdf(accept)):
        named = {"Content-Disposition": f'inline; filename="{decision_id}.pdf"'}
        return Response(as_pdf(notice), media_type=PDF, headers={**SAFE, **named})
    return HTMLResponse(as_html(notice), headers=SAFE)


def _asks_for_pdf(accept: str) -> bool:
    """A browser names HTML first and gets it."""
    named = [part.partition(";")[0].strip() for part in accept.lower().split(",")]
    return PDF in named and HTML not in named


def _whose(caller: Caller) -> str | None:
    return None if caller.kind in READS_ALL else caller.member_id


@router.post(
    "/{decision_id}/review",
    status_code=201,
    summary="Record a person's judgement",
    responses=answers(examples.JUDGEMENT, *AUTHORISED, *WITH_BODY, "not_found", "not_a_candidate", status=201),
)
def review_decision(
    decision_id: DecisionId,
    body: Annotated[ReviewRequest, Body(openapi_examples=shown(the_same=examples.REVIEW))],
    caller: CanReviewDecisions,
    context: Context,
) -> Judgement:
    """Is the candidate the merchant asked for? It decides this member's later checks until the record changes."""
    with context.database.log_read() as log, context.database.write() as session:
        decision = find_decision(log, decision_id, caller.member_id)
        return judge(session, decision, caller, body, context.now())
