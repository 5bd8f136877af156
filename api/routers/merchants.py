"""Merchants: a one-time code proves who it is, and then it sees its own page."""

from typing import Annotated

from fastapi import APIRouter, Body, Query, Response

from api import merchant_examples as examples
from api.auth import CanGiveCodes, CanReadMerchant, CanReportAsMerchant
from api.context import AppContext, Context
from api.limits import GuardedRoute
from api.openapi import ALWAYS, AUTHORISED, WITH_BODY, answers
from api.openapi import examples as shown
from api.paging import PageQuery
from api.tokens import issue_token
from huixin.types.appeal import CodePage, CodeRequest, MerchantLogin, MerchantPage, NewCode, RectificationReport
from huixin.types.token import TokenReply
from models.access import caller_of
from models.cases.work import Work
from models.paging import newest_first
from models.rights.identity import (
    IdentityNotProved,
    code_views,
    given_out,
    issue_code,
    log_in,
    merchant_of,
    redeem_code,
    session_length,
    worth_writing,
)
from models.rights.merchant import merchant_page
from models.rights.rectifying import report
from models.rights.tables import IdentityCode

router = APIRouter(tags=["merchants"], route_class=GuardedRoute)
TOKEN = {"access_token": "eyJhbGciOiJFUzI1NiIsImtpZCI6Ij…", "token_type": "bearer", "expires_in": 7200, "scope": "…"}


@router.post(
    "/v1/merchants/codes",
    status_code=201,
    summary="Give a merchant a one-time code",
    responses=answers(examples.NEW_CODE, *AUTHORISED, *WITH_BODY, "not_found", "forbidden", status=201),
)
def write_code(
    body: Annotated[CodeRequest, Body(openapi_examples=shown(in_a_letter=examples.CODE))],
    caller: CanGiveCodes,
    context: Context,
) -> NewCode:
    """For a letter to its registered address, or for whoever shows licence and 授权委托书 at the counter."""
    with context.database.write() as session:
        work = Work(session, caller, context.ruleset.catalogue, context.now())
        row, code = issue_code(work, context.keys, body)
        return NewCode(id=row.id, code=code, expires_at=row.expires_at)


@router.get(
    "/v1/merchants/codes",
    summary="Page through the codes that were given out",
    responses=answers(examples.CODE_PAGE, *AUTHORISED, "invalid_content"),
)
def read_codes(query: Annotated[PageQuery, Query()], caller: CanGiveCodes, context: Context) -> CodePage:
    """One's own, the centre's all, newest first: whether they were used, and how often somebody tried a wrong one."""
    now = context.now()
    with context.database.read() as session:
        rows, end = newest_first(session, given_out(caller), IdentityCode, after=query.after, limit=query.limit)
        return CodePage(items=code_views(session, rows, now), next=end)


@router.post(
    "/oauth/merchant",
    summary="Log in as a merchant",
    responses=answers(TOKEN, *WITH_BODY, *ALWAYS, "identity_not_proved"),
)
def merchant_token(
    body: Annotated[MerchantLogin, Body(openapi_examples=shown(by_a_code=examples.LOGIN))],
    context: Context,
    response: Response,
) -> TokenReply:
    """By a one-time code, which is used up, or an electronic business licence where one can be verified."""
    subject_id = _proved(context, body)
    if subject_id is None:
        raise IdentityNotProved("This does not prove who the merchant is. Ask for a new code if need be.")
    now = context.now()
    with context.database.write() as session:
        login = log_in(session, subject_id, now)
        caller = caller_of(session, login.client_id)
    if caller is None:
        raise IdentityNotProved("This access has been closed; ask the centre.")
    lifetime = session_length(context.ruleset.catalogue, now)
    response.headers["Cache-Control"] = "no-store"
    return TokenReply(
        access_token=issue_token(context.keys, caller, login.client_id, now, lifetime),
        token_type="bearer",  # noqa: S106 - the type, no secret
        expires_in=int(lifetime.total_seconds()),
        scope=" ".join(sorted(caller.scopes)),
    )


def _proved(context: AppContext, body: MerchantLogin) -> str | None:
    """The transaction of a code ends before anything is refused, so that a wrong try is counted."""
    if body.code is not None:
        with context.database.read() as session:
            if not worth_writing(session, context.keys, body.uscc, body.code, context.now()):
                return None
        with context.database.write() as session:
            return redeem_code(session, context.keys, body.uscc, body.code, context.now())
    verifier = context.licences
    uscc = None if verifier is None or body.licence is None else verifier.uscc_of(body.licence)
    if uscc is None or uscc != body.uscc:
        return None
    with context.database.write() as session:
        return merchant_of(session, uscc)


@router.get(
    "/v1/merchant",
    summary="Read one's own page as a merchant",
    responses=answers(examples.MERCHANT_PAGE, *AUTHORISED, "forbidden"),
)
def read_merchant(caller: CanReadMerchant, context: Context) -> MerchantPage:
    """What stands against it, why, until when, how to end it, whom to phone."""
    with context.database.read() as session, context.database.log_read() as log:
        return merchant_page(session, log, context.keys, context.ruleset.catalogue, caller, context.today())


@router.post(
    "/v1/merchant/reports",
    status_code=201,
    summary="Report one's own rectification as a merchant",
    responses=answers(
        examples.MERCHANT_PAGE, *AUTHORISED, *WITH_BODY, "not_found", "conflict", "forbidden", status=201
    ),
)
def write_report(
    body: Annotated[RectificationReport, Body(openapi_examples=shown(with_photographs=examples.REPORT_OF_MERCHANT))],
    caller: CanReportAsMerchant,
    context: Context,
) -> MerchantPage:
    """整改报告 on an order that has been served, with files uploaded before (`POST /v1/attachments`); as of today. It
    reaches the case as its step `report_rectification`; a state that takes none is refused and says what comes next."""
    with context.database.write() as session, context.database.log_read() as log:
        work = Work(session, caller, context.ruleset.catalogue, context.now())
        report(work, body)
        return merchant_page(session, log, context.keys, work.catalogue, caller, work.today)
