"""What the service can be asked, each operation once: a flow for one answer, an iterator of flows for many."""

import json
from collections.abc import Mapping
from typing import Any, Literal, TypeAlias

from huixin.config import UPLOAD_TIMEOUT
from huixin.errors import UnexpectedAnswer
from huixin.flows import Flow, Send, Session, ask, ask_content
from huixin.sending import Many, NamedFile, given, model, posted, segment
from huixin.types.change import Change, ChangePage
from huixin.types.clause import ClauseHistory, ClauseList, ClauseRequest, ClauseVersion, ClauseView
from huixin.types.decision import DecisionView, Judgement, ReviewRequest
from huixin.types.importing import ImportReport
from huixin.types.listing import ListingPage, ListingView, ListView, SubjectView
from huixin.types.local_decision import LocalDecisions, LocalDecisionsKept
from huixin.types.me import Me
from huixin.types.receipt import Receipt

ImportMode: TypeAlias = Literal["increment", "full"]


def decision(session: Session, decision_id: str, rederive: bool) -> Flow[DecisionView]:
    params = {"rederive": "true"} if rederive else {}
    return ask(session, Send("GET", f"/v1/decisions/{segment(decision_id)}", params=params), DecisionView)


def receipt(session: Session, decision_id: str) -> Flow[Receipt]:
    return ask(session, Send("GET", f"/v1/decisions/{segment(decision_id)}/receipt"), Receipt)


def decision_document(session: Session, decision_id: str, form: Literal["html", "pdf"]) -> Flow[bytes]:
    path = f"/v1/decisions/{segment(decision_id)}/document"
    return ask_content(session, Send("GET", path, params={"format": form}))


def upload_decisions(session: Session, decisions: LocalDecisions) -> Flow[LocalDecisionsKept]:
    return ask(session, posted("/v1/decisions/local", decisions), LocalDecisionsKept)


def review(session: Session, decision_id: str, judgement: dict[str, str]) -> Flow[Judgement]:
    request = posted(f"/v1/decisions/{segment(decision_id)}/review", model(ReviewRequest, judgement))
    return ask(session, request, Judgement)


def clause_versions(session: Session, clause_id: str) -> Flow[list[ClauseVersion]]:
    found = yield from ask(session, Send("GET", f"/v1/clauses/{segment(clause_id)}"), ClauseHistory)
    return found.items


def end_clause(session: Session, clause_id: str) -> Flow[ClauseView]:
    return ask(session, Send("DELETE", f"/v1/clauses/{segment(clause_id)}", repeatable=False), ClauseView)


def subject(session: Session, uscc: str) -> Flow[SubjectView]:
    return ask(session, Send("GET", f"/v1/subjects/{segment(uscc)}"), SubjectView)


def me(session: Session) -> Flow[Me]:
    return ask(session, Send("GET", "/v1/me"), Me)


def lists(session: Session) -> Flow[list[ListView]]:
    return ask(session, Send("GET", "/v1/lists"), list[ListView])


def listings(session: Session, filters: dict[str, str | int | None]) -> Many[ListingView]:
    """Page after page; a flow is made when the one before has told the cursor."""
    params = {key: str(value) for key, value in given(filters).items()}
    yield _listings_page(session, params)
    while "cursor" in params:
        yield _listings_page(session, params)


def _listings_page(session: Session, params: dict[str, str]) -> Flow[list[ListingView]]:
    asked = params.pop("cursor", None)
    page = yield from ask(
        session, Send("GET", "/v1/listings", params={**params, **given({"cursor": asked})}), ListingPage
    )
    if page.next is not None:
        if page.next == asked:
            raise UnexpectedAnswer(f"The service gave the same page cursor twice: {asked}.")
        params["cursor"] = page.next
    return page.items


def changes(session: Session, after: int, limit: int | None) -> Many[Change]:
    """Page after page, until there is no more for now."""
    position: int | None = after
    while position is not None:
        reached: list[int | None] = []
        yield _changes_step(session, position, limit, reached)
        position = reached[0] if reached else None


def _changes_step(session: Session, after: int, limit: int | None, reached: list[int | None]) -> Flow[list[Change]]:
    page = yield from change_page(session, after, limit)
    if page.more and page.next <= after:
        raise UnexpectedAnswer(f"The service gave the same place of the feed twice: {after}.")
    reached.append(page.next if page.more else None)
    return page.items


def change_page(session: Session, after: int, limit: int | None) -> Flow[ChangePage]:
    params = {key: str(value) for key, value in given({"after": after, "limit": limit}).items()}
    return ask(session, Send("GET", "/v1/changes", params=params), ChangePage)


def clauses(session: Session) -> Flow[list[ClauseView]]:
    listed = yield from ask(session, Send("GET", "/v1/clauses"), ClauseList)
    return listed.items


def add_clause(session: Session, clause: ClauseRequest) -> Flow[ClauseView]:
    return ask(session, posted("/v1/clauses", clause, repeatable=False), ClauseView)


def upload(
    session: Session, file: NamedFile, list_code: str, fields: dict[str, Any], mapping: Mapping[str, str] | None
) -> Flow[ImportReport]:
    """The same file twice changes nothing, so that a broken upload may be sent again."""
    return _send_file(session, "/v1/imports", file, {"list": list_code, **fields}, mapping)


def confirm_import(
    session: Session, import_id: str, file: NamedFile, mapping: Mapping[str, str] | None
) -> Flow[ImportReport]:
    return _send_file(session, f"/v1/imports/{segment(import_id)}/confirm", file, {}, mapping)


def _send_file(
    session: Session, path: str, file: NamedFile, fields: dict[str, Any], mapping: Mapping[str, str] | None
) -> Flow[ImportReport]:
    present = given({**fields, "mapping": None if mapping is None else json.dumps(dict(mapping))})
    data = {key: str(value).lower() if isinstance(value, bool) else str(value) for key, value in present.items()}
    return ask(session, Send("POST", path, data=data, file=file, timeout=UPLOAD_TIMEOUT), ImportReport)


def import_report(session: Session, import_id: str) -> Flow[ImportReport]:
    return ask(session, Send("GET", f"/v1/imports/{segment(import_id)}"), ImportReport)
