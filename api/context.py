"""What every request needs, built once: databases, keys, rules, clock and settings."""

from dataclasses import dataclass, field
from datetime import date, datetime
from threading import Event
from typing import Annotated

from fastapi import Depends
from sqlmodel import Session
from starlette.requests import Request

from api.clock import Clock
from api.metering import Meter
from api.metrics import Metrics
from api.settings import Settings
from huixin.core.windows import day_of
from models.caller import Caller, Quota
from models.cases.work import Work
from models.checks import CheckContext
from models.database import Database
from models.keys import KeyRing
from models.log_writer import LogWriter
from models.quotas import Reserved, reserve
from models.rights.identity import LicenceVerifier
from models.rulesets.in_force import RuleBook
from models.rulesets.judging import Judging
from rules.ruleset import RuleSet, default_ruleset


@dataclass(frozen=True, slots=True)
class AppContext:
    database: Database
    keys: KeyRing
    shipped: RuleSet
    """The rules that came with the service: in force until a version is published."""
    clock: Clock
    settings: Settings
    licences: LicenceVerifier | None = None
    """What verifies electronic business licences; none is connected yet."""
    book: RuleBook = field(init=False, compare=False)
    log: LogWriter = field(init=False, compare=False)
    """Through it decisions come into the log."""
    judging: Judging = field(init=False, compare=False)
    """Judges drafts of rule sets beside this process."""
    meter: Meter = field(init=False, compare=False)
    """What members use of their quotas."""
    metrics: Metrics = field(default_factory=Metrics, compare=False)
    stopping: Event = field(default_factory=Event, compare=False)
    """Set once the workers of this process are to come to an end."""

    @classmethod
    def open(cls, settings: Settings) -> "AppContext":
        """Opens the databases and keys under `settings.home`; whoever opens it closes the database."""
        clock = Clock.of(settings)
        return cls(
            database=Database.open(settings.home, clock.today, settings.database_url),
            keys=KeyRing.open(settings.home),
            shipped=default_ruleset(),
            clock=clock,
            settings=settings,
        )

    def __post_init__(self) -> None:
        object.__setattr__(self, "book", RuleBook(self.database, self.shipped))
        object.__setattr__(self, "log", LogWriter(self.database, self.keys, self.metrics.committed))
        object.__setattr__(self, "judging", Judging(self.settings.analyses_folder))
        object.__setattr__(self, "meter", Meter(self._reserve))

    def _reserve(self, member_id: str, day: date, quota: Quota, needed: int) -> Reserved:
        with self.database.log_write() as log:
            return reserve(log, member_id, day, quota, needed)

    @property
    def ruleset(self) -> RuleSet:
        """What is in force now."""
        return self.book.at(self.now())

    def now(self) -> datetime:
        return self.clock.now()

    def today(self) -> date:
        """The day in Shanghai."""
        return self.clock.today()

    def work(self, session: Session, caller: Caller) -> Work:
        """What a caller does in one transaction, by the rules of this instant."""
        return Work(session, caller, self.ruleset.catalogue, self.now())

    def checking(self) -> CheckContext:
        """One instant for a whole request, and what was published by then."""
        published, now = self.book.timeline(), self.clock.now()
        ruleset = self.book.of(published.at(now))
        return CheckContext(ruleset, self.keys, now, day_of(now), self.book, published)


def context_of(request: Request) -> AppContext:
    context = request.app.state.context
    assert isinstance(context, AppContext)  # noqa: S101 - narrows an untyped attribute
    return context


Context = Annotated[AppContext, Depends(context_of)]
