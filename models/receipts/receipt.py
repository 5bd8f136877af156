"""The receipts of a decision and of a run of a screening."""

from sqlmodel import Session, col

from huixin.core.merkle import path_of
from huixin.types.receipt import Proof, Receipt
from huixin.types.screening import ScreeningReceipt
from models.decisions import Decision, Head
from models.errors import NotFound
from models.keys import KeyRing
from models.receipts.leaves import Stretch, logged, sealed
from models.screenings import ScreeningRun


def receipt_of(log: Session, decision: Decision, keys: KeyRing, *, whole: bool) -> Receipt:
    """`whole`: with the answer and whom it is about; else with their digests alone. NotFound for a decision of before
    there were heads."""
    if decision.batch is None or decision.leaf is None:
        raise NotFound("This decision is older than the receipts.", zh="此项查询早于回执的启用。")
    head = log.get_one(Head, decision.batch)
    [own] = logged(log, col(Decision.id) == decision.id)
    return Receipt(
        decision=dict(own.kept),
        salt=own.salt,
        about=dict(own.about) if whole and own.about is not None else None,
        about_digest=own.about_digest,
        answer=own.answer if whole else None,
        answer_digest=own.answer_digest,
        proof=_proof(log, decision.batch, decision.leaf),
        head=head.signed,
        keys=_trusted(keys),
    )


def receipt_of_run(log: Session, run: ScreeningRun, keys: KeyRing) -> ScreeningReceipt:
    """The receipt of a run of a screening."""
    head, told = log.get_one(Head, run.batch), run.told
    return ScreeningReceipt(run=told, proof=_proof(log, run.batch, run.leaf), head=head.signed, keys=_trusted(keys))


def _proof(log: Session, batch: int, leaf: int) -> Proof:
    path = path_of([one.digest for one in sealed(log, Stretch.only(batch))], leaf)
    return Proof(place=leaf, path=[digest.hex() for digest in path])


def _trusted(keys: KeyRing) -> list[dict[str, str]]:
    return [{**key.public_jwk, "kid": key.kid} for key in keys.receipt_keys]
