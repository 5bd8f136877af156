"""Whether the log is what was signed: any decision altered, removed, put in or moved, and a tail cut off, is found."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Literal

from sqlmodel import Session, col, func, select

from huixin.core.merkle import root_of
from huixin.local.receipts import ReceiptRefused, digest_of, read_head
from huixin.types.receipt import LogHead
from models.decisions import Decision, Head
from models.receipts.heads import NO_HEAD
from models.receipts.leaves import Logged, Stretch, sealed
from models.screenings import ScreeningRun

Kind = Literal["signature", "chain", "content", "missing_head", "without_head", "cut"]


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong with the batch of a head; `head`: its number, 0 for what stands under none."""

    head: int
    kind: Kind
    says: str


@dataclass(frozen=True, slots=True)
class Expected:
    """A head that somebody has kept: with it a tail that was cut off is found."""

    number: int
    digest: str

    @classmethod
    def of(cls, text: str, keys: Sequence[Mapping[str, Any]]) -> "Expected":
        """Of a signed head, or of `number:digest` as answers carry it. ReceiptRefused or ValueError for another."""
        number, colon, digest = text.strip().partition(":")
        if colon:
            return cls(int(number), digest)
        return cls(read_head(text.strip(), keys).number, digest_of(text.strip()))


def audit(
    log: Session,
    keys: Sequence[Mapping[str, Any]],
    expected: Expected | None = None,
    stretch: Stretch = Stretch(),
) -> Iterator[Finding]:
    """Nothing where all is as it was signed. `keys`: the public ones of heads, as JWKs. Of a stretch that has an end,
    what comes after it is not asked about."""
    batches = groupby(sealed(log, stretch), lambda one: one.batch)
    waiting = next(batches, None)
    last = 0 if stretch.after is None else _last_until(log, stretch.after)
    heads = select(Head).where(stretch.holds(col(Head.number))).order_by(col(Head.number))
    for head in log.exec(heads.execution_options(yield_per=1000)):
        while waiting is not None and waiting[0] < head.number:
            yield _headless(waiting[0])
            waiting = next(batches, None)
        found: Sequence[Logged | ScreeningRun] = ()
        if waiting is not None and waiting[0] == head.number:
            found = list(waiting[1])
            waiting = next(batches, None)
        yield from _chained(head, last + 1, expected)
        yield from _whole(log, head, found, keys)
        last = head.number
    while waiting is not None:
        yield _headless(waiting[0])
        waiting = next(batches, None)
    if stretch.to is None and expected is not None and expected.number > last:
        yield Finding(expected.number, "cut", f"The log ends with head {last}; head {expected.number} was given out.")


def _last_until(log: Session, number: int) -> int:
    return log.exec(select(func.max(Head.number)).where(col(Head.number) <= number)).one() or 0


def _headless(number: int) -> Finding:
    return Finding(number, "missing_head", "There are decisions, and no head over them.")


def _chained(head: Head, number: int, expected: Expected | None) -> Iterator[Finding]:
    if head.number != number:
        yield Finding(head.number, "chain", f"Head {number} is missing before it.")
    if digest_of(head.signed) != head.digest:
        yield Finding(head.number, "chain", "Its digest is not its own.")
    if expected is not None and expected.number == head.number and expected.digest != digest_of(head.signed):
        yield Finding(head.number, "cut", "Another head of this number was given out.")


def _whole(
    log: Session, head: Head, found: Sequence[Logged | ScreeningRun], keys: Sequence[Mapping[str, Any]]
) -> Iterator[Finding]:
    try:
        told = read_head(head.signed, keys)
    except ReceiptRefused as refused:
        yield Finding(head.number, "signature", str(refused))
        return
    if told.number != head.number:
        yield Finding(head.number, "chain", f"It was signed as head {told.number}.")
    if told.previous != _previous(log, head.number):
        yield Finding(head.number, "chain", "It does not follow the head before it.")
    if [one.leaf for one in found] != list(range(told.size)):
        yield Finding(head.number, "content", f"It stands over {told.size} decisions; {len(found)} are there.")
    elif root_of([one.digest for one in found]).hex() != told.root:
        yield Finding(head.number, "content", "A decision under it was altered, or put in another's place.")
    yield from _older(log, told)


def _previous(log: Session, number: int) -> str:
    before = log.get(Head, number - 1)
    return NO_HEAD if before is None else digest_of(before.signed)


def _older(log: Session, told: LogHead) -> Iterator[Finding]:
    if told.number != 1:
        return
    older = log.exec(select(func.count()).select_from(Decision).where(col(Decision.batch).is_(None))).one()
    if older != told.unsealed:
        message = f"{told.unsealed} decisions are older than the chain; {older} stand under no head."
        yield Finding(0, "without_head", message)
