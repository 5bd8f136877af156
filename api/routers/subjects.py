"""Subjects: a merchant by its code, as far as the caller may know of it."""

from typing import Annotated

from fastapi import APIRouter, Path

from api import examples
from api.auth import CanReadSubjects
from api.context import Context
from api.limits import GuardedRoute
from api.openapi import AUTHORISED, answers
from api.reading import record_shown
from huixin.core.answer import record_view
from huixin.core.identifiers import IdentifierError, parse_uscc
from huixin.core.resident_ids import looks_like_resident_id
from huixin.types.listing import SubjectView
from huixin.types.record import AsOf
from models.checks.eyes import Eyes
from models.disclosure import seen_subject
from models.errors import Fault, Invalid
from models.sequence import current_sequence

router = APIRouter(prefix="/v1/subjects", tags=["subjects"], route_class=GuardedRoute)


@router.get(
    "/{uscc}",
    summary="Read a merchant's records",
    responses=answers(examples.SUBJECT_VIEW, *AUTHORISED, "not_found", "invalid_content"),
)
def read_subject(
    uscc: Annotated[str, Path(max_length=64, examples=[examples.USCC])], caller: CanReadSubjects, context: Context
) -> SubjectView:
    """404 where nothing is known that the caller may see. Natural persons are never found here."""
    code = _code(uscc)
    today, catalogue = context.today(), context.ruleset.catalogue
    with context.database.read() as session:
        found = seen_subject(session, code, Eyes(caller, caller.kind, catalogue, today, session))
        as_of = AsOf(date=today, sequence=current_sequence(session), ruleset=context.ruleset.digest)
    record_shown(context, caller, (record.id for record in found.records))
    labels = catalogue.labels
    return SubjectView(
        id=found.id,
        kind=found.kind,
        uscc=found.uscc,
        name=found.name,
        former_names=list(found.former_names),
        records=[record_view(labels, record, today) for record in found.records],
        as_of=as_of,
    )


def _code(text: str) -> str:
    if looks_like_resident_id(text):
        message = "This looks like a resident ID, which never belongs in an address: ask POST /v1/check."
        zh = "这像是身份证号码，不得写入网址，请使用 POST /v1/check。"
        raise Invalid(message, Fault("uscc", "resident_id_in_address", message, zh), zh=zh)
    try:
        return parse_uscc(text)
    except IdentifierError as error:
        code = "bad_uscc_" + error.problem.replace("-", "_")
        fault = Fault("uscc", code, error.message, error.message_zh)
        raise Invalid(error.message, fault, zh=error.message_zh) from None
