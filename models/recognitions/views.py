"""Recognitions as they are told."""

from datetime import date, timedelta

from huixin.core.vocabulary import Severity
from huixin.core.windows import months_after
from huixin.types.case_actions import Evidence
from huixin.types.recognition import Consent, PublishedAnew, RecognitionView, Remedies
from models.recognitions.bodies import body_name
from models.recognitions.tables import Recognition
from rules.catalogue import Catalogue
from rules.workdays import Deadline

STATEMENT = "statement_workdays"
REMEDIES = ("review_days", "litigation_months")
"""Parameters of the periods of 行政复议 and 行政诉讼."""
_COPIED = (
    *("id", "list", "subject_id", "listing_id", "state", "created_at", "facts", "grounds", "reasons"),
    *("notice_number", "noticed_on", "statement", "statement_complete"),
    *("number", "decided_on", "exit_conditions", "repair_notice_number"),
    *("served_on", "mode", "proof", "takes_effect_on", "published_on", "channel"),
)


def recognition_view(catalogue: Catalogue, row: Recognition) -> RecognitionView:
    until, provisional = statement_period(catalogue, row)
    return RecognitionView(
        **{name: getattr(row, name) for name in _COPIED},
        recogniser=body_name(catalogue, row.unit, row.department),
        statement_until=until,
        statement_provisional=provisional,
        evidence=tuple(Evidence.model_validate(one) for one in row.evidence),
        severity=None if row.severity is None else Severity(row.severity),
        problem_types=tuple(row.problem_types.split()),
        measures=tuple(row.measures),
        consent=_consent(row),
        corrections=tuple(PublishedAnew.model_validate(one) for one in row.corrections),
        remedies=remedies_of(catalogue, row),
    )


def statement_period(catalogue: Catalogue, row: Recognition) -> Deadline:
    """The last day for a statement: of what is decided the day that the decision waited for."""
    if row.decided_on is not None:
        return Deadline(row.statement_until, provisional=False)
    return catalogue.deadline(STATEMENT, row.noticed_on)


def _consent(row: Recognition) -> Consent | None:
    if row.consent_by is None or row.consent_number is None or row.consent_on is None:
        return None
    return Consent(by=row.consent_by, number=row.consent_number, on=row.consent_on)


def remedies_of(catalogue: Catalogue, row: Recognition) -> Remedies:
    """The periods of the day of the decision; they run from the day on which its service counts."""
    day: date = row.decided_on or row.noticed_on
    days, months = (catalogue.number(parameter, day) for parameter in REMEDIES)
    known = row.takes_effect_on
    return Remedies(
        review_days=days,
        review_until=None if known is None else known + timedelta(days=days),
        litigation_months=months,
        litigation_until=None if known is None else months_after(known, months),
    )
