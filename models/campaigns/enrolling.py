"""Rosters: whom a platform enrols, screened as they come, and looked at again where something about them changes."""

import csv
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import Any, TextIO, TypeAlias

from sqlalchemy import update
from sqlmodel import Session, col, or_, select
from sqlmodel.sql.expression import SelectOfScalar

from huixin.core.identifiers import IdentifierError, organisation_code_of, parse_uscc
from huixin.core.names import normalise
from huixin.core.resident_ids import looks_like_resident_id
from huixin.core.vocabulary import Outcome
from models.bulk import among, among_numbers, insert_rows
from models.bundles.merchants import BY_CODE, BY_NAME, BY_OLDER, Entry, Knowing, changed_since
from models.caller import Caller
from models.campaigns.conduct import ENROL
from models.campaigns.screening import Screened, Screening, goes_on, rules_of
from models.campaigns.tables import LONGEST_NAME, Campaign, Enrolment
from models.checks import CheckContext
from models.clauses import Clause
from models.errors import Conflict, Fault, Forbidden, Invalid, NotFound
from models.members import Member
from models.sequence import current_sequence
from models.subjects import hash_of

AT_ONCE = 5_000
"""Rows of a roster that come in together."""
FAULTS_TOLD = 20
_COLUMNS = {"uscc": ("uscc", "统一社会信用代码", "tyshxydm"), "name": ("name", "名称", "企业名称", "商家名称", "jgmc")}
_FIELDS = (
    "campaign_id", "member_id", "uscc", "name", "organisation_code", "name_hash",
    "enrolled_on", "screened_on", "outcome", "rules", "known",
)  # fmt: skip
Merchant = tuple[str, str]
"""Code and name."""


@dataclass
class Roster:
    """What came of a roster. `faults`: the first rows that could not be taken; `refused`: how many there are."""

    enrolled: int = 0
    again: int = 0
    refused: int = 0
    faults: list[Fault] = field(default_factory=list)

    def refuse(self, row: int, code: str, message: str) -> None:
        self.refused += 1
        if len(self.faults) < FAULTS_TOLD:
            self.faults.append(Fault(f"/{row}", code, message))


def read_roster(stream: TextIO, roster: Roster) -> Iterator[Merchant]:
    """The rows of a CSV file whose header names code and name; a row that cannot be taken is counted in `roster`.

    Raises Invalid where the header names no code, and for what is no CSV in UTF-8.
    """
    try:
        yield from _read(csv.reader(stream), roster)
    except (UnicodeDecodeError, csv.Error) as error:
        message, zh = "The file is no CSV in UTF-8.", "文件不是 UTF-8 编码的 CSV。"
        raise Invalid(message, Fault("/file", "unreadable", message, zh), zh=zh) from error


def _read(reader: Any, roster: Roster) -> Iterator[Merchant]:
    header = [cell.strip().lower().lstrip("\ufeff") for cell in next(reader, [])]
    places = {key: _place(header, words) for key, words in _COLUMNS.items()}
    if places["uscc"] is None:
        message = "The header names no column of unified social credit codes (uscc or 统一社会信用代码)."
        raise Invalid(message, Fault("/file", "no_code_column", message))
    for number, row in enumerate(reader, start=2):
        cells = {key: "" if at is None or at >= len(row) else row[at].strip() for key, at in places.items()}
        merchant = _merchant(number, cells["uscc"], cells["name"], roster)
        if merchant is not None:
            yield merchant


def _place(header: list[str], words: tuple[str, ...]) -> int | None:
    return next((header.index(word) for word in words if word in header), None)


def _merchant(number: int, code: str, name: str, roster: Roster) -> Merchant | None:
    if len(name) > LONGEST_NAME or "\x00" in name or looks_like_resident_id(name):
        roster.refuse(number, "bad_name", "A name is short, and holds no resident ID.")
        return None
    try:
        return parse_uscc(code), name
    except IdentifierError as error:
        roster.refuse(number, error.problem, str(error))
        return None


def may_enrol(caller: Caller, campaign: Campaign, today: date) -> None:
    """Raises Forbidden, Conflict once the campaign is over."""
    if caller.kind not in ENROL:
        raise Forbidden("Platforms enrol merchants.", zh="报名由平台办理。")
    if not goes_on(campaign, today):
        raise Conflict(f"The campaign ended on {campaign.last_day}.", zh=f"活动已于{campaign.last_day}结束。")


def enrol(
    campaign_id: str,
    screening: Screening,
    known: Mapping[str, Entry],
    merchants: Collection[Merchant],
    roster: Roster,
) -> None:
    """One chunk of a roster, in the caller's transaction. Who is on it already is screened again."""
    names, session, member_id = dict(merchants), screening.session, screening.caller.member_id
    mine = Enrolment.campaign_id == campaign_id, Enrolment.member_id == member_id
    wanted = col(Enrolment.uscc).in_(among(session.connection(), names))
    there = {row.uscc: row for row in session.exec(select(Enrolment).where(*mine, wanted))}
    for uscc, row in there.items():
        row.name, row.name_hash = names[uscc], _hash(names[uscc])
        _write(row, screening, known)
    new = [(uscc, name) for uscc, name in sorted(names.items()) if uscc not in there]
    rows = [(campaign_id, *_row(screening, known, uscc, name)) for uscc, name in new]
    session.flush()
    insert_rows(session.connection(), Enrolment.__tablename__, _FIELDS, rows)
    roster.enrolled += len(rows)
    roster.again += len(there)


def _row(screening: Screening, known: Mapping[str, Entry], uscc: str, name: str) -> tuple[object, ...]:
    found, today = screening.screen(known, uscc, name), str(screening.context.today)
    key = (screening.caller.member_id, uscc, name, organisation_code_of(uscc), _hash(name))
    return (*key, today, today, found.outcome.value, found.rules, found.known)


def _write(row: Enrolment, screening: Screening, known: Mapping[str, Entry]) -> None:
    found = screening.screen(known, row.uscc, row.name)
    row.outcome, row.rules, row.known = found.outcome, found.rules, found.known
    row.screened_on = screening.context.today


def _hash(name: str) -> int:
    return hash_of(normalise(name)[:LONGEST_NAME])


def look_back(session: Session, campaign_id: str, sequence: int) -> None:
    """What a roster was screened by was read at that sequence: whatever has come since is followed for it too."""
    session.execute(
        update(Campaign).where(col(Campaign.id) == campaign_id, col(Campaign.cursor) > sequence).values(cursor=sequence)
    )


def follow(session: Session, campaign: Campaign, context: CheckContext) -> int:
    """Looks again at those enrolments about which something has changed since; at all of whom anything is known each
    day, by each new rules, and where their platform changed its clauses. How many: its work goes by the change, not by
    the roster."""
    newest, rules = current_sequence(session), rules_of(campaign, context)
    found = [*_touched(session, campaign), *session.exec(_anew(campaign, context.today, rules))]
    rows = {(row.member_id, row.uscc): row for row in found}
    for member_id in {member_id for member_id, _ in rows}:
        screening = Screening.of(session, session.get_one(Member, member_id), campaign, context)
        own = (row for (owner, _), row in rows.items() if owner == member_id)
        while some := list(islice(own, AT_ONCE)):
            known = screening.of_these([(row.uscc, row.name) for row in some])
            for row in some:
                _write(row, screening, known)
    campaign.cursor, campaign.rescreened_on, campaign.rules = newest, context.today, rules
    session.flush()
    return len(rows)


def _anew(campaign: Campaign, today: date, rules: str) -> SelectOfScalar[Enrolment]:
    """Of whom anything is known: all, on another day or by other rules; else those of whose platform a clause came,
    changed or went."""
    known = select(Enrolment).where(Enrolment.campaign_id == campaign.id, col(Enrolment.known))
    if campaign.rules != rules or campaign.rescreened_on < today:
        return known
    touched = or_(col(Clause.seq_from) > campaign.cursor, col(Clause.seq_to) > campaign.cursor)
    return known.where(col(Enrolment.member_id).in_(select(Clause.member_id).where(touched)))


Told: TypeAlias = list[tuple[Enrolment, Screened]]


def enrolments_now(
    screening: Screening, campaign_id: str, outcome: Outcome | None, after: str | None, limit: int
) -> Told:
    """One's own by code, with what they come to at this moment, and only those that come to `outcome` by then: what was
    written down of them when they were last looked at is not told."""
    own = select(Enrolment).where(
        Enrolment.campaign_id == campaign_id, Enrolment.member_id == screening.caller.member_id
    )
    if outcome is not None:
        own = own.where(or_(col(Enrolment.known), Enrolment.outcome == outcome))
    found: Told = []
    while len(found) < limit:
        page = own if after is None else own.where(Enrolment.uscc > after)
        rows = screening.session.exec(page.order_by(col(Enrolment.uscc)).limit(limit)).all()
        told = zip(rows, screened_now(screening, rows), strict=True)
        found += [(row, one) for row, one in told if outcome in (None, one.outcome)]
        if len(rows) < limit:
            break
        after = rows[-1].uscc
    return found[:limit]


def take_off(session: Session, caller: Caller, campaign_id: str, uscc: str) -> None:
    """Gone from the database, and counted nowhere. Raises NotFound where the caller enrolled no such merchant."""
    row = session.get(Enrolment, (campaign_id, caller.member_id, uscc))
    if row is None:
        raise NotFound(f"You have enrolled no {uscc}.", zh=f"报名名册中没有{uscc}。")
    session.delete(row)
    session.flush()


def screened_now(screening: Screening, rows: Collection[Enrolment]) -> list[Screened]:
    """What the rows come to at this moment, in their order; written down it is by the next job."""
    known = screening.of_these([(row.uscc, row.name) for row in rows if row.known])
    return [
        screening.screen(known, row.uscc, row.name) if row.known else Screened(Outcome(row.outcome), row.rules)
        for row in rows
    ]


def _touched(session: Session, campaign: Campaign) -> Iterable[Enrolment]:
    """Those whose code, organisation code or name leads to somebody who has changed."""
    changed = changed_since(session, campaign.cursor)
    if not changed:
        return []
    keys = Knowing(session, lambda _: True).keys_of(changed)
    codes = {prefix: [key.removeprefix(prefix) for key in keys if key.startswith(prefix)] for prefix in _PREFIXES}
    connection = session.connection()
    names = [hash_of(name[:LONGEST_NAME]) for name in codes[BY_NAME]]
    touched = or_(
        col(Enrolment.uscc).in_(among(connection, codes[BY_CODE])),
        col(Enrolment.organisation_code).in_(among(connection, codes[BY_OLDER])),
        col(Enrolment.name_hash).in_(among_numbers(connection, names)),
    )
    return session.exec(select(Enrolment).where(Enrolment.campaign_id == campaign.id, touched)).all()


_PREFIXES = (BY_CODE, BY_OLDER, BY_NAME)
