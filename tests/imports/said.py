"""Files for the law of ends: what a source may say of two merchants and their decisions, and what then holds."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from huixin.core.vocabulary import EndKind
from huixin.core.windows import day_of
from models.base import new_id
from models.exits.tables import ListingEnd
from models.imports.keys import plain
from models.listings import ListingVersion, end_listing
from models.subjects import Subject

from .conftest import DESAY, NOW, TCL, World

HEADER = "记录编号,JGMC,TYSHXYDM,组织机构代码,工商注册号,RDBM,WSH,RDRQ,LRMDSY,TCRQ"
BODIES = ("国家市场监督管理总局", "市场监管总局", "")
NEW = "国市监认〔2026〕99号"
IMPOSSIBLE = "2026-09-01"
"""An exit before any decision."""

Decision = tuple[str, str]
"""Name of the merchant, number of the document."""


@dataclass(frozen=True)
class Merchant:
    name: str
    uscc: str
    number: str

    def codes(self, *, linked: bool) -> list[tuple[str, str, str]]:
        """USCC, organisation code and registration number as a row may give them; the number by itself once a row
        has linked the two."""
        organisation_code = f"{self.uscc[8:16]}-{self.uscc[16]}"
        found = [(self.uscc, "", ""), ("", organisation_code, ""), ("", "", ""), (self.uscc, "", self.number)]
        return [*found, ("", "", self.number)] if linked else found

    def owns(self, subject: Subject) -> bool:
        return subject.key in {
            f"uscc:{self.uscc}", f"org:{self.uscc[8:17]}", f"reg:{self.number}", f"name:{self.name}",
        }  # fmt: skip


MERCHANTS = (
    Merchant("惠州市益永畅商贸有限公司", TCL, "110108000000016"),
    Merchant("惠州市德赛商贸有限公司", DESAY, "440301105984804"),
)
DOCUMENTS = {
    "国市监认〔2026〕1号": (["", "A1", "A2"], ["2026-09-30", "2026-09-29", ""]),
    "国市监认〔2026〕2号": (["", "B1"], ["2026-09-30", "2026-09-29", ""]),
    "3号": (["", "C1", "C2"], ["2026-09-30"]),
}
"""By number, the numbers that the source gives the record, and the days that it states; those of a number without its
year tell two decisions apart. Two merchants may be in one document."""


@dataclass(frozen=True)
class Row:
    decision: Decision
    text: str
    ends_on: str = ""


@dataclass(frozen=True)
class File:
    """`days`: how long after the one before."""

    rows: tuple[Row, ...]
    mode: str = "increment"
    days: int = 0

    def text(self) -> str:
        return "\n".join([HEADER, *(row.text for row in self.rows)]) + "\n"


@dataclass(frozen=True)
class DecidedHere:
    """An end of all that stands of the decision, which the recogniser or the centre decides between files."""

    decision: Decision
    kind: EndKind
    after: int
    """Days until it comes."""


def row(merchant: Merchant, document: str, *, codes: tuple[str, str, str], recid: str = "", **said: str) -> Row:
    cells = {"body": BODIES[0], "number": document, "day": "2026-09-30", "why": "刷单", "ends_on": ""} | said
    return Row((merchant.name, document), ",".join([recid, merchant.name, *codes, *cells.values()]), cells["ends_on"])


@st.composite
def rows(draw: st.DrawFn, *, linked: bool) -> Row:
    merchant, document = draw(st.sampled_from(MERCHANTS)), draw(st.sampled_from(sorted(DOCUMENTS)))
    recids, days = DOCUMENTS[document]
    day = draw(st.sampled_from(days))
    ends = ["", "", "", "2026-10-20", "2026-11-01", "2026-12-01", *([IMPOSSIBLE] if day else [])]
    return row(
        merchant,
        document,
        codes=draw(st.sampled_from(merchant.codes(linked=linked))),
        recid=draw(st.sampled_from(recids)),
        body=draw(st.sampled_from(BODIES)),
        number=draw(st.sampled_from([document, document.replace("〔", "[").replace("〕", "] ")])),
        day=day,
        why=draw(st.sampled_from(["刷单", "刷单炒信"])),
        ends_on=draw(st.sampled_from(ends)),
    )


@st.composite
def histories(draw: st.DrawFn) -> list[File | DecidedHere]:
    linked = draw(st.booleans())
    links = tuple(row(one, "0号", codes=(one.uscc, "", one.number)) for one in MERCHANTS)
    files = st.builds(
        File,
        st.lists(rows(linked=linked), max_size=3).map(tuple),
        st.sampled_from(["increment", "increment", "full"]),
        st.sampled_from([0, 0, 40]),
    )
    decided = st.builds(
        DecidedHere,
        st.tuples(st.sampled_from([one.name for one in MERCHANTS]), st.sampled_from(sorted(DOCUMENTS))),
        st.sampled_from([EndKind.REMOVED, EndKind.REMOVED, EndKind.ANNULLED, EndKind.WITHDRAWN]),
        st.sampled_from([0, 30]),
    )
    several = st.lists(st.one_of(files, files, files, decided), min_size=2, max_size=5)
    return [*([File(links)] if linked else []), *draw(several)]


@dataclass
class Told:
    """What has been said of each decision. An end to come that a later row says otherwise leaves open what holds once
    its day is there; what a full file has lacked waits for a full file."""

    over: set[Decision] = field(default_factory=set)
    stands: set[Decision] = field(default_factory=set)
    lacking: set[Decision] = field(default_factory=set)
    coming: dict[Decision, date] = field(default_factory=dict)
    contested: set[Decision] = field(default_factory=set)
    decided: dict[Decision, date] = field(default_factory=dict)

    def pass_days(self, today: date) -> None:
        self.over |= {one for one, day in self.decided.items() if day <= today}
        come = {one for one, day in self.coming.items() if day <= today}
        self.over |= come - self.contested
        self.stands -= come | self.over

    def hear(self, file: File, today: date) -> None:
        said: dict[Decision, set[str]] = {}
        for one in file.rows:
            said.setdefault(one.decision, set()).add(one.ends_on)
        if file.mode == "full":
            lacks = self.stands - said.keys()
            self.stands, self.lacking = self.stands - lacks, self.lacking | lacks
        for decision, ends in said.items():
            self._hear_of(decision, ends, file.mode, today)

    def _hear_of(self, decision: Decision, ends: set[str], mode: str, today: date) -> None:
        is_known = decision in self.over | self.stands | self.lacking | self.coming.keys()
        come = {end for end in ends if end and end <= today.isoformat() and (is_known or end != IMPOSSIBLE)}
        # of an impossible row nothing lands, unless another row of the file has made its record known
        if come or (IMPOSSIBLE in ends and len(ends) > 1):
            self.over |= {decision} if come else set()
            self.stands -= {decision}
            return
        if ends == {IMPOSSIBLE}:
            return
        if self.coming.get(decision) is not None or len(ends) > 1:
            self.contested |= {decision}
        if ends != {""}:
            self.coming[decision] = date.fromisoformat(max(ends))
        is_absent = decision in self.lacking and mode != "full"
        if decision not in self.over and not is_absent and self._has_no_doubt(decision, today):
            self.stands |= {decision}
            self.lacking -= {decision}

    def _has_no_doubt(self, decision: Decision, today: date) -> bool:
        day = self.coming.get(decision)
        return day is None or day > today

    def decide(self, decision: Decision, on: date, today: date) -> None:
        if on <= today:
            self.over |= {decision}
            self.stands -= {decision}
        else:
            self.decided[decision] = min(on, self.decided.get(decision, on))


@dataclass
class Follow:
    """A world in which a history comes in, and what has been told in it."""

    world: World
    told: Told = field(default_factory=Told)
    now: datetime = NOW

    @property
    def today(self) -> date:
        return day_of(self.now)

    def go_on(self, event: File | DecidedHere) -> None:
        if isinstance(event, DecidedHere):
            self._decide(event)
            return
        self.now += timedelta(days=event.days)
        self.told.pass_days(self.today)
        self.world.take(event.text(), mode=event.mode, confirm=True, now=self.now)
        self.told.hear(event, self.today)

    def standing(self) -> set[Decision]:
        """Decisions of which a record counts today."""
        return {self._decision(*found) for found in self._records()}

    def _records(self) -> list[tuple[Subject, ListingVersion]]:
        return [
            (subject, version)
            for subject, _, version in self.world.records()
            if version.ended_on is None or version.ended_on > self.today
        ]

    def _decision(self, subject: Subject, version: ListingVersion) -> Decision:
        [merchant] = [one for one in MERCHANTS if one.owns(subject)]
        number = plain(version.document_number or "")
        return merchant.name, next((one for one in (*DOCUMENTS, NEW) if plain(one) == number), number)

    def _decide(self, event: DecidedHere) -> None:
        on = self.today + timedelta(days=event.after if event.kind is EndKind.REMOVED else 0)
        found = [version for who, version in self._records() if self._decision(who, version) == event.decision]
        with self.world.database.write() as session:
            for version in found:
                first = min(on, version.ended_on or on)
                end_listing(session, version.listing_id, first, event.kind, "移出")
                session.add(_row(version.listing_id, event.kind, on, self.now))
        if found:
            self.told.decide(event.decision, on, self.today)


def _row(listing_id: str, kind: EndKind, on: date, now: datetime) -> ListingEnd:
    facts: dict[str, Any] = {"decided_by": BODIES[0], "reason": "移出", "recorded_at": now}
    return ListingEnd(id=new_id("end"), listing_id=listing_id, kind=kind, on=on, **facts)
