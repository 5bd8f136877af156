"""Rule sets as versions: drafts and their documents, approval, publication."""

from dataclasses import asdict
from typing import Annotated

from fastapi import APIRouter, Body, Header, Path, Query, Response
from pydantic import Field
from sqlmodel import Session

from api import ruleset_examples as examples
from api.auth import CanDecideRulesets, CanReadRulesets, CanWriteRulesets
from api.context import AppContext, Context
from api.limits import GuardedRoute
from api.openapi import AUTHORISED, WITH_BODY, answers
from api.openapi import examples as shown
from api.paging import PageQuery
from huixin.types.ruleset import (
    ApproveRuleset,
    DocumentRequest,
    DocumentView,
    NewRuleset,
    PublishRuleset,
    ReturnRuleset,
    RuleChange,
    RulesetCheck,
    RulesetDecisionRequest,
    RulesetDetail,
    RulesetDiff,
    RulesetPage,
    RulesetView,
)
from models.caller import Caller
from models.paging import newest_first
from models.rulesets.deciding import approve, publish, return_to_author, withdraw
from models.rulesets.drafting import (
    RuleWork,
    create_draft,
    find_document,
    find_own,
    find_seen,
    find_version,
    judged,
    keepers_only,
    named,
    remove_document,
    rules_of,
    submit,
    versions,
    write_document,
)
from models.rulesets.tables import Ruleset
from models.rulesets.views import check_view, document_view, ruleset_detail, ruleset_view
from rules.diff import diff

router = APIRouter(prefix="/v1/rulesets", tags=["rulesets"], route_class=GuardedRoute)

RulesetId = Annotated[str, Path(pattern="^rls_[0-9a-f]{32}$", examples=[examples.DRAFT.id])]
DocumentPath = Annotated[
    str,
    Query(
        alias="path",
        min_length=1,
        max_length=200,
        description="The pack, folders, the file.",
        examples=[examples.DOCUMENT.path],
    ),
]
Seen = Annotated[
    str | None,
    Header(
        alias="If-Match",
        pattern=r'^"[0-9a-f]{32}"$',
        description="The ETag of the document as its writer has read it; without it the document is a new one.",
    ),
]
Older = Annotated[str, Query(alias="from", pattern="^rls_[0-9a-f]{32}$", examples=[examples.DRAFT.id])]
Newer = Annotated[str, Query(alias="to", pattern="^rls_[0-9a-f]{32}$", examples=[examples.DRAFT.id])]
GONE = ("not_found", "invalid_content")
CHANGES = (*AUTHORISED, *WITH_BODY, "not_found", "conflict", "forbidden")


class RulesetQuery(PageQuery):
    digest: str | None = Field(
        default=None,
        pattern="^sha256:[0-9a-f]{64}$",
        description="Only the version that an answer names by `as_of.ruleset`, whatever was suspended by then",
    )


@router.get("", summary="Page through rule sets", responses=answers(examples.PAGE, *AUTHORISED, "invalid_content"))
def read_rulesets(query: Annotated[RulesetQuery, Query()], caller: CanReadRulesets, context: Context) -> RulesetPage:
    """What was, is and will be in force, newest first; drafts for the centre and auditors."""
    with context.database.read() as session:
        seen = versions(caller) if query.digest is None else named(versions(caller), query.digest)
        rows, end = newest_first(session, seen, Ruleset, after=query.after, limit=query.limit)
        return RulesetPage(items=[_view(row, context) for row in rows], next=end)


@router.post("", status_code=201, summary="Draft a rule set", responses=answers(examples.DETAIL, *CHANGES, status=201))
def write_ruleset(
    body: Annotated[NewRuleset, Body(openapi_examples=shown(from_what_is_in_force=examples.NEW))],
    caller: CanWriteRulesets,
    context: Context,
) -> RulesetDetail:
    """A copy of the documents of another version, by default of the one in force."""
    with context.database.write() as session:
        version = create_draft(_work(session, caller, context), body)
        return ruleset_detail(session, caller, version, context.book.timeline(), context.now())


@router.get(
    "/diff",
    summary="Read what two rule sets say differently",
    responses=answers(examples.DIFF, *AUTHORISED, *GONE),
)
def read_ruleset_diff(caller: CanReadRulesets, context: Context, before: Older, after: Newer) -> RulesetDiff:
    """Not line by line, but what the entries say: a rule added, a ground changed, a value changed from a day on."""
    with context.database.read() as session:
        older, newer = (rules_of(session, context.book, find_seen(session, caller, one)) for one in (before, after))
    changes = [RuleChange.model_validate(asdict(one)) for one in diff(older.catalogue, newer.catalogue)]
    return RulesetDiff(before=older.digest, after=newer.digest, changes=changes)


@router.get(
    "/{ruleset_id}",
    summary="Read a rule set",
    responses=answers(examples.DETAIL, *AUTHORISED, "not_found", "invalid_content"),
)
def read_ruleset(ruleset_id: RulesetId, caller: CanReadRulesets, context: Context) -> RulesetDetail:
    """With the names of its documents and, for the centre and auditors, who did what with it."""
    with context.database.read() as session:
        version = find_seen(session, caller, ruleset_id)
        return ruleset_detail(session, caller, version, context.book.timeline(), context.now())


@router.get(
    "/{ruleset_id}/check",
    summary="Check and test a rule set",
    responses=answers(examples.CHECK, *AUTHORISED, "not_found", "forbidden", "invalid_content"),
)
def check_ruleset(ruleset_id: RulesetId, caller: CanReadRulesets, context: Context) -> RulesetCheck:
    """What is wrong with its documents, with document, line and what to do; and which of its tests fail. For the
    centre and auditors: it takes seconds of the service's time."""
    with context.database.read() as session:
        find_seen(session, caller, ruleset_id)
    keepers_only(caller)
    return check_view(judged(context.database, context.judging, ruleset_id).found)


@router.get(
    "/{ruleset_id}/document",
    summary="Read a document of a rule set",
    responses=answers(examples.DOCUMENT, *AUTHORISED, "not_found", "invalid_content"),
)
def read_ruleset_document(
    ruleset_id: RulesetId, path: DocumentPath, caller: CanReadRulesets, context: Context, response: Response
) -> DocumentView:
    """The whole file, with its ETag."""
    with context.database.read() as session:
        version = find_seen(session, caller, ruleset_id)
        return _told(document_view(find_document(session, version.id, path)), response)


@router.put(
    "/{ruleset_id}/document",
    summary="Write a document of a draft",
    responses=answers(examples.DOCUMENT, *CHANGES, "precondition_failed"),
)
def write_ruleset_document(
    ruleset_id: RulesetId,
    path: DocumentPath,
    body: Annotated[DocumentRequest, Body(openapi_examples=shown(a_whole_file=examples.DOCUMENT_REQUEST))],
    caller: CanWriteRulesets,
    context: Context,
    response: Response,
    seen: Seen = None,
) -> DocumentView:
    """The whole file, in place of the one whose ETag is sent as If-Match."""
    with context.database.write() as session:
        row = write_document(_work(session, caller, context), ruleset_id, path, body.content, seen)
        return _told(document_view(row), response)


@router.delete(
    "/{ruleset_id}/document",
    summary="Remove a document from a draft",
    responses=answers(examples.DRAFT, *AUTHORISED, "not_found", "conflict", "precondition_failed", "invalid_content"),
)
def delete_ruleset_document(
    ruleset_id: RulesetId, path: DocumentPath, caller: CanWriteRulesets, context: Context, seen: Seen = None
) -> RulesetView:
    """The one whose ETag is sent as If-Match."""
    with context.database.write() as session:
        work = _work(session, caller, context)
        remove_document(work, ruleset_id, path, seen)
        return _view(find_version(session, ruleset_id), context)


@router.post(
    "/{ruleset_id}/submission",
    summary="Submit a draft",
    responses=answers(
        examples.SUBMITTED, *AUTHORISED, "not_found", "conflict", "invalid_content", "precondition_failed"
    ),
)
def submit_ruleset(ruleset_id: RulesetId, caller: CanWriteRulesets, context: Context) -> RulesetView:
    """Checks and tests it, names it by its digest, and lays it before a second person."""
    with context.database.read() as session:
        find_own(_work(session, caller, context), ruleset_id, "draft")
    judgement = judged(context.database, context.judging, ruleset_id)
    with context.database.write() as session:
        return _view(submit(_work(session, caller, context), ruleset_id, judgement), context)


@router.post(
    "/{ruleset_id}/actions",
    summary="Decide on a rule set",
    responses=answers(examples.SCHEDULED, *CHANGES, "second_person_needed"),
)
def write_ruleset_action(
    ruleset_id: RulesetId,
    body: Annotated[RulesetDecisionRequest, Body(openapi_examples=shown(**examples.ACTIONS))],
    caller: CanDecideRulesets,
    context: Context,
) -> RulesetView:
    """Approve it, as one who had no hand in it; return it; publish it; withdraw it before its instant has come."""
    act = body.root
    with context.database.write() as session:
        work = _work(session, caller, context)
        if isinstance(act, ApproveRuleset):
            version = approve(work, ruleset_id)
        elif isinstance(act, ReturnRuleset):
            version = return_to_author(work, ruleset_id, act)
        elif isinstance(act, PublishRuleset):
            version = publish(work, ruleset_id, act)
        else:
            version = withdraw(work, ruleset_id, act)
    context.book.refresh()
    return _view(version, context)


def _work(session: Session, caller: Caller, context: AppContext) -> RuleWork:
    return RuleWork(session, caller, context.book, context.now())


def _view(version: Ruleset, context: AppContext) -> RulesetView:
    return ruleset_view(version, context.book.timeline(), context.now())


def _told(document: DocumentView, response: Response) -> DocumentView:
    response.headers["ETag"] = document.etag
    return document
