"""What every request needs, built once: databases, keys, rules, clock and settings."""

from dataclasses import dataclass, field
from datetime import date, datetime
from threading import Event
from typing import Annotated

from fastapi import Depends
from starlette.requests import Request

from api.clock import Clock
from api.settings import Settings
from huixin.core.windows import day_of
from models.checks import CheckContext
from models.database import Database
from models.keys import KeyRing
from models.rights.identity import LicenceVerifier
from rules.ruleset import RuleSet, default_ruleset


@dataclass(frozen=True, slots=True)
class AppContext:
    database: Database
    keys: KeyRing
    ruleset: RuleSet
    clock: Clock
    settings: Settings
    licences: LicenceVerifier | None = None
    """What verifies electronic business licences; none is connected yet."""
    stopping: Event = field(default_factory=Event, compare=False)
    """Set once the workers of this process are to come to an end."""

    @classmethod
    def open(cls, settings: Settings) -> "AppContext":
        """Opens the databases and keys under `settings.home`; whoever opens it closes the database."""
        return cls(
            database=Database.open(settings.home, settings.database_url),
            keys=KeyRing.open(settings.home),
            ruleset=default_ruleset(),
            clock=Clock.of(settings),
            settings=settings,
        )

    def now(self) -> datetime:
        return self.clock.now()

    def today(self) -> date:
        """The day in Shanghai."""
        return self.clock.today()

    def checking(self) -> CheckContext:
        """One instant for a whole request."""
        now = self.clock.now()
        return CheckContext(ruleset=self.ruleset, keys=self.keys, now=now, today=day_of(now))


def context_of(request: Request) -> AppContext:
    context = request.app.state.context
    assert isinstance(context, AppContext)  # noqa: S101 - narrows an untyped attribute
    return context


Context = Annotated[AppContext, Depends(context_of)]
