"""The packs as shipped: nothing here is made for the tests."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from huixin.core.evaluation import Evaluation, Question, evaluate
from huixin.core.facts import RequestFacts
from huixin.core.records import Record, Subject
from huixin.core.vocabulary import MemberKind, Role, SubjectKind
from huixin.core.windows import Window
from rules.catalogue import Catalogue
from rules.clauses import standard_clauses
from rules.ruleset import RuleSet, default_ruleset

Judge = Callable[..., Evaluation]


@pytest.fixture(scope="session")
def ruleset() -> RuleSet:
    return default_ruleset()


@pytest.fixture(scope="session")
def catalogue(ruleset: RuleSet) -> Catalogue:
    return ruleset.catalogue


@pytest.fixture(scope="session")
def judge(ruleset: RuleSet) -> Judge:
    """What the shipped rules say about records of the same merchant, on a day, to a member with standard clauses."""

    def ask(
        *records: Record,
        scene: str,
        actor: MemberKind = MemberKind.PLATFORM,
        window: Window,
        campaign: str = "none",
        kind: SubjectKind = SubjectKind.COMPANY,
        role: Role = Role.MERCHANT,
        commitment: bool = False,
    ) -> Evaluation:
        subject = Subject("s", "uscc:", kind, "", (Window(),) if commitment else ())
        request = RequestFacts(scene, actor, role, campaign)
        clauses = standard_clauses(ruleset.catalogue, actor)
        return evaluate(ruleset, subject, records, Question(request, window, clauses))

    return ask


@pytest.fixture(scope="session")
def listed() -> Callable[..., Record]:
    """A record on a list, open on both sides unless a window is given."""

    def record(code: str, **given: Any) -> Record:
        return Record(**{"id": "r", "window": Window(), "list": code, **given})

    return record


@pytest.fixture(scope="session")
def on_day() -> Callable[[date], Window]:
    return lambda day: Window.inclusive(day, day)
