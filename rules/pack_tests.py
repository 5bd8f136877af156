"""Runs the tests that stand beside a pack's rules."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from ruamel.yaml.comments import CommentedMap, CommentedSeq

from huixin.core.evaluation import Evaluation, Question, evaluate
from huixin.core.facts import RequestFacts
from huixin.core.gate import Gated, OwnClause
from huixin.core.records import Record, Subject
from huixin.core.visibility import visible
from huixin.core.windows import Window, campaign_days
from rules.clauses import standard_clauses
from rules.entries import Catalogue
from rules.findings import Finding
from rules.loading import line_of, plain, read_yaml, validation_findings
from rules.pack_test_documents import ASKER, Ask, PackTest, RecordGiven, laid_over
from rules.ruleset import RuleSet


@dataclass(frozen=True, slots=True)
class LocatedTest:
    """One test, or one case of a table, with its place."""

    file: Path
    line: int
    test: PackTest


@dataclass(frozen=True, slots=True)
class Asked:
    """A test turned into what `evaluate` takes; `records` are those that the actor may see."""

    subject: Subject
    records: tuple[Record, ...]
    question: Question


def load_tests(folder: Path) -> tuple[list[LocatedTest], list[Finding]]:
    """All tests below a pack's `tests` folder, and what is wrong with their files."""
    tests: list[LocatedTest] = []
    findings: list[Finding] = []
    for file in sorted((folder / "tests").rglob("*.yaml")):
        document, unreadable = read_yaml(file)
        findings += unreadable
        if not unreadable and not isinstance(document, CommentedSeq):
            findings.append(
                Finding(file, 1, "not_a_list", "The file is not a list of tests.", "Start with '- test: …'.")
            )
            continue
        for raw in document or ():
            for case, line, content in _cases(raw):
                try:
                    tests.append(LocatedTest(file, line, PackTest.model_validate(content)))
                except ValidationError as error:
                    findings += validation_findings(file, case, error)
    return tests, findings


def _cases(raw: Any) -> Iterator[tuple[CommentedMap, int, Any]]:
    """The test itself, or each of its cases laid over it; with the mapping where its lines are found."""
    content = plain(raw)
    cases = content.pop("cases", None) if isinstance(content, dict) else None
    if cases is None:
        yield raw, line_of(raw, ()), content
        return
    for index, case in enumerate(cases):
        sentence = f"{content.get('test')}: {case['test'] if 'test' in case else f'case {index + 1}'}"
        yield raw["cases"][index], line_of(raw["cases"], (index,)), laid_over(content, case) | {"test": sentence}


def run_tests(ruleset: RuleSet, tests: Iterable[LocatedTest]) -> list[Finding]:
    """One finding for each expectation that is not met."""
    return [finding for located in tests for finding in _run(ruleset, located)]


def _run(ruleset: RuleSet, located: LocatedTest) -> Iterator[Finding]:
    unknown = list(_unknown_codes(ruleset.catalogue, located.test))
    if not unknown:
        asked = asked_of(ruleset.catalogue, located.test)
        result = evaluate(ruleset, asked.subject, asked.records, asked.question)
        unknown = list(_differences(located.test, result))
    hint = "Correct the rule, or what the test expects."
    for message in unknown:
        yield Finding(located.file, located.line, "test_failed", f"{located.test.test}: {message}", hint)


def _unknown_codes(catalogue: Catalogue, test: PackTest) -> Iterator[str]:
    if test.ask.scene not in catalogue.scenes:
        yield f"no pack has a scene '{test.ask.scene}'."
    if test.ask.campaign is not None and test.ask.campaign.kind not in catalogue.campaigns:
        yield f"no pack has a campaign '{test.ask.campaign.kind}'."
    for record in test.given.records:
        if record.list not in catalogue.lists:
            yield f"no pack has a list '{record.list}'."
        yield from (
            f"no pack has a problem type '{code}'."
            for code in record.problem_types
            if code not in catalogue.problem_types
        )
    measures = [*(test.expect.measures or ()), *test.expect.until]
    clauses = [] if isinstance(test.ask.clauses, str) else list(test.ask.clauses)
    yield from (f"no pack has a measure '{code}'." for code in measures + clauses if code not in catalogue.measures)
    named = (*test.expect.reasons, *test.expect.silent)
    rules = [code for code in named if code not in catalogue.rules and code not in catalogue.limits]
    yield from (f"no pack has a rule or limit '{code}'." for code in rules)


def asked_of(catalogue: Catalogue, test: PackTest) -> Asked:
    """The subject, its records as the actor sees them on the day, and the question."""
    given, ask = test.given.subject, test.ask
    subject = Subject("subject", "uscc:", given.kind, "", (Window(),) if given.commitment else (), given.link)
    records = (record_of(catalogue, one, f"r{index}") for index, one in enumerate(test.given.records, start=1))
    seen = tuple(one for one in records if visible(one, catalogue.terms, ask.actor, ASKER, test.on))
    campaign = ask.campaign.kind if ask.campaign else "none"
    request = RequestFacts(ask.scene, ask.actor, ask.role, campaign, ask.person_confirmed)
    return Asked(subject, seen, Question(request, _window(catalogue, test), _clauses(catalogue, ask), test.on))


def record_of(catalogue: Catalogue, given: RecordGiven, default_id: str) -> Record:
    """A record as it is given, seen by whom it may be."""
    same = {name: getattr(given, name) for name in RecordGiven.model_fields if name not in ("from_", "to")}
    own = {
        "id": given.id or default_id,
        "standing": given.standing or catalogue.lists[given.list].default_standing,
        "problem_types": frozenset(given.problem_types),
    }
    return Record(**{**same, **own}, window=Window.inclusive(given.from_, given.to))


def _window(catalogue: Catalogue, test: PackTest) -> Window:
    """The campaign's days where the scene looks at them; else the day itself."""
    campaign = test.ask.campaign
    if campaign is None or not catalogue.scenes[test.ask.scene].whole_campaign:
        return Window.inclusive(test.on, test.on)
    return campaign_days(test.on, campaign.from_, campaign.to)


def _clauses(catalogue: Catalogue, ask: Ask) -> tuple[OwnClause, ...]:
    if ask.clauses == "standard":
        return standard_clauses(catalogue, ask.actor)
    if ask.clauses == "none":
        return ()
    kinds = ((code, catalogue.measures[code].clause_kind) for code in ask.clauses)
    return tuple(OwnClause(code, kind, "", "", Window()) for code, kind in kinds if kind is not None)


def _differences(test: PackTest, result: Evaluation) -> Iterator[str]:
    gated, expect = result.gated, test.expect
    if expect.outcome is not None and gated.outcome is not expect.outcome:
        yield f"outcome is {gated.outcome}, not {expect.outcome} ({_because(gated)})."
    measures = {measure.proposal.measure: measure.binding for measure in gated.measures}
    if expect.measures is not None and measures != expect.measures:
        yield f"measures are {_listed(measures)}, not {_listed(expect.measures)}."
    named = {reason.rule for reason in gated.reasons} | {
        rule.proposal.rule for measure in gated.measures for rule in measure.rules
    }
    for code in expect.reasons:
        if code not in named:
            yield f"'{code}' is no reason; the reasons are {', '.join(sorted(named)) or 'none'}."
    for code in expect.silent:
        if code in named:
            yield f"'{code}' is a reason, and should not be."
    lasting = {measure.proposal.measure: day for measure, day in zip(gated.measures, result.until, strict=True)}
    for code, day in expect.until.items():
        if code not in lasting or lasting[code] != day:
            yield f"'{code}' lasts until {lasting.get(code, 'never: it is not there')}, not {day}."


def _because(gated: Gated) -> str:
    measures = (f"{rule.proposal.rule} {rule.outcome}" for measure in gated.measures for rule in measure.rules)
    reasons = (f"{reason.rule} {reason.outcome}" for reason in gated.reasons)
    return ", ".join([*measures, *reasons]) or "no rule said anything"


def _listed(measures: dict[str, Any]) -> str:
    return ", ".join(f"{code}: {binding}" for code, binding in sorted(measures.items())) or "none"
