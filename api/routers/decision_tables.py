"""The rules of a version as a workbook, for those who think in tables, and back into a draft."""

from dataclasses import asdict
from threading import Lock
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, File, Header, Query, UploadFile
from starlette.responses import Response

from api import ruleset_examples as examples
from api.auth import CanReadRulesets, CanWriteRulesets
from api.context import Context
from api.limits import GuardedRoute
from api.openapi import AUTHORISED, answers, refusals
from api.routers.attachments import SAFE
from api.routers.rulesets import CHANGES, GONE, RulesetId
from huixin.types.ruleset import RuleChange, TableView
from models.rulesets.decision_tables import documents_to_edit, table_etag, table_of, taken_in, write_table
from models.rulesets.drafting import RuleWork, documents_of, find_seen
from rules.tables.reading import MOST_BYTES

router = APIRouter(prefix="/v1/rulesets", tags=["rulesets"], route_class=GuardedRoute)

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_CONTENT: dict[str, Any] = {"content": {XLSX: {"schema": {"type": "string", "format": "binary"}}}}
Scene = Annotated[
    str | None,
    Query(
        max_length=64, description="The rules and limits of this scene; without it those of all", examples=["promotion"]
    ),
]
Edited = Annotated[UploadFile, File(description="The workbook, edited")]
Seen = Annotated[
    str | None,
    Header(
        alias="If-Match",
        pattern=r'^"[0-9a-f]{32}"$',
        description="The ETag of the table as it was taken: nobody has edited the draft since.",
    ),
]
_TURN = Lock()
"""One at a time: a workbook may unpack to much, and takes the time of checks."""


@router.get(
    "/{ruleset_id}/table",
    summary="Download the rules of a scene as a table",
    response_class=Response,
    responses={200: _CONTENT, **refusals(*AUTHORISED, *GONE)},
)
def read_ruleset_table(
    ruleset_id: RulesetId, caller: CanReadRulesets, context: Context, scene: Scene = None
) -> Response:
    """An XLSX workbook with conditions as columns and rules as rows, and its ETag. Its sheet 说明 says how to
    edit it."""
    with context.database.read() as session:
        documents = documents_of(session, find_seen(session, caller, ruleset_id).id)
    with _TURN:
        content = table_of(documents, scene)
    named = quote(f"{scene or 'rules'}.xlsx", safe="")
    headers = {**SAFE, "Content-Disposition": f"attachment; filename*=UTF-8''{named}", "ETag": table_etag(documents)}
    return Response(content, media_type=XLSX, headers=headers)


@router.put(
    "/{ruleset_id}/table",
    summary="Take an edited table into a draft",
    responses=answers(examples.TABLE, *CHANGES, "precondition_failed"),
)
def write_ruleset_table(
    ruleset_id: RulesetId,
    file: Edited,
    caller: CanWriteRulesets,
    context: Context,
    response: Response,
    seen: Seen = None,
) -> TableView:
    """In place of the rules of the table whose ETag is sent as If-Match: what it does not change stays as it is, letter
    for letter. What cannot be taken in is told by cell (`促销报名!F7`), and then nothing is written."""
    with context.database.read() as session:
        documents = documents_to_edit(RuleWork(session, caller, context.book, context.now()), ruleset_id, seen)
    with _TURN:
        draft = taken_in(file.file.read(MOST_BYTES + 1), documents)
    with context.database.write() as session:
        work = RuleWork(session, caller, context.book, context.now())
        etag, changes = write_table(work, ruleset_id, draft, seen)
    response.headers["ETag"] = etag
    return TableView(etag=etag, changes=[RuleChange.model_validate(asdict(one)) for one in changes])
