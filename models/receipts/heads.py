"""The chain of signed heads: one for each commit of decisions, in the order of the commits.

Decisions of before there were heads stand under none; the first head says how many they were.
"""

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256

from sqlmodel import Session, col, func, select

from huixin.core.merkle import root_of
from huixin.local.receipts import HEAD, HEAD_KIND, digest_of
from huixin.types.receipt import LogHead
from models.decision_rows import Row, enter_rows, fresh_salts, leaf_of_row
from models.decisions import Decision, Head
from models.keys import SigningKey
from models.screenings import ScreeningRun
from models.signing import jws

NO_HEAD = sha256(b"").hexdigest()
"""What the first head repeats in place of a head before it."""
_TURN = 20_180_035
"""Names the turn on PostgreSQL."""


def wait_for_turn(log: Session) -> None:
    """Until this transaction ends no other adds to the chain."""
    # on SQLite the transaction is the only writer
    if log.connection().dialect.name == "postgresql":
        log.execute(select(func.pg_advisory_xact_lock(_TURN)))


def current_head(log: Session) -> Head | None:
    """None before anything was committed under a head."""
    return log.exec(select(Head).order_by(col(Head.number).desc()).limit(1)).first()


def seal(log: Session, rows: Sequence[Row], runs: Sequence[ScreeningRun], key: SigningKey, at: datetime) -> Head:
    """Enters decisions and runs of screenings, at least one of either, under the next head. Whoever calls it has waited
    for its turn."""
    before = current_head(log)
    number, salts = 1 if before is None else before.number + 1, fresh_salts(len(rows))
    ids = [*(row.id for row in rows), *(run.id for run in runs)]
    leaves = [leaf_of_row(row, salt) for row, salt in zip(rows, salts, strict=True)]
    content = LogHead(
        number=number,
        previous=NO_HEAD if before is None else before.digest,
        root=root_of([*leaves, *(run.digest for run in runs)]).hex(),
        size=len(ids),
        first=ids[0],
        last=ids[-1],
        at=at,
        unsealed=_unsealed(log) if before is None else None,
    )
    text = jws(HEAD.dump_json(content), HEAD_KIND, key)
    head = Head(number=number, digest=digest_of(text), signed=text)
    log.add(head)
    for leaf, run in enumerate(runs, len(rows)):
        run.batch, run.leaf = number, leaf
        log.add(run)
    log.flush()
    if rows:
        enter_rows(log, rows, number, salts)
    return head


def _unsealed(log: Session) -> int:
    return log.exec(select(func.count()).select_from(Decision).where(col(Decision.batch).is_(None))).one()
