"""The packs that ship: their own tests hold, and laws over all their classes."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from api.cli.rules import app
from huixin.core.gate import Gated
from huixin.core.profile import profile_of
from huixin.core.records import Record
from huixin.core.vocabulary import (
    BrushingForm,
    MemberKind,
    Provenance,
    Rectification,
    Role,
    Severity,
    Standing,
    SubjectKind,
)
from huixin.core.windows import Window
from rules.catalogue import load_catalogue
from rules.clauses import standard_clauses
from rules.decide import decide, verdict_of
from rules.pack_tests import load_tests, run_tests
from rules.ruleset import PACKS, compile_ruleset, default_ruleset, pack_folders
from tests.rules.factories import TODAY, judge, on, request, subject

RULES = default_ruleset()
LISTS = sorted(RULES.catalogue.lists)
CITY = """\
- pack: elsewhere
  title: {zh: 某市, en: A city elsewhere}
  extends: [national]
  division: '441400'
- instrument: elsewhere-notice
  title: {zh: 某市通知, en: Notice of a city}
  issuer: {zh: 某市发展和改革局, en: Its development and reform bureau}
  rank: normative_document
  in_force: {from: 2025-01-01}
  verified: false
- list: elsewhere_watch
  title: {zh: 某市关注名单, en: Watch list of a city}
  nature: watch
  recognisers: [authority]
  visible_to: [platform]
  grounds: [elsewhere-notice]
- rule: elsewhere-review
  title: {zh: 某市复核, en: Review in a city}
  grounds: [elsewhere-notice]
  effective: {from: 2025-01-01}
  when: {record: {list: [elsewhere_watch], severity: [general]}}
  then: {outcome: review}
"""
ALONE = (
    CITY.replace("  extends: [national]\n", "  note: Stands alone.\n")
    + """\
- purpose: admission
  title: {zh: 准入, en: Admission}
- scene: onboarding
  title: {zh: 入驻, en: Onboarding}
  default_purpose: admission
"""
)
CITY_TEST = """\
- test: A merchant on the city's list is looked at
  on: 2026-01-01
  given: {records: [{list: elsewhere_watch, severity: general}]}
  ask: {scene: onboarding, actor: platform}
  cases:
    - {test: listed, expect: {outcome: review, reasons: [elsewhere-review]}}
    - {test: before the notice, on: 2024-12-31, expect: {outcome: clear}}
"""


def records_on(*lists: str) -> st.SearchStrategy[Record]:
    return st.builds(
        Record,
        id=st.uuids().map(str),
        list=st.sampled_from(lists),
        window=st.just(Window()),
        standing=st.sampled_from([Standing.EFFECTIVE, Standing.CONFIRMED]),
        rectification=st.sampled_from([one for one in Rectification if one is not Rectification.OVERDUE]),
        due=st.sampled_from([None, TODAY, TODAY.replace(year=2025)]),
        severity=st.sampled_from(list(Severity)),
        problem_types=st.frozensets(st.sampled_from(sorted(RULES.catalogue.problem_types)), max_size=2),
        brushing_form=st.sampled_from(list(BrushingForm)),
        provenance=st.sampled_from(list(Provenance)),
        disputed=st.booleans(),
        relief=st.booleans(),
        decided_on=st.sampled_from([None, TODAY]),
    )


questions = st.builds(
    request,
    scene=st.sampled_from(sorted(RULES.catalogue.scenes)),
    actor=st.sampled_from([kind for kind in MemberKind if kind is not MemberKind.MERCHANT]),
    role=st.sampled_from(list(Role)),
    person_confirmed=st.booleans(),
)
days = st.dates(min_value=TODAY.replace(year=2016), max_value=TODAY.replace(year=2027))
kinds = st.sampled_from(list(SubjectKind))
some_records = st.lists(records_on(*LISTS), max_size=3)


@pytest.mark.parametrize("pack", ["national", "huizhou"])
def test_the_packs_own_tests_hold(pack: str) -> None:
    tests, findings = load_tests(PACKS / pack)
    assert tests
    assert findings + run_tests(RULES, tests) == []


@given(
    st.lists(records_on(*(code for code in LISTS if code != "red")), min_size=1, max_size=2),
    records_on("red"),
    questions,
    days,
    kinds,
)
def test_a_red_record_never_lifts_a_black_ones_measure(black, red, asked, day, kind) -> None:  # type: ignore[no-untyped-def]
    clauses = standard_clauses(RULES.catalogue, asked.actor)
    alone, beside = (
        judge(RULES, records, asked=asked, window=on(day), clauses=clauses, about=subject(kind)).gated
        for records in (black, [*black, red])
    )
    assert bound(alone) <= bound(beside)


def bound(gated: Gated) -> set[tuple[str, str, str | None]]:
    return {(one.proposal.rule, one.binding, one.outcome) for one in gated.measures}


@given(some_records, questions, days, kinds)
def test_no_measure_of_theirs_lacks_a_live_ground(records, asked, day, kind) -> None:  # type: ignore[no-untyped-def]
    clauses = standard_clauses(RULES.catalogue, asked.actor)
    gated = judge(RULES, records, asked=asked, window=on(day), clauses=clauses, about=subject(kind)).gated
    for measure in gated.measures:
        assert measure.proposal.grounds
        for ground in measure.proposal.grounds:
            in_force = RULES.catalogue.instruments[ground.instrument].in_force
            assert day in Window.inclusive(in_force.from_, in_force.to)


@given(some_records, questions, days, kinds)
def test_folding_keeps_their_outcome_and_measures(records, asked, day, kind) -> None:  # type: ignore[no-untyped-def]
    epoch = RULES.epoch_of(day)
    profile, _ = profile_of(epoch.catalogue.terms, subject(kind), records, on(day))
    whole, folded = verdict_of(epoch.scene(asked.scene), profile, asked), decide(epoch, profile, asked)
    assert {(one.rule, one.outcome, one.held) for one in whole.proposals} == {
        (one.rule, one.outcome, one.held) for one in folded.proposals
    }
    assert {(one.rule, one.outcome) for one in whole.reasons} == {(one.rule, one.outcome) for one in folded.reasons}


@pytest.fixture
def city(tmp_path: Path) -> Path:
    folder = tmp_path / "elsewhere"
    (folder / "tests").mkdir(parents=True)
    (folder / "pack.yaml").write_text(CITY, encoding="utf-8")
    (folder / "tests" / "all.yaml").write_text(CITY_TEST, encoding="utf-8")
    return folder


@pytest.fixture
def alone(city: Path) -> Path:
    """The same without the national pack, which takes its time to read."""
    (city / "pack.yaml").write_text(ALONE, encoding="utf-8")
    return city


def test_another_city_is_data_only(city: Path) -> None:
    assert CITY.count("\n") <= 30
    ruleset = compile_ruleset(load_catalogue(pack_folders(str(city))))
    assert set(ruleset.catalogue.packs) == {"national", "elsewhere"}
    tests, findings = load_tests(city)
    assert findings + run_tests(ruleset, tests) == []


def test_the_digest_depends_on_what_is_said_only(alone: Path) -> None:
    def digest() -> str:
        return compile_ruleset(load_catalogue([alone])).digest

    before = digest()
    (alone / "pack.yaml").rename(alone / "renamed.yaml")
    assert digest() == before
    (alone / "renamed.yaml").write_text(ALONE.replace("outcome: review", "outcome: watch"), encoding="utf-8")
    assert before.startswith("sha256:")
    assert digest() != before


def test_the_command_names_what_no_test_decides(alone: Path) -> None:
    result = CliRunner().invoke(app, ["test", str(alone)])
    assert result.exit_code == 0, result.output
    assert "2 of 2 tests hold" in result.output
    assert "no test shows that 'when.record.severity' decides it" in result.output
    assert "pack.yaml:21" in result.output


def test_the_command_fails_where_a_test_does(alone: Path) -> None:
    (alone / "tests" / "all.yaml").write_text(CITY_TEST.replace("outcome: clear", "outcome: refuse"), encoding="utf-8")
    result = CliRunner().invoke(app, ["test", str(alone)])
    assert result.exit_code == 1
    assert "all.yaml:7" in result.output
    assert "outcome is clear, not refuse" in result.output


def test_the_command_says_where_a_pack_is_wrong(alone: Path) -> None:
    (alone / "pack.yaml").write_text(ALONE.replace("[elsewhere-notice]", "[else]"), encoding="utf-8")
    result = CliRunner().invoke(app, ["check", str(alone)])
    assert result.exit_code == 1
    assert "pack.yaml:16" in result.output
    assert "There is no instrument 'else' in any pack" in result.output


def test_the_command_knows_no_other_packs() -> None:
    result = CliRunner().invoke(app, ["check", "nowhere"])
    assert result.exit_code == 1
    assert "There is no pack 'nowhere'" in result.output
    assert CliRunner().invoke(app, ["check"]).exit_code == 0
