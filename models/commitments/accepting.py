"""Making a commitment: by the merchant or the member itself, or entered by an authority that holds the paper."""

from dataclasses import dataclass
from datetime import date

from sqlmodel import col, select

from huixin.core.identifiers import IdentifierError, kind_of_uscc, parse_uscc
from huixin.core.vocabulary import MemberKind
from huixin.core.windows import months_after
from huixin.types.commitment import CommitmentRequest
from models.base import new_id
from models.cases.work import Work, refuse_future, wrong
from models.commitments.keys import check_signature, key_of, statement_of
from models.commitments.standing import days_of
from models.commitments.tables import MAY_PROMISE, Commitment, CommitmentTemplate, CommitmentVersion, MemberKey
from models.commitments.templates import newest
from models.errors import Conflict, Forbidden, NotFound
from models.evidence import attach
from models.personal import refuse_personal
from models.sequence import take_sequence
from models.subjects import current_version
from models.versions import in_force

_ENTERS = frozenset({MemberKind.CENTRE, MemberKind.UNIT})
_NEVER = frozenset({MemberKind.DEPARTMENT, MemberKind.AUDITOR})


@dataclass(frozen=True, slots=True)
class _Promiser:
    uscc: str
    name: str
    key: MemberKey | None = None


def accept(work: Work, body: CommitmentRequest) -> Commitment:
    """Raises Forbidden, NotFound for a template, Invalid, Conflict where one by the same template is in force."""
    if work.caller.kind in _NEVER:
        raise Forbidden("A merchant or a platform promises for itself; the centre or a unit enters what is on paper.")
    refuse_personal(body)
    refuse_future(work, "/accepted_on", body.accepted_on)
    promiser = _promiser(work, body)
    template = _template(work, body)
    kind = kind_of_uscc(promiser.uscc)
    if kind not in MAY_PROMISE:
        raise wrong("/uscc", "not_registered", "Registered entities alone stand in the register.")
    _refuse_second(work, promiser.uscc, template.code)
    signature = _signed(body, template, promiser)
    row = Commitment(
        id=new_id("cmt"),
        key=f"uscc:{promiser.uscc}",
        uscc=promiser.uscc,
        name=promiser.name,
        kind=kind,
        template=template.code,
        template_version=template.version,
        member_id=work.caller.member_id,
        by=work.caller.name,
        accepted_on=body.accepted_on,
        how="document" if signature is None else "signature",
        signature=signature,
        evidence=[one.model_dump(mode="json") for one in body.evidence],
        created_at=work.now,
    )
    work.session.add(row)
    work.session.flush()
    _enter_days(work, row, template)
    attach(work, body, commitment_id=row.id)
    return row


def _enter_days(work: Work, row: Commitment, template: CommitmentTemplate) -> None:
    ends = None if template.months is None else months_after(row.accepted_on, template.months)
    sequence = take_sequence(work.session).start
    work.session.add(
        CommitmentVersion(commitment_id=row.id, seq_from=sequence, valid_from=row.accepted_on, valid_to=ends)
    )
    work.session.flush()


def _promiser(work: Work, body: CommitmentRequest) -> _Promiser:
    if work.caller.kind in _ENTERS:
        if body.uscc is None or body.name is None:
            raise wrong("/uscc", "whose", "Say whose promise it is: `uscc` and `name`.")
        return _Promiser(_code(body.uscc), body.name.strip())
    own = _own(work)
    if body.uscc is not None and _code(body.uscc) != own.uscc:
        raise wrong("/uscc", "not_your_own", "A commitment is made for oneself.")
    return own


def _own(work: Work) -> _Promiser:
    caller = work.caller
    if caller.subject_id is not None:
        version = current_version(work.session, caller.subject_id)
        if version is None or version.uscc is None:
            raise Conflict("You are not known by a unified social credit code.")
        return _Promiser(version.uscc, version.name, key_of(work.session, caller.member_id))
    key = key_of(work.session, caller.member_id)
    if key is None:
        message = "You have no registered key; register one, or send the signed paper to the centre."
        raise Forbidden(message, zh="尚未登记签名公钥：请先登记，或将签署的承诺书交信用中心录入。")
    return _Promiser(key.uscc, key.name, key)


def _code(text: str) -> str:
    try:
        return parse_uscc(text)
    except IdentifierError as error:
        raise wrong("/uscc", "bad_code", str(error)) from error


def _template(work: Work, body: CommitmentRequest) -> CommitmentTemplate:
    """The version that was in force on the day of the promise."""
    found = newest(work.session, body.template, body.accepted_on)
    if found is None:
        raise NotFound(f"There was no template {body.template} in force on {body.accepted_on}.")
    if body.version is not None and body.version != found.version:
        message = f"On {body.accepted_on} version {found.version} of this template was in force."
        raise wrong("/version", "other_version", message)
    return found


def _refuse_second(work: Work, uscc: str, template: str) -> None:
    own = select(CommitmentVersion).join(Commitment, col(Commitment.id) == col(CommitmentVersion.commitment_id))
    own = own.where(Commitment.uscc == uscc, Commitment.template == template, in_force(CommitmentVersion, None))
    if any(_goes_on(version, work.today) for version in work.session.exec(own)):
        raise Conflict("This has been promised already, and is in force.", zh="已作出该承诺且仍在有效期内。")


def _goes_on(version: CommitmentVersion, day: date) -> bool:
    end = days_of(version).end
    return end is None or end > day


def _signed(body: CommitmentRequest, template: CommitmentTemplate, promiser: _Promiser) -> str | None:
    """Who has a registered key signs; all others send the document."""
    key = promiser.key
    if key is None:
        if body.signature is not None:
            raise wrong("/signature", "no_registered_key", "No key is registered to check this by.")
        if not any(one.sha256 for one in body.evidence):
            raise wrong("/evidence", "document_needed", "Upload the signed document and name it here.")
        return None
    if body.signature is None:
        raise wrong("/signature", "signature_needed", "You have a registered key: sign the statement by it.")
    check_signature(key, body.signature, statement_of(template, promiser.uscc, body.accepted_on))
    return body.signature
