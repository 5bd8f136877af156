"""The three documents of a recognition: the notice before it, the decision, and the 信用修复告知书 made with it."""

from datetime import date

from sqlmodel import Session

from huixin.types.document import PrintableView, RecognitionDocument
from models.errors import NotFound
from models.printing import Known, numbered, printed
from models.recognitions.bodies import body_name
from models.recognitions.tables import Recognition
from models.recognitions.views import remedies_of, statement_period
from models.rights.repair_texts import how_to_repair
from models.subjects import current_version
from rules.catalogue import Catalogue


def document_of(session: Session, catalogue: Catalogue, row: Recognition, which: RecognitionDocument) -> PrintableView:
    """NotFound for a document that has not been made."""
    if which != "notice" and row.number is None:
        raise NotFound("There is no such document yet: nothing has been decided.")
    form, number, day, further = _CONTENTS[which](catalogue, row)
    return printed(catalogue, form, number, day, {**_about(session, catalogue, row), **further})


def _about(session: Session, catalogue: Catalogue, row: Recognition) -> Known:
    subject = current_version(session, row.subject_id)
    return {
        "merchant": None if subject is None else subject.name,
        "uscc": None if subject is None else subject.uscc,
        "list": catalogue.list_title(row.list).zh,
        "recogniser": body_name(catalogue, row.unit, row.department),
        "facts": row.facts,
        "grounds": row.grounds,
        "exit_conditions": row.exit_conditions,
    }


_Content = tuple[str, str | None, date | None, Known]


def _notice(catalogue: Catalogue, row: Recognition) -> _Content:
    further: Known = {"statement_until": statement_period(catalogue, row).day}
    return "recognition_notice", row.notice_number, row.noticed_on, further


def _decision(catalogue: Catalogue, row: Recognition) -> _Content:
    remedies = remedies_of(catalogue, row)
    further: Known = {
        "severity": catalogue.texts[f"severity_{row.severity}"].says.zh,
        "evidence": numbered(str(one["description"]) for one in row.evidence),
        "statement": row.statement,
        "consent": None if row.consent_by is None else f"{row.consent_by}（{row.consent_number}）",
        "measures": "、".join(catalogue.measures[code].title.zh for code in row.measures),
        "review_days": remedies.review_days,
        "litigation_months": remedies.litigation_months,
    }
    return "recognition_decision", row.number, row.decided_on, further


def _repair_notice(catalogue: Catalogue, row: Recognition) -> _Content:
    further: Known = {"decision_number": row.number, "how_to_repair": how_to_repair(catalogue, row.list).zh}
    return "repair_notice", row.repair_notice_number, row.decided_on, further


_CONTENTS = {"notice": _notice, "decision": _decision, "repair_notice": _repair_notice}
