"""Bulletins: drafted on a schedule, approved by a second person, published by their day, withdrawn where wrong."""

from typing import Annotated

from fastapi import APIRouter, Body, Path, Query

from api import bulletin_examples as examples
from api.auth import CanReadBulletins, CanWriteBulletins
from api.context import Context
from api.limits import GuardedRoute
from api.openapi import AUTHORISED, WITH_BODY, answers
from api.openapi import examples as shown
from api.paging import PageQuery
from huixin.types.bulletin import BulletinActionRequest, BulletinDetail, BulletinPage, BulletinRequest, BulletinSchedule
from models.bulletins.drafting import act_on_bulletin, draft
from models.bulletins.seen import bulletins, find_bulletin
from models.bulletins.tables import Bulletin
from models.bulletins.views import bulletin_detail, bulletin_view, schedule
from models.paging import newest_first

router = APIRouter(prefix="/v1/bulletins", tags=["bulletins"], route_class=GuardedRoute)

BulletinId = Annotated[str, Path(pattern="^bul_[0-9a-f]{32}$", examples=[examples.BULLETIN_VIEW.id])]
CHANGES = (*AUTHORISED, *WITH_BODY, "forbidden")


@router.get("", summary="Page through bulletins", responses=answers(examples.BULLETINS, *AUTHORISED, "invalid_content"))
def read_bulletins(query: Annotated[PageQuery, Query()], caller: CanReadBulletins, context: Context) -> BulletinPage:
    """The centre's all; everybody else those that are published, newest first."""
    with context.database.read() as session:
        own = bulletins(caller, context.today())
        rows, end = newest_first(session, own, Bulletin, after=query.after, limit=query.limit)
        return BulletinPage(items=[bulletin_view(row, context.today()) for row in rows], next=end)


@router.get("/schedule", summary="Read which bulletins are due", responses=answers(examples.SCHEDULE, *AUTHORISED))
def read_bulletin_schedule(caller: CanReadBulletins, context: Context) -> BulletinSchedule:
    """This period and those before: published, late, open or overdue."""
    with context.database.read() as session:
        return schedule(context.work(session, caller))


@router.get(
    "/{bulletin_id}",
    summary="Read a bulletin with its names",
    responses=answers(examples.BULLETIN_DETAIL, *AUTHORISED, "not_found", "invalid_content"),
)
def read_bulletin(bulletin_id: BulletinId, caller: CanReadBulletins, context: Context) -> BulletinDetail:
    """The names are those that may be told at this moment: what has ended since is in none."""
    with context.database.read() as session:
        work = context.work(session, caller)
        return bulletin_detail(work, find_bulletin(work, bulletin_id))


@router.post(
    "", status_code=201, summary="Draft a bulletin", responses=answers(examples.BULLETIN_DETAIL, *CHANGES, status=201)
)
def write_bulletin(
    body: Annotated[BulletinRequest, Body(openapi_examples=shown(of_a_month=examples.BULLETIN))],
    caller: CanWriteBulletins,
    context: Context,
) -> BulletinDetail:
    """Of a month or quarter, as the schedule says: whoever may be named now and stands in no other, and the figures."""
    with context.database.write() as session:
        work = context.work(session, caller)
        return bulletin_detail(work, draft(work, body))


@router.post(
    "/{bulletin_id}/actions",
    summary="Approve, discard or withdraw a bulletin",
    responses=answers(examples.BULLETIN_DETAIL, *CHANGES, "second_person_needed", "not_found", "conflict"),
)
def write_bulletin_action(
    bulletin_id: BulletinId,
    body: Annotated[BulletinActionRequest, Body(openapi_examples=shown(**examples.BULLETIN_ACTIONS))],
    caller: CanWriteBulletins,
    context: Context,
) -> BulletinDetail:
    """Approved by another person than its author, read by everybody from its day on; withdrawn by one alone."""
    with context.database.write() as session:
        work = context.work(session, caller)
        return bulletin_detail(work, act_on_bulletin(work, bulletin_id, body.root))
