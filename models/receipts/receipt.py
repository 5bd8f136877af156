"""The receipt of one decision."""

from sqlmodel import Session, col

from huixin.core.merkle import path_of
from huixin.types.receipt import Proof, Receipt
from models.decisions import Decision, Head
from models.errors import NotFound
from models.keys import KeyRing
from models.receipts.leaves import logged


def receipt_of(log: Session, decision: Decision, keys: KeyRing, *, whole: bool) -> Receipt:
    """`whole`: with the answer and whom it is about; else with their digests alone. NotFound for a decision of before
    there were heads."""
    if decision.batch is None or decision.leaf is None:
        raise NotFound("This decision is older than the receipts.", zh="此项查询早于回执的启用。")
    head = log.get_one(Head, decision.batch)
    batch = list(logged(log, col(Decision.batch) == decision.batch))
    own = batch[decision.leaf]
    path = path_of([one.digest for one in batch], decision.leaf)
    return Receipt(
        decision=dict(own.kept),
        salt=own.salt,
        about=dict(own.about) if whole and own.about is not None else None,
        about_digest=own.about_digest,
        answer=own.answer if whole else None,
        answer_digest=own.answer_digest,
        proof=Proof(place=decision.leaf, path=[digest.hex() for digest in path]),
        head=head.signed,
        keys=[{**key.public_jwk, "kid": key.kid} for key in keys.receipt_keys],
    )
