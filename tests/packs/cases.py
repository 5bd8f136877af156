"""Whatever may be asked about whatever may stand on the lists of the shipped packs."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from hypothesis import strategies as st

from huixin.core.answer import Asked, Found, answer
from huixin.core.evaluation import Question, evaluate
from huixin.core.facts import RequestFacts
from huixin.core.gate import OwnClause
from huixin.core.records import Record, Subject
from huixin.core.texts import fill
from huixin.core.visibility import visible
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
from huixin.core.windows import Window, campaign_days
from huixin.types.answer import Answer, Identity, ReviewCause
from huixin.types.record import AsOf
from rules.clauses import standard_clauses
from rules.ruleset import default_ruleset

RULES = default_ruleset()
CATALOGUE, LABELS = RULES.catalogue, RULES.catalogue.labels
TODAY = date(2026, 11, 2)
DAY = timedelta(days=1)
SCENES, ACTORS = sorted(CATALOGUE.scenes), [kind for kind in MemberKind if kind is not MemberKind.MERCHANT]
IDENTITY = Identity(
    matched_by="uscc", subject_id="sub_1", uscc=None, name="甲公司", kind=None, name_agrees=None, candidates=[]
)


def answered(
    records: Sequence[Record],
    request: RequestFacts,
    window: Window,
    clauses: tuple[OwnClause, ...],
    kind: SubjectKind = SubjectKind.COMPANY,
    causes: Sequence[ReviewCause] = (),
) -> Answer:
    seen = [record for record in records if visible(record, CATALOGUE.terms, request.actor, None, TODAY)]
    found = evaluate(RULES, Subject("sub_1", "uscc:1", kind, "甲公司"), seen, Question(request, window, clauses))
    return answer(
        LABELS,
        Asked(request.scene, request.actor, window, None),
        Found(found.gated, found.classes, found.until),
        decision_id="dec_1",
        identity=IDENTITY,
        records=seen,
        causes=causes,
        as_of=AsOf(date=window.start or TODAY, sequence=1, ruleset=RULES.digest),
    )


days = st.integers(-400, 400).map(lambda number: TODAY + number * DAY)
records = st.builds(
    Record,
    id=st.just("lst_1"),
    list=st.sampled_from(sorted(CATALOGUE.lists)),
    window=st.one_of(
        st.builds(Window, days, st.none()), st.builds(lambda one, two: Window(*sorted((one, two))), days, days)
    ),
    standing=st.sampled_from(Standing),
    rectification=st.sampled_from([state for state in Rectification if state is not Rectification.OVERDUE]),
    due=st.none() | days,
    severity=st.sampled_from(Severity),
    problem_types=st.frozensets(st.sampled_from(sorted(CATALOGUE.problem_types))),
    brushing_form=st.sampled_from(BrushingForm),
    provenance=st.sampled_from(Provenance),
    document_number=st.uuids().map(str),
    decided_on=st.none() | days,
    disputed=st.booleans(),
    relief=st.booleans(),
    confirmed_on=st.none() | days,
    names_owner=st.booleans(),
    measures_lifted_on=st.none() | days,
)
several = st.lists(records, max_size=4).map(
    lambda found: [replace(record, id=f"lst_{number}") for number, record in enumerate(found)]
)
windows = st.builds(
    lambda ahead, last: campaign_days(TODAY + ahead * DAY, None, TODAY + (ahead + last) * DAY),
    st.sampled_from([0, 1, 30]),
    st.sampled_from([0, 0, 10, 60]),
)


@dataclass(frozen=True)
class Case:
    """An answer beside what it was given to."""

    answer: Answer
    kind: SubjectKind
    person_confirmed: bool
    covered: frozenset[str]
    """Measures that a clause of the caller covers."""


@st.composite
def cases(draw: st.DrawFn) -> Case:
    actor = draw(st.sampled_from(ACTORS))
    request = RequestFacts(
        draw(st.sampled_from(SCENES)),
        actor,
        draw(st.sampled_from(Role)),
        draw(st.sampled_from(["none", "double_11"])),
        draw(st.booleans()),
    )
    clauses = draw(st.sampled_from([(), standard_clauses(CATALOGUE, actor)]))
    cause = ReviewCause(code="name_disagrees", says=fill(LABELS, "name_disagrees"))
    causes = draw(st.sampled_from([[], [cause]]))
    kind = draw(st.sampled_from(SubjectKind))
    given = answered(draw(several), request, draw(windows), clauses, kind, causes)
    return Case(given, kind, request.person_confirmed, frozenset(clause.measure for clause in clauses))
