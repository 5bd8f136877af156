"""Rule sets as they are told."""

from datetime import datetime
from typing import Literal

from sqlmodel import Session, col, select

from huixin.types.base import Label
from huixin.types.horizon import ConfirmationView, RegisteredStatement
from huixin.types.ruleset import (
    AcceptedFinding,
    AnalysisFinding,
    DocumentName,
    DocumentView,
    FindingView,
    RulesetAnalysis,
    RulesetCheck,
    RulesetDetail,
    RulesetEventView,
    RulesetView,
    SuspensionView,
)
from models.caller import Caller
from models.rulesets.drafting import SEES_DRAFTS, etag_of
from models.rulesets.in_force import Timeline
from models.rulesets.tables import MeasureSuspension, Ruleset, RulesetDocument, RulesetEvent
from rules.analysis import Analysis, Found
from rules.catalogue import Catalogue
from rules.finding_words import in_chinese
from rules.findings import Finding
from rules.unverified import Registered
from rules.written import Judged

Standing = Literal["scheduled", "in_force", "superseded"]


def ruleset_view(version: Ruleset, timeline: Timeline, now: datetime) -> RulesetView:
    return RulesetView.model_validate(version.model_dump() | {"standing": _standing(version, timeline, now)})


def ruleset_detail(
    session: Session, caller: Caller, version: Ruleset, timeline: Timeline, now: datetime
) -> RulesetDetail:
    """To members without the work on it: only when it was published."""
    told = ruleset_view(version, timeline, now).model_dump()
    history = _history(session, version.id)
    if caller.kind not in SEES_DRAFTS:
        history = [RulesetEventView(at=one.at, action=one.action) for one in history if one.action == "publish"]
    return RulesetDetail(**told, documents=_names(session, version.id), history=history)


def _standing(version: Ruleset, timeline: Timeline, now: datetime) -> Standing | None:
    if version.state != "published" or version.effective_from is None:
        return None
    if version.effective_from > now:
        return "scheduled"
    row = timeline.at(now)
    return "in_force" if row is not None and row.ruleset_id == version.id else "superseded"


def _names(session: Session, version_id: str) -> list[DocumentName]:
    rows = session.exec(
        select(RulesetDocument).where(RulesetDocument.ruleset_id == version_id).order_by(col(RulesetDocument.path))
    )
    return [DocumentName(path=row.path, etag=etag_of(row.content), characters=len(row.content)) for row in rows]


def _history(session: Session, version_id: str) -> list[RulesetEventView]:
    rows = session.exec(
        select(RulesetEvent).where(RulesetEvent.ruleset_id == version_id).order_by(col(RulesetEvent.id))
    )
    return [RulesetEventView(at=row.at, action=row.action, person=row.person, note=row.note) for row in rows]


def document_view(row: RulesetDocument) -> DocumentView:
    return DocumentView(path=row.path, etag=etag_of(row.content), content=row.content)


def check_view(found: Judged) -> RulesetCheck:
    return RulesetCheck(
        digest=found.digest,
        findings=[_finding(one) for one in found.findings],
        tests=found.tests,
        failed=[_finding(one) for one in found.failed],
        analysis=None if found.analysis is None else _analysis(found.analysis),
    )


def _analysis(analysis: Analysis) -> RulesetAnalysis:
    return RulesetAnalysis(
        findings=[_found(one) for one in analysis.findings],
        accepted=[
            AcceptedFinding(kind=one.kind, entry=one.entry, code=one.finding, reason=one.reason)
            for one in analysis.accepted
        ],
        classes=analysis.classes,
        situations=analysis.situations,
        scenes=analysis.scenes,
        epochs=analysis.epochs,
    )


def _found(one: Found) -> AnalysisFinding:
    return AnalysisFinding(
        document=None if one.file is None else one.file.as_posix(),
        line=one.line,
        code=one.code,
        message=one.message,
        hint=one.hint,
        example=one.example,
        scenes=list(one.scenes),
        since=one.since,
        until=one.until,
    )


def _finding(one: Finding) -> FindingView:
    told = {"code": one.code, "message": one.message, "hint": one.hint, "zh": in_chinese(one)}
    return FindingView(document=one.file.as_posix(), line=one.line, **told)


def suspension_view(catalogue: Catalogue, row: MeasureSuspension) -> SuspensionView:
    measure = catalogue.measures.get(row.measure)
    title = Label(zh=row.measure, en=row.measure) if measure is None else measure.title
    return SuspensionView.model_validate(row.model_dump() | {"title": title})


def registered_view(one: Registered) -> RegisteredStatement:
    return RegisteredStatement(
        kind=one.kind,
        code=one.code,
        path=list(one.path),
        title=one.title,
        verified=one.verified,
        confirmed=None if one.confirmed is None else ConfirmationView(**one.confirmed.model_dump()),
        document=None if one.file is None else one.file.as_posix(),
        line=one.line,
    )
