"""Where the demo's stories happen: who acts, on which day, and what was made of each firm so far.

Everything goes through the domain operations that the API calls, on days counted from the one of loading.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import count

from sqlmodel import Session, select

from api.demo.cast import CENTRE, FIRMS, Firm
from huixin.core.windows import day_of
from models.caller import Caller
from models.cases.tables import Case
from models.cases.work import Work
from models.decisions import Decision
from models.keys import KeyRing
from models.recognitions.tables import Recognition
from models.sequence import keep_time
from models.subjects import find_by_key
from rules.ruleset import RuleSet


@dataclass
class Office:
    """`callers` by the key of their role, `recognitions` by brand; `decisions` are yet to be written to the log."""

    session: Session
    ruleset: RuleSet
    keys: KeyRing
    now: datetime
    callers: dict[str, Caller]
    recognitions: dict[str, str] = field(default_factory=dict)
    decisions: list[Decision] = field(default_factory=list)
    codes: dict[str, str] = field(default_factory=dict)
    """One-time codes that are out, by brand."""
    numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def subject(self, brand: str) -> str:
        found = find_by_key(self.session, f"uscc:{FIRMS[brand].uscc}")
        assert found is not None, brand  # noqa: S101 (pushed or recognised before)
        return found.id

    def case(self, brand: str) -> Case:
        return self.session.exec(select(Case).where(Case.subject_id == self.subject(brand))).one()

    def at(self, offset: int) -> datetime:
        return self.now + timedelta(days=offset)

    def day(self, offset: int) -> date:
        return day_of(self.at(offset))

    def work(self, who: str, offset: int = 0) -> Work:
        """As the member with this key, so many days after the loading."""
        return Work(self.session, self.callers[who], self.ruleset.catalogue, self.at(offset))

    def reach(self, offset: int) -> None:
        """What is written from now on becomes known on that day."""
        keep_time(self.session, lambda: day_of(self.at(offset)))


@dataclass(frozen=True, slots=True)
class Day:
    """One day of one firm: `offset` days after the loading, so before it where negative."""

    office: Office
    offset: int
    firm: Firm

    @property
    def now(self) -> datetime:
        return self.office.at(self.offset)

    @property
    def today(self) -> date:
        return day_of(self.now)

    def after_loading(self, days: int) -> date:
        """So many days after the demo was loaded."""
        return day_of(self.office.at(days))

    @property
    def case(self) -> Case:
        return self.office.case(self.firm.brand)

    @property
    def unit(self) -> str:
        """Code of the unit that handles the firm's case."""
        return str(self.case.unit)

    @property
    def recognition(self) -> Recognition:
        return self.office.session.get_one(Recognition, self.office.recognitions[self.firm.brand])

    @property
    def recogniser(self) -> str:
        """Key of the department that recognises."""
        return f"{self.recognition.unit}/{self.recognition.department}"

    @property
    def listing_id(self) -> str:
        """Of the record that was recognised, else of the name that was pushed."""
        if self.firm.brand in self.office.recognitions:
            return str(self.recognition.listing_id)
        return self.case.listing_id

    def work(self, who: str) -> Work:
        """As the member with this key; the centre for who is none."""
        callers = self.office.callers
        caller = callers.get(who, callers[CENTRE])
        return Work(self.office.session, caller, self.office.ruleset.catalogue, self.now)

    def number(self, unit: str, mark: str) -> str:
        """Of a new document: 惠城区责改〔2026〕7号."""
        place = self.office.ruleset.catalogue.units[unit].title.zh
        return f"{place}{mark}〔{self.today.year}〕{next(self.office.numbers)}号"


Step = Callable[[Day], None]
"""What happens to a firm on a day."""


def together(*steps: Step) -> Step:
    """All on the same day, one after the other."""

    def step(day: Day) -> None:
        for one in steps:
            one(day)

    return step
