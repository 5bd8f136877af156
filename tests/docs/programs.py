"""The Python of a page, run as it stands against a service that holds the demo."""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeAlias

import pytest
from fastapi.testclient import TestClient

import huixin
from api.app import create_app
from api.clock import Clock
from api.context import AppContext
from api.demo import Demo
from api.settings import Settings
from models.database import Database
from models.keys import KeyRing
from rules.ruleset import RuleSet
from tests.demo_home import NOW, copied

Served: TypeAlias = tuple[Demo, TestClient]


@contextmanager
def demo_served(demo_home: Path, home: Path, ruleset: RuleSet) -> Iterator[Served]:
    """A service in process, on the day on which the demo was loaded."""
    demo = copied(demo_home, home)
    clock_file = home / "clock"
    clock_file.write_text(NOW.isoformat())
    settings = Settings(home=home, clock_file=clock_file)
    clock = Clock.of(settings)
    context = AppContext(Database.open(home, clock.today), KeyRing.open(home), ruleset, clock, settings)
    with TestClient(create_app(context)) as http:
        yield demo, http
    context.database.close()


def programs(page: Path) -> list[str]:
    return re.findall(r"```python\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL)


def run_program(
    page: Path,
    who: str,
    served: Served,
    monkeypatch: pytest.MonkeyPatch,
    which: Sequence[int] | None = None,
    **known: Any,
) -> dict[str, Any]:
    """All programs of a page, or `which` of them by number, one after the other, as the member of that name.

    Gives what they have defined.
    """
    demo, http = served
    made = huixin.Client
    login = demo.members[who]
    space: dict[str, Any] = dict(known)
    with monkeypatch.context() as patch:
        patch.setattr(huixin, "Client", lambda: made("http://testserver", *login, http=http))
        all_of_it = programs(page)
        for number in range(len(all_of_it)) if which is None else which:
            program = all_of_it[number]
            exec(compile(program, page.name, "exec"), space)  # noqa: S102 - our own page
    return space
