"""Recognitions as they are told, and their three documents."""

from datetime import date, timedelta

from sqlmodel import Session

from huixin.core.vocabulary import Severity
from huixin.core.windows import months_after
from huixin.types.case_actions import Evidence
from huixin.types.recognition import PrintableView, RecognitionDocument, RecognitionView, Remedies
from models.errors import NotFound
from models.printing import page
from models.recognitions.bodies import body_name
from models.recognitions.tables import Recognition
from models.rights.repair_texts import how_to_repair
from models.subjects import subject_of
from rules.catalogue import Catalogue

_COPIED = (
    *("id", "list", "subject_id", "listing_id", "state", "created_at", "facts", "grounds", "reasons"),
    *("notice_number", "noticed_on", "statement_until", "statement_provisional", "statement"),
    *("number", "decided_on", "exit_conditions", "repair_notice_number"),
    *("served_on", "mode", "proof", "takes_effect_on", "published_on", "channel"),
)


def recognition_view(catalogue: Catalogue, row: Recognition) -> RecognitionView:
    return RecognitionView(
        **{name: getattr(row, name) for name in _COPIED},
        recogniser=body_name(catalogue, row.unit, row.department),
        evidence=tuple(Evidence.model_validate(one) for one in row.evidence),
        severity=None if row.severity is None else Severity(row.severity),
        problem_types=tuple(row.problem_types.split()),
        measures=tuple(row.measures),
        remedies=remedies_of(catalogue, row),
    )


def remedies_of(catalogue: Catalogue, row: Recognition) -> Remedies:
    """The periods of the day of the decision; they run from the day on which its service counts."""
    day: date = row.decided_on or row.noticed_on
    days = int(str(catalogue.parameter("review_days", day)))
    months = int(str(catalogue.parameter("litigation_months", day)))
    known = row.takes_effect_on
    return Remedies(
        review_days=days,
        review_until=None if known is None else known + timedelta(days=days),
        litigation_months=months,
        litigation_until=None if known is None else months_after(known, months),
    )


def document_of(session: Session, catalogue: Catalogue, row: Recognition, which: RecognitionDocument) -> PrintableView:
    """NotFound for a document that has not been made."""
    title, number, day, parts = _CONTENTS[which](catalogue, row)
    if which != "notice" and row.number is None:
        raise NotFound("There is no such document yet: nothing has been decided.")
    issuer = body_name(catalogue, row.unit, row.department)
    merchant = subject_of(session, row.subject_id).name
    return PrintableView(title=title, number=number, html=page(title, number, merchant, parts, issuer, day))


_Content = tuple[str, str | None, date | None, list[tuple[str, str]]]


def _notice(catalogue: Catalogue, row: Recognition) -> _Content:
    listed = catalogue.lists[row.list].title.zh
    told = f"现拟将你单位列入{listed}。你单位可于{row.statement_until}前向本单位陈述、申辩；逾期视为放弃。"
    parts = [("", told), ("一、拟认定的事实", row.facts), ("二、依据", row.grounds)]
    return "列入名单事先告知书", row.notice_number, row.noticed_on, parts


def _decision(catalogue: Catalogue, row: Recognition) -> _Content:
    remedies = remedies_of(catalogue, row)
    evidence = "\n".join(str(one["description"]) for one in row.evidence)
    measures = "、".join(catalogue.measures[code].title.zh for code in row.measures)
    severity = {"minor": "轻微", "general": "一般", "serious": "严重"}.get(row.severity or "", "")
    parts = [
        ("", f"经查，决定将你单位列入{catalogue.lists[row.list].title.zh}，失信程度：{severity}。"),
        ("一、事实", row.facts),
        ("二、证据", evidence),
        ("三、依据", row.grounds),
        ("四、陈述申辩情况", row.statement or "你单位在规定期限内未陈述、申辩。"),
        ("五、可能采取的措施", measures),
        ("六、移出条件", row.exit_conditions or ""),
        (
            "七、救济途径",
            f"如不服本决定，可自收到之日起{remedies.review_days}日内申请行政复议，"
            f"或者自收到之日起{remedies.litigation_months}个月内提起行政诉讼。",
        ),
    ]
    return "认定决定书", row.number, row.decided_on, parts


def _repair_notice(catalogue: Catalogue, row: Recognition) -> _Content:
    told = f"你单位因{row.number}被列入{catalogue.lists[row.list].title.zh}。改正并履行义务后，可以申请信用修复。"
    parts = [
        ("", told),
        ("一、移出条件", row.exit_conditions or ""),
        ("二、办理途径", how_to_repair(catalogue, row.list).zh),
    ]
    return "信用修复告知书", row.repair_notice_number, row.decided_on, parts


_CONTENTS = {"notice": _notice, "decision": _decision, "repair_notice": _repair_notice}
