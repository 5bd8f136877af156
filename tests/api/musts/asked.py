"""What the musts ask about: any record, any question, the kinds of members that are only members."""

from datetime import date

from hypothesis import strategies as st

from huixin.core.evaluation import Question
from huixin.core.facts import RequestFacts
from huixin.core.records import Record
from huixin.core.vocabulary import MemberKind, Provenance, Rectification, Severity, Standing
from huixin.core.windows import Window
from rules.clauses import standard_clauses
from rules.ruleset import default_ruleset

MEMBERS = (
    MemberKind.PLATFORM,
    MemberKind.LOGISTICS,
    MemberKind.INTERNET,
    MemberKind.ASSOCIATION,
    MemberKind.AGENCY,
)
CATALOGUE = default_ruleset().catalogue

records = st.builds(
    Record,
    id=st.just("lst_1"),
    list=st.sampled_from(sorted(CATALOGUE.lists)),
    window=st.builds(Window, st.dates(date(2016, 1, 1), date(2024, 1, 1)), st.none()),
    standing=st.sampled_from([Standing.EFFECTIVE, Standing.CONFIRMED]),
    rectification=st.sampled_from([r for r in Rectification if r is not Rectification.OVERDUE]),
    severity=st.sampled_from(Severity),
    problem_types=st.frozensets(st.sampled_from(sorted(CATALOGUE.problem_types))),
    provenance=st.sampled_from([Provenance.AUTHORITY, Provenance.PLATFORM]),
    disputed=st.booleans(),
    relief=st.booleans(),
)


def questions(day: date, scene: str, actor: MemberKind) -> Question:
    return Question(
        RequestFacts(scene=scene, actor=actor), Window.inclusive(day, day), standard_clauses(CATALOGUE, actor)
    )
