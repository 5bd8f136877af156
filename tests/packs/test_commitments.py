"""By the shipped rules no promise changes what follows from a record, for anybody, on any day."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huixin.core.evaluation import Evaluation, Question, evaluate
from huixin.core.facts import RequestFacts
from huixin.core.records import Record, Subject
from huixin.core.visibility import visible
from huixin.core.vocabulary import MemberKind, Role, SubjectKind
from huixin.core.windows import Window
from rules.clauses import standard_clauses
from tests.packs.cases import ACTORS, CATALOGUE, DAY, RULES, SCENES, TODAY, days, several, windows

SUBJECT = Subject("sub_1", "uscc:1", SubjectKind.COMPANY, "甲公司")
SAID = {"commitment-made", "commitment-invited"}
promises = st.lists(
    st.builds(lambda one, two: Window(*sorted((one, two))), days, days) | st.builds(Window, days, st.none()),
    min_size=1,
    max_size=3,
).map(tuple)
questions = st.builds(
    lambda scene, actor, role, campaign, confirmed, window: Question(
        RequestFacts(scene, actor, role, campaign, confirmed), window, standard_clauses(CATALOGUE, actor)
    ),
    st.sampled_from(SCENES),
    st.sampled_from(ACTORS),
    st.sampled_from(Role),
    st.sampled_from(["none", "double_11"]),
    st.booleans(),
    windows,
)


def judged(records: list[Record], question: Question, promised: tuple[Window, ...] = ()) -> Evaluation:
    actor = question.request.actor
    seen = [one for one in records if visible(one, CATALOGUE.terms, actor, None, TODAY)]
    return evaluate(RULES, replace(SUBJECT, commitments=promised), seen, question)


@given(records=several, question=questions, promised=promises)
def test_neither_outcome_nor_measures_nor_how_long_they_last(
    records: list[Record], question: Question, promised: tuple[Window, ...]
) -> None:
    without, made = judged(records, question), judged(records, question, promised)
    assert made.gated.outcome == without.gated.outcome
    assert made.gated.measures == without.gated.measures
    assert made.until == without.until
    told = [{one for one in found.verdict.reasons if one.rule not in SAID} for found in (made, without)]
    assert told[0] == told[1]


@pytest.mark.parametrize(
    ("day", "said"),
    [(TODAY - DAY, "commitment-invited"), (TODAY, "commitment-made"), (TODAY + 30 * DAY, "commitment-invited")],
)
def test_it_counts_on_its_days_alone(day: date, said: str) -> None:
    record = Record("lst_1", "ecommerce_watch", Window(TODAY - 60 * DAY))
    question = Question(RequestFacts("promotion", MemberKind.PLATFORM), Window.inclusive(day, day), ())
    found = judged([record], question, (Window(TODAY, TODAY + 30 * DAY),))
    assert {one.rule for one in found.verdict.reasons} & SAID == {said}
