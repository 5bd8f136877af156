"""Checking receipts without the service: that a signed head stands over just this decision and this answer."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Literal

from pydantic import TypeAdapter, ValidationError

from huixin.core.leaves import about_text, kept_text, leaf_from, leaf_of_run, salted
from huixin.core.merkle import NotInTree, root_by
from huixin.errors import HuixinError
from huixin.local.signatures import NotSigned, content_of
from huixin.types.receipt import LogHead, Proof, Receipt
from huixin.types.screening import ScreeningReceipt

HEAD_KIND = "huixin-log-head"
"""`typ` of the signature: nothing that the service signs for another purpose passes for a head."""
PURPOSE = "receipts"
"""Of the keys that sign heads."""
HEAD = TypeAdapter(LogHead)

_SALT = re.compile("[0-9a-f]{32}")
Flaw = Literal["unsigned", "unknown_key", "forged", "unreadable", "about", "answer", "tree"]


class ReceiptRefused(HuixinError):  # noqa: N818 - the name says what happened
    """A receipt that proves nothing. `reason` says why."""

    def __init__(self, reason: Flaw, message: str) -> None:
        super().__init__(message)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Proved:
    """What a receipt proves. `answer`: the text that was sent, where it was at hand."""

    head: LogHead
    decision: Mapping[str, Any]
    answer: str | None


def digest_of(signed: str) -> str:
    """By which the next head names this one."""
    return sha256(signed.encode()).hexdigest()


def read_head(signed: str, keys: Iterable[Mapping[str, Any]]) -> LogHead:
    """`keys`: the service's public keys as JWKs. Raises ReceiptRefused."""
    try:
        return HEAD.validate_json(content_of(signed, HEAD_KIND, keys, PURPOSE))
    except NotSigned as refused:
        raise ReceiptRefused(refused.reason, _SIGNATURE[refused.reason]) from None
    except ValidationError:
        raise ReceiptRefused("unreadable", "The head is of a form that this version does not read.") from None


def verify(receipt: Receipt, keys: Iterable[Mapping[str, Any]], answer: str | None = None) -> Proved:
    """`keys`: those that are trusted, never just the receipt's own. `answer`: the text that was received, where it is
    not in the receipt. Raises ReceiptRefused."""
    head = read_head(receipt.head, keys)
    told = receipt.answer if answer is None else answer
    if receipt.about is not None and _digest(receipt, _about(receipt)) != receipt.about_digest:
        raise ReceiptRefused("about", "What it says of whom it is about is not what was logged.")
    if told is not None and _digest(receipt, told) != receipt.answer_digest:
        raise ReceiptRefused("answer", "The answer is not the one that was logged.")
    digests = receipt.about_digest, receipt.answer_digest
    _stands(head, receipt.proof, lambda: leaf_from(kept_text(receipt.decision), *digests))
    return Proved(head, receipt.decision, told)


def verify_run(receipt: ScreeningReceipt, keys: Iterable[Mapping[str, Any]]) -> LogHead:
    """The head under which the run of a screening stands, as the receipt tells it. `keys` as for `verify`. Raises
    ReceiptRefused."""
    head = read_head(receipt.head, keys)
    _stands(head, receipt.proof, lambda: leaf_of_run(receipt.run))
    return head


def _stands(head: LogHead, proof: Proof, leaf: Callable[[], bytes]) -> None:
    try:
        path = [bytes.fromhex(digest) for digest in proof.path]
        root = root_by(leaf(), proof.place, head.size, path).hex()
    except (NotInTree, ValueError, KeyError):
        root = ""
    if root != head.root:
        raise ReceiptRefused("tree", "It does not stand under the signed head.")


def _about(receipt: Receipt) -> str:
    try:
        return about_text(receipt.about or {})
    except KeyError:
        raise ReceiptRefused("unreadable", "The receipt lacks a part.") from None


def _digest(receipt: Receipt, text: str) -> str:
    if receipt.salt is None:
        raise ReceiptRefused("answer", "What was answered has been erased; nothing proves it any more.")
    if not _SALT.fullmatch(receipt.salt):
        # a longer one could hold the beginning of the text
        raise ReceiptRefused("unreadable", "The receipt's salt is none.")
    return salted(receipt.salt, text)


_SIGNATURE = {
    "unsigned": "The head is not signed by the service for this purpose.",
    "unknown_key": "The head is signed with a key that is not among those that you trust.",
    "forged": "The signature does not belong to this head.",
}
