"""The tests of the packs hold whichever way an answer takes: the hot path, a bundle, and a screening from it."""

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from functools import cache, partial
from itertools import chain, count
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from huixin.bulk import verdicts_of
from huixin.bulk.verdicts import Verdict
from huixin.core.evaluation import Evaluation, evaluate
from huixin.core.records import Subject
from huixin.core.vocabulary import OFFICIAL, MemberKind, SubjectKind, treated_as
from huixin.local.base import About, Entry
from huixin.local.checker import BundleChecker, Own
from huixin.local.packing import Merchant, packed, unpacked
from huixin.local.rules import WrittenRules
from huixin.local.scenes import SceneContent
from huixin.types.answer import Answer
from huixin.types.question import CheckRequest
from models.bundles.build import rules_content
from models.bundles.scenes import Look, scene_content
from models.caller import Caller
from models.checks import CheckContext
from models.hot.checker import HotChecker
from models.hot.entries import Entries
from models.hot.members import Known, Standing
from models.keys import KeyRing
from models.scopes import default_scopes
from rules.pack_test_documents import ASKER
from rules.pack_tests import Asked, LocatedTest, asked_of, load_tests, record_of
from rules.ruleset import DEFAULT_PACKS, RuleSet, pack_folders
from tests.factories import fresh_usccs

AUDIENCES = sorted({treated_as(kind) for kind in MemberKind} - OFFICIAL - {MemberKind.MERCHANT})
AT_ONCE = 16


@dataclass(frozen=True)
class Case:
    """A test of a pack whose question a member may ask of the hot path; `given`: every record, seen or not."""

    located: LocatedTest
    asked: Asked
    merchant: Merchant
    expected: Evaluation
    body: dict[str, Any] = field(repr=False)

    @property
    def request(self) -> CheckRequest:
        return CheckRequest.model_validate(self.body)

    def holds(self, answer: Answer) -> None:
        """The same as where the rules run; to that the pack's own expectations are held."""
        gated = self.expected.gated
        lasting = zip(gated.measures, self.expected.until, strict=True)
        measures = {one.proposal.measure: (one.binding, until) for one, until in lasting}
        assert answer.outcome == gated.outcome, self.located
        assert {one.code: (one.binding, one.until) for one in answer.measures} == measures, self.located
        assert {one.rule for one in answer.reasons} == {one.rule for one in gated.reasons}, self.located


@pytest.fixture(scope="module")
def cases(ruleset: RuleSet) -> list[Case]:
    codes = fresh_usccs()
    located = [one for pack in DEFAULT_PACKS for one in load_tests(pack_folders(pack)[-1])[0]]
    return [case_of(ruleset, one, next(codes), f"{place:04d}") for place, one in enumerate(located) if members_ask(one)]


def members_ask(located: LocatedTest) -> bool:
    """Of a judgement, a natural person, or as an authority, only the ordinary way answers."""
    test = located.test
    person = test.given.subject.kind is SubjectKind.NATURAL_PERSON
    return test.ask.actor not in OFFICIAL and not test.ask.person_confirmed and not person


def case_of(ruleset: RuleSet, located: LocatedTest, code: str, place: str) -> Case:
    test, asked = located.test, asked_of(ruleset.catalogue, located.test)
    numbers = count(1)
    records = tuple(record_of(ruleset.catalogue, one, f"r{next(numbers)}") for one in test.given.records)
    known = Subject(
        f"sub_{place}", f"uscc:{code}", asked.subject.kind, "甲", asked.subject.commitments, asked.subject.link
    )
    campaign = test.ask.campaign
    body: dict[str, Any] = {
        "subject": {"uscc": code, "role": test.ask.role},
        "scene": test.ask.scene,
        "campaign": None if campaign is None else campaign.model_dump(mode="json", by_alias=True),
        "on": str(test.on),
    }
    found = evaluate(ruleset, asked.subject, asked.records, asked.question)
    return Case(located, asked, Merchant(known, code, ("甲",), records), found, body)


def test_most_tests_are_held_to(cases: list[Case]) -> None:
    assert len(cases) > 500


def test_on_the_hot_path(cases: list[Case], ruleset: RuleSet, tmp_path: Path) -> None:
    entries, keys = Entries(tmp_path / "entries.db"), KeyRing.open(tmp_path)
    entries.fill(((one.merchant.subject.key, (one.merchant,)) for one in cases), 1)
    checker = HotChecker(SimpleNamespace(entries=entries), keys, CheckRequest.model_validate_json)  # type: ignore[arg-type]
    for one in cases:
        actor, on = one.located.test.ask.actor, one.located.test.on
        caller = Caller(ASKER, "", actor, default_scopes(actor))
        known = Known(Standing(caller, one.asked.question.clauses, frozenset()), 1)
        noon = datetime.combine(on, time(4), UTC)
        row = checker.check(known, json.dumps(one.body).encode(), CheckContext(ruleset, keys, noon, on))
        assert row is not None, one.located
        one.holds(Answer.model_validate_json(row.answer))
    entries.close()


@dataclass
class Written:
    """A bundle of one day, of whose scenes only what is asked is worked out."""

    about: About
    held: WrittenRules
    merchants: dict[str, Entry]

    @classmethod
    def of(cls, ruleset: RuleSet, audience: MemberKind, cases: Sequence[Case]) -> "Written":
        looks = {Look.of(record) for one in cases for record in one.merchant.records}
        kinds = {one.merchant.subject.kind for one in cases}
        epochs = {epoch.index: epoch for epoch in ruleset.epochs}

        @cache
        def read(number: int, scene: str) -> SceneContent:
            return SceneContent.from_json(scene_content(epochs[number], scene, audience, looks, kinds).to_json())

        on = cases[0].located.test.on
        about = About(1, audience, ASKER, on, on.replace(year=on.year + 1), ((on, ruleset.digest),))
        merchants = {one.merchant.subject.key: Entry((rewritten(one.merchant),)) for one in cases}
        return cls(about, WrittenRules(rules_content(ruleset), read), merchants)

    def rules(self, _: str) -> WrittenRules:
        return self.held

    def find(self, keys: list[str]) -> dict[str, Entry]:
        return {key: self.merchants[key] for key in keys if key in self.merchants}

    def entries(self) -> Iterator[tuple[str, Entry]]:
        return iter(self.merchants.items())


def rewritten(merchant: Merchant) -> Merchant:
    """As it comes out of a bundle."""
    texts: list[str] = []

    def number_of(text: str) -> int:
        texts.append(text)
        return len(texts) - 1

    return unpacked(json.loads(json.dumps(packed(merchant, number_of))), texts.__getitem__)


@pytest.mark.parametrize("audience", AUDIENCES)
def test_from_a_bundle_and_screened_from_it(cases: list[Case], ruleset: RuleSet, audience: MemberKind) -> None:
    together = defaultdict[Any, list[Case]](list)
    for one in cases:
        test = one.located.test
        if treated_as(test.ask.actor) is audience:
            together[test.on, test.ask.actor, test.ask.scene, test.ask.clauses].append(one)
    for alike in chain.from_iterable(some(each) for each in together.values()):
        test, clauses = alike[0].located.test, alike[0].asked.question.clauses
        written: Any = Written.of(ruleset, audience, alike)
        checker = BundleChecker(written, Own(test.ask.actor, clauses), partial(date.replace, test.on))
        for one in alike:
            one.holds(checker.answer(one.request))
        for question, asking in by_question(alike).items():
            verdicts = verdicts_of(checker, CheckRequest.model_validate_json(question))
            told = {row[0]: Verdict(*row[1:4]) for row in verdicts.by_code.iter_rows()}
            for one in asking:
                assert told[one.merchant.uscc or ""] == Verdict.of(checker.answer(one.request)), one.located


def by_question(cases: Sequence[Case]) -> dict[str, list[Case]]:
    """What a screening asks about all, with those of whom it is asked."""
    found = defaultdict[str, list[Case]](list)
    for one in cases:
        subject = one.request.subject.model_copy(update={"uscc": None})
        found[one.request.model_copy(update={"subject": subject}).model_dump_json()].append(one)
    return found


def some(cases: list[Case]) -> Iterator[list[Case]]:
    """Few at a time: the engine takes longer the more classes it is told of at once."""
    return (cases[first : first + AT_ONCE] for first in range(0, len(cases), AT_ONCE))
