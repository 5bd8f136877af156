"""Campaigns: Double 11 and others: appeal, guidance, pledges, rosters and how they stand."""

from collections.abc import Iterator
from io import TextIOWrapper
from itertools import islice
from typing import Annotated, Literal

from fastapi import APIRouter, Body, File, Path, Query, Response, UploadFile
from pydantic import BaseModel, ConfigDict, Field
from sqlmodel import Session, select
from starlette.responses import HTMLResponse

from api import campaign_examples as examples
from api.auth import CanReadCampaigns, CanWriteCampaigns
from api.context import AppContext, Context
from api.form_fields import KnownFieldsOnly
from api.limits import GuardedRoute
from api.openapi import AUTHORISED, WITH_BODY, answers, refusals
from api.openapi import examples as shown
from api.paging import PageQuery
from api.routers.decisions import NOTICE, PDF, SAFE
from huixin.core.vocabulary import Outcome
from huixin.types.campaign import (
    CampaignActionRequest,
    CampaignBoard,
    CampaignPage,
    CampaignRequest,
    CampaignView,
    EnrolmentPage,
    EnrolmentView,
    RosterFault,
    RosterResult,
    TakenOff,
)
from models.caller import Caller
from models.campaigns.board import board_of, campaign_views, require_authority
from models.campaigns.conduct import act_on_campaign, announce, find_campaign
from models.campaigns.enrolling import (
    AT_ONCE,
    Merchant,
    Roster,
    enrol,
    enrolments_now,
    look_back,
    may_enrol,
    read_roster,
    take_off,
)
from models.campaigns.erasing import kept_until
from models.campaigns.report import report_of
from models.campaigns.screening import Screening
from models.campaigns.tables import Campaign
from models.checks.notice_pages import as_html, as_pdf
from models.paging import newest_first
from models.sequence import current_sequence

router = APIRouter(prefix="/v1/campaigns", tags=["campaigns"], route_class=GuardedRoute)

CampaignId = Annotated[str, Path(pattern="^cpn_[0-9a-f]{32}$", examples=[examples.CAMPAIGN_VIEW.id])]
RosterFile = Annotated[UploadFile, File(description="CSV in UTF-8: a header, then unified social credit code and name")]
Enrolled = Annotated[str, Path(pattern="^[0-9A-Z]{18}$", examples=[examples.ENROLMENT_PAGE.items[0].uscc])]
CHANGES = (*AUTHORISED, *WITH_BODY, "not_found", "conflict", "forbidden")
ONE = (*AUTHORISED, "not_found", "invalid_content")


class EnrolmentQuery(BaseModel):
    model_config = ConfigDict(extra="forbid")
    outcome: Outcome | None = Field(default=None, description="Only those that come to this")
    after: str | None = Field(default=None, pattern="^[0-9A-Z]{18}$", description="`next` of the page before")
    limit: int = Field(default=100, ge=1, le=500, description="Rows on a page")


@router.get(
    "", summary="Page through campaigns", responses=answers(examples.CAMPAIGN_PAGE, *AUTHORISED, "invalid_content")
)
def read_campaigns(query: Annotated[PageQuery, Query()], caller: CanReadCampaigns, context: Context) -> CampaignPage:
    """Newest first; of pledges and guidance a platform sees its own and what was for all."""
    with context.database.read() as session:
        rows, end = newest_first(session, select(Campaign), Campaign, after=query.after, limit=query.limit)
        return CampaignPage(items=campaign_views(session, caller, rows), next=end)


@router.post(
    "",
    status_code=201,
    summary="Announce a campaign",
    responses=answers(examples.CAMPAIGN_VIEW, *AUTHORISED, *WITH_BODY, "forbidden", status=201),
)
def write_campaign(
    body: Annotated[CampaignRequest, Body(openapi_examples=shown(double_11=examples.CAMPAIGN))],
    caller: CanWriteCampaigns,
    context: Context,
) -> CampaignView:
    """For the centre. Who may take part is for the rules to say: scene `promotion`, this kind of campaign."""
    with context.database.write() as session:
        return campaign_views(session, caller, [announce(context.work(session, caller), body)])[0]


@router.get("/{campaign_id}", summary="Read a campaign", responses=answers(examples.CAMPAIGN_VIEW, *ONE))
def read_campaign(campaign_id: CampaignId, caller: CanReadCampaigns, context: Context) -> CampaignView:
    """With the pledges and the guidance that are for the caller to see."""
    with context.database.read() as session:
        return campaign_views(session, caller, [find_campaign(session, campaign_id)])[0]


@router.post(
    "/{campaign_id}/actions",
    summary="Guide platforms, or pledge",
    responses=answers(examples.CAMPAIGN_VIEW, *CHANGES),
)
def write_campaign_action(
    campaign_id: CampaignId,
    body: Annotated[CampaignActionRequest, Body(openapi_examples=shown(**examples.ACTIONS))],
    caller: CanWriteCampaigns,
    context: Context,
) -> CampaignView:
    """Guidance by an authority before the opening; a pledge by a platform."""
    with context.database.write() as session:
        row = act_on_campaign(context.work(session, caller), campaign_id, body.root)
        return campaign_views(session, caller, [row])[0]


@router.post(
    "/{campaign_id}/roster",
    summary="Enrol merchants, and have them screened",
    responses=answers(examples.ROSTER, *AUTHORISED, *WITH_BODY, "not_found", "conflict", "forbidden"),
)
def write_roster(
    campaign_id: CampaignId, file: RosterFile, caller: CanWriteCampaigns, _: KnownFieldsOnly, context: Context
) -> RosterResult:
    """Before the opening and during it; who is on it already is screened again. From then on each change of what is
    known of an enrolled merchant has it screened anew."""
    roster = Roster()
    with context.database.read() as session:
        campaign = find_campaign(session, campaign_id)
        may_enrol(caller, campaign, context.today())
        sequence = current_sequence(session)
        known = _screening(session, caller, campaign, context).everybody()
    try:
        for some in _chunks(file, roster):
            with context.database.write() as session:
                screening = _screening(session, caller, find_campaign(session, campaign_id), context)
                enrol(campaign_id, screening, known, some, roster)
    finally:
        with context.database.write() as session:
            look_back(session, campaign_id, sequence)
    faults = [RosterFault(line=int(one.pointer[1:]), code=one.code, message=one.message) for one in roster.faults]
    return RosterResult(enrolled=roster.enrolled, again=roster.again, refused=roster.refused, faults=faults)


def _chunks(file: UploadFile, roster: Roster) -> Iterator[list[Merchant]]:
    rows = read_roster(TextIOWrapper(file.file, encoding="utf-8-sig", newline=""), roster)
    while some := list(islice(rows, AT_ONCE)):
        yield some


@router.get(
    "/{campaign_id}/enrolments",
    summary="Page through one's own enrolments",
    responses=answers(examples.ENROLMENT_PAGE, *ONE),
)
def read_enrolments(
    campaign_id: CampaignId, query: Annotated[EnrolmentQuery, Query()], caller: CanReadCampaigns, context: Context
) -> EnrolmentPage:
    """A platform's own, by code; nobody else's, whoever asks. Where anything was known when it was last looked at, the
    outcome is that of this moment: what has ended since says nothing any more. Kept for a stated time after the last
    day (`roster_kept_days`)."""
    with context.database.read() as session:
        campaign = find_campaign(session, campaign_id)
        if context.today() > kept_until(context.ruleset.catalogue, campaign):
            return EnrolmentPage(items=[], next=None)
        screening = _screening(session, caller, campaign, context)
        found = enrolments_now(screening, campaign_id, query.outcome, query.after, query.limit + 1)
        items = [
            EnrolmentView(
                **row.model_dump(include={"uscc", "name", "enrolled_on", "screened_on"}),
                outcome=screened.outcome,
                rules=screened.rules.split(),
            )
            for row, screened in found[: query.limit]
        ]
        return EnrolmentPage(items=items, next=items[-1].uscc if len(found) > query.limit else None)


@router.delete(
    "/{campaign_id}/enrolments/{uscc}",
    summary="Take a merchant off one's roster",
    responses=answers(examples.TAKEN_OFF, *ONE),
)
def delete_enrolment(campaign_id: CampaignId, uscc: Enrolled, caller: CanWriteCampaigns, context: Context) -> TakenOff:
    """At once, and counted no longer; at any time, also once the campaign is over."""
    with context.database.write() as session:
        take_off(session, caller, find_campaign(session, campaign_id).id, uscc)
    return TakenOff(uscc=uscc)


@router.get("/{campaign_id}/board", summary="How a campaign stands", responses=answers(examples.BOARD, *ONE))
def read_board(campaign_id: CampaignId, caller: CanReadCampaigns, context: Context) -> CampaignBoard:
    """A platform's own counts; authorities see those of each platform, and no merchant."""
    with context.database.read() as session:
        return board_of(session, caller, find_campaign(session, campaign_id))


@router.get(
    "/{campaign_id}/report",
    summary="The report on a campaign that is over",
    response_class=HTMLResponse,
    responses={200: NOTICE, **refusals(*ONE, "conflict", "forbidden")},
)
def read_campaign_report(
    campaign_id: CampaignId,
    caller: CanReadCampaigns,
    context: Context,
    form: Annotated[Literal["html", "pdf"], Query(alias="format", description="HTML unless PDF is wanted.")] = "html",
) -> Response:
    """For authorities, to be printed: counts by platform and by rule."""
    require_authority(caller)
    with context.database.read() as session:
        row = find_campaign(session, campaign_id)
        view = campaign_views(session, caller, [row])[0]
        board = board_of(session, caller, row)
        notice = report_of(view, board, context.ruleset.catalogue, context.today())
    if form == "pdf":
        named = {"Content-Disposition": f'inline; filename="{campaign_id}.pdf"'}
        return Response(as_pdf(notice), media_type=PDF, headers={**SAFE, **named})
    return HTMLResponse(as_html(notice), headers=SAFE)


def _screening(session: Session, caller: Caller, campaign: Campaign, context: AppContext) -> Screening:
    return Screening(session, caller, campaign, context.checking())
