"""An uploaded roster: whom a member wants to be told of, by code alone, used for nothing else."""

from io import TextIOWrapper
from typing import Annotated

from fastapi import APIRouter, File, Query, Response, UploadFile
from pydantic import BaseModel, ConfigDict, Field

from api import roster_examples as examples
from api.admission import admit
from api.auth import CanCheck
from api.context import Context
from api.form_fields import KnownFieldsOnly
from api.limits import GuardedRoute
from api.openapi import AUTHORISED, WITH_BODY, answers
from api.paging import Code
from api.routers.bundles import refuse_others
from huixin.types.roster import RosterDeleted, RosterFault, RosterKept, RosterView, TurnedPage
from models.campaigns.enrolling import Roster as Read
from models.campaigns.enrolling import read_roster as codes_of
from models.campaigns.screening import Screening
from models.errors import Fault, Invalid
from models.roster import AT_ONCE, add, begin, drop, find_roster, look_back, require_scene, roster_view, turned
from models.sequence import current_sequence

router = APIRouter(prefix="/v1/roster", tags=["roster"], route_class=GuardedRoute)

MOST = 1_000_000
"""Codes of one roster."""
RosterFile = Annotated[UploadFile, File(description="CSV in UTF-8: a header, then a unified social credit code a row")]


class TurnedQuery(BaseModel):
    model_config = ConfigDict(extra="forbid")
    after: int = Field(default=0, ge=0, lt=2**31, description="The last turn that one knows of")
    limit: int = Field(default=100, ge=1, le=500, description="Rows on a page")


@router.put(
    "",
    summary="Upload a roster in place of the one before",
    responses=answers(examples.KEPT, *AUTHORISED, *WITH_BODY, "forbidden", "conflict", "daily_quota_used"),
)
def upload_roster(
    file: RosterFile,
    caller: CanCheck,
    _: KnownFieldsOnly,
    context: Context,
    response: Response,
    scene: Annotated[Code, Query(description="For which verdicts are kept")] = "review",
) -> RosterKept:
    """Codes of registered entities, no persons; whatever else a row holds is not kept. Each code counts as a merchant
    of your day. From then on you are told whose verdict turns (event `roster.turned`)."""
    refuse_others(caller)
    require_scene(scene, context.checking())
    read = Read()
    codes = _codes_of(file, read)
    admit(context, caller, len(codes), response, paced=False)
    with context.database.read() as session:
        sequence = current_sequence(session)
        known = Screening(session, caller, None, context.checking(), scene).everybody()
    with context.database.write() as session:
        revision = begin(session, caller, scene, sequence, context.checking())
    for start in range(0, len(codes), AT_ONCE):
        some = codes[start : start + AT_ONCE]
        with context.database.write() as session:
            add(session, Screening(session, caller, None, context.checking(), scene), revision, known, some)
    with context.database.write() as session:
        look_back(session, caller.member_id, revision, sequence)
    faults = [RosterFault(line=int(one.pointer[1:]), code=one.code, message=one.message) for one in read.faults]
    return RosterKept(kept=len(codes), refused=read.refused, faults=faults)


def _codes_of(file: UploadFile, read: Read) -> list[str]:
    """Each once, in order. Raises Invalid for a file that cannot be read, and for one with too many."""
    codes = set[str]()
    for code, _name in codes_of(TextIOWrapper(file.file, encoding="utf-8-sig", newline=""), read):
        codes.add(code)
        if len(codes) > MOST:
            message, zh = f"A roster holds {MOST:,} codes at most.", f"名册最多{MOST}个代码。"
            raise Invalid(message, Fault("/file", "too_many", message, zh), zh=zh)
    return sorted(codes)


@router.get("", summary="Read of one's roster", responses=answers(examples.VIEW, *AUTHORISED, "not_found", "forbidden"))
def read_roster(caller: CanCheck, context: Context) -> RosterView:
    """How many codes it holds and up to where it was looked at; one's own, nobody else's."""
    refuse_others(caller)
    with context.database.read() as session:
        return roster_view(session, find_roster(session, caller.member_id))


@router.delete("", summary="Delete one's roster", responses=answers(examples.DELETED, *AUTHORISED, "forbidden"))
def delete_roster(caller: CanCheck, context: Context) -> RosterDeleted:
    """The whole of it, at once. Where there is none nothing happens."""
    refuse_others(caller)
    with context.database.write() as session:
        return RosterDeleted(deleted=drop(session, caller.member_id))


@router.get(
    "/turned",
    summary="Page through those whose verdict has turned",
    responses=answers(examples.TURNED, *AUTHORISED, "not_found", "forbidden", "invalid_content"),
)
def read_turned(query: Annotated[TurnedQuery, Query()], caller: CanCheck, context: Context) -> TurnedPage:
    """In the order in which they turned, each once, with the verdict of this moment. What to do a check says."""
    refuse_others(caller)
    with context.database.read() as session:
        items, following = turned(session, caller, context.checking(), query.after, query.limit)
    return TurnedPage(items=items, next=following)
