"""Recognitions: how a department puts somebody on a list."""

from typing import Annotated

from fastapi import APIRouter, Body, Path, Query
from sqlmodel import select

from api import recognition_examples as examples
from api.auth import CanReadRecognitions, CanRecognise
from api.context import Context
from api.limits import GuardedRoute
from api.openapi import AUTHORISED, WITH_BODY, answers
from api.openapi import examples as shown
from api.paging import PageQuery
from huixin.types.document import PrintableView, RecognitionDocument
from huixin.types.recognition import NoticeOfRecognition, RecognitionActionRequest, RecognitionPage, RecognitionView
from models.paging import newest_first
from models.recognitions.bodies import find_recognition, seen_by
from models.recognitions.deciding import give_notice, take_step
from models.recognitions.documents import document_of
from models.recognitions.tables import Recognition
from models.recognitions.views import recognition_view

router = APIRouter(prefix="/v1/recognitions", tags=["recognitions"], route_class=GuardedRoute)

RecognitionId = Annotated[str, Path(pattern="^rec_[0-9a-f]{32}$", examples=[examples.RECOGNITION.id])]
CHANGES = (*AUTHORISED, *WITH_BODY, "not_found", "conflict", "forbidden")


@router.get(
    "",
    summary="Page through recognitions",
    responses=answers(examples.RECOGNITION_PAGE, *AUTHORISED, "invalid_content"),
)
def read_recognitions(
    query: Annotated[PageQuery, Query()], caller: CanReadRecognitions, context: Context
) -> RecognitionPage:
    """A department's own, a unit's of its departments; the centre's all, newest first."""
    with context.database.read() as session:
        rows, end = newest_first(
            session, select(Recognition).where(seen_by(caller)), Recognition, after=query.after, limit=query.limit
        )
        return RecognitionPage(items=[recognition_view(context.ruleset.catalogue, row) for row in rows], next=end)


@router.get(
    "/{recognition_id}",
    summary="Read one of the recognitions",
    responses=answers(examples.RECOGNITION, *AUTHORISED, "not_found", "invalid_content"),
)
def read_recognition(recognition_id: RecognitionId, caller: CanReadRecognitions, context: Context) -> RecognitionView:
    """One that is the caller's to see."""
    with context.database.read() as session:
        return recognition_view(context.ruleset.catalogue, find_recognition(session, caller, recognition_id))


@router.post(
    "",
    status_code=201,
    summary="Give notice of a recognition",
    responses=answers(examples.RECOGNITION, *CHANGES, status=201),
)
def write_recognition(
    body: Annotated[
        NoticeOfRecognition, Body(openapi_examples=shown(counterfeit_goods=examples.NOTICE_OF_RECOGNITION))
    ],
    caller: CanRecognise,
    context: Context,
) -> RecognitionView:
    """By a department that is named among the recognisers of the list; the centre never recognises."""
    with context.database.write() as session:
        return recognition_view(context.ruleset.catalogue, give_notice(context.work(session, caller), body))


@router.post(
    "/{recognition_id}/actions",
    summary="Take the next step of a recognition",
    responses=answers(examples.RECOGNITION, *CHANGES),
)
def write_recognition_action(
    recognition_id: RecognitionId,
    body: Annotated[RecognitionActionRequest, Body(openapi_examples=shown(**examples.RECOGNITION_ACTIONS))],
    caller: CanRecognise,
    context: Context,
) -> RecognitionView:
    """Statement, decision, service; the listing is proposed until service has taken effect. The centre publishes."""
    with context.database.write() as session:
        return recognition_view(
            context.ruleset.catalogue, take_step(context.work(session, caller), recognition_id, body.root)
        )


@router.get(
    "/{recognition_id}/documents/{document}",
    summary="Print a document of a recognition",
    responses=answers(examples.PRINTABLE, *AUTHORISED, "not_found", "invalid_content"),
)
def read_recognition_document(
    recognition_id: RecognitionId, document: RecognitionDocument, caller: CanReadRecognitions, context: Context
) -> PrintableView:
    """The notice, the decision, or the 信用修复告知书, as a page to print, with the place for the seal."""
    with context.database.read() as session:
        row = find_recognition(session, caller, recognition_id)
        return document_of(session, context.ruleset.catalogue, row, document)
