"""Random rule sets and classes for Hypothesis, over the words of `factories.catalogue`."""

from datetime import date
from typing import Any

from hypothesis import strategies as st

from huixin.core.facts import Profile, RecordFacts, RequestFacts, SubjectFacts
from huixin.core.vocabulary import (
    BrushingForm,
    MemberKind,
    Nature,
    Provenance,
    Rectification,
    Role,
    Severity,
    Standing,
    SubjectKind,
)
from rules.compiler import MOST_OPERATORS, operators_in
from rules.conditions import condition_of
from rules.documents import Entry, Limit, Rule
from tests.rules import factories

LISTS = ("black", "other_black", "red", "pushed")
PROBLEMS = ("brushing", "counterfeit", "service_breach")
ACTORS = (MemberKind.PLATFORM, MemberKind.INTERNET, MemberKind.LOGISTICS, MemberKind.DEPARTMENT)
SCENES = ("promotion", "review")


def some_of(values: Any) -> st.SearchStrategy[list[Any]]:
    return st.lists(st.sampled_from(list(values)), min_size=1, max_size=3, unique=True)


def maybe(**fields: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """A mapping that has some of the fields."""
    return st.fixed_dictionaries({}, optional=fields)


RECORD = maybe(
    list=some_of(LISTS),
    nature=some_of(Nature),
    standing=some_of(Standing),
    rectification=some_of(Rectification),
    severity=some_of(Severity),
    problem=some_of(PROBLEMS),
    brushing_form=some_of(BrushingForm),
    provenance=some_of(Provenance),
    disputed=st.booleans(),
    relief=st.booleans(),
    measures_lifted=st.booleans(),
    starts_inside=st.booleans(),
)
SUBJECT = maybe(kind=some_of(SubjectKind), has_live_black=st.booleans(), repeat=st.booleans(), link=st.booleans())
REQUEST = maybe(role=some_of(Role), campaign=some_of(["none", "double_11", "618"]), person_confirmed=st.booleans())
FLAT_WHEN = maybe(record=RECORD, subject=SUBJECT, request=REQUEST)
WHEN = st.recursive(
    FLAT_WHEN,
    lambda inner: st.builds(
        lambda when, branches: when | {"any": branches}, FLAT_WHEN, st.lists(inner, min_size=1, max_size=3)
    ),
    max_leaves=4,
)
SCOPE = {"scenes": some_of(SCENES) | st.just("all"), "actors": st.just([]) | some_of(ACTORS), "when": WHEN}
GROUNDS = st.lists(st.sampled_from(["the-law", "the-notice", "the-repealed"]), min_size=1, max_size=2, unique=True)
DATES = st.sampled_from(
    [{}, {"from": "2019-01-01"}, {"from": "2019-01-01", "to": "2025-12-31"}, {"from": "2026-07-01"}]
)
MEASURES = ("promotion_limit", "shop_mask", "shop_close", "interview", "honour")
RULE = st.fixed_dictionaries(
    SCOPE
    | {
        "grounds": GROUNDS,
        "effective": DATES,
        "then": maybe(
            measure=st.sampled_from(MEASURES),
            outcome=st.sampled_from(["refuse", "restrict", "review", "watch", "favour"]),
        ),
    }
)
LIMIT = st.fixed_dictionaries(
    SCOPE
    | {
        "grounds": GROUNDS,
        "effective": DATES,
        "then": maybe(
            at_most=st.sampled_from(["watch", "review"]), at_least=st.just("review"), hold_irreversible=st.booleans()
        ),
    }
)
FIXED: tuple[Entry, ...] = (
    factories.instrument("the-notice", "normative_document", in_force={"from": "2018-05-14"}),
    factories.instrument("the-repealed", "dept_rule", in_force={"from": "2016-01-01", "to": "2020-12-06"}),
    factories.measure("shop_mask"),
    factories.measure("shop_close", includes=["shop_mask"], irreversible=True),
    factories.measure("interview", basis="statute", clause_kind=None, actors=["department"], list_item="1.1"),
    factories.measure("honour", basis="none", clause_kind=None, actors=["platform", "logistics"]),
    factories.parameter("carrying_ranks.statute", ("2000-01-01", ["law", "dept_rule"]), ("2020-12-07", ["law"])),
    factories.parameter("carrying_ranks.clause", ("2000-01-01", ["dept_rule"]), ("2020-12-07", [])),
)


@st.composite
def rulesets(draw: st.DrawFn) -> Any:
    rules = draw(st.lists(RULE, min_size=1, max_size=5))
    limits = draw(st.lists(LIMIT, max_size=2))
    entries: list[Rule | Limit] = [factories.rule(f"rule-{index}", **one) for index, one in enumerate(rules)]
    entries += [factories.limit(f"limit-{index}", **one) for index, one in enumerate(limits)]
    sayable = (entry for entry in entries if operators_in(condition_of(entry)) <= MOST_OPERATORS)
    return factories.ruleset(*FIXED, *sayable)


record_facts = st.builds(
    RecordFacts,
    list=st.sampled_from(LISTS),
    problem_types=st.lists(st.sampled_from(PROBLEMS), max_size=2).map(tuple),
    nature=st.sampled_from(list(Nature)),
    standing=st.sampled_from(list(Standing)),
    rectification=st.sampled_from(list(Rectification)),
    severity=st.sampled_from(list(Severity)),
    brushing_form=st.sampled_from(list(BrushingForm)),
    provenance=st.sampled_from(list(Provenance)),
    public=st.booleans(),
    disputed=st.booleans(),
    relief=st.booleans(),
    stale=st.booleans(),
    names_owner=st.booleans(),
    display_ended=st.booleans(),
    measures_lifted=st.booleans(),
    starts_inside=st.booleans(),
    ends_inside=st.booleans(),
)
subject_facts = st.builds(
    SubjectFacts,
    kind=st.sampled_from(list(SubjectKind)),
    has_live_black=st.booleans(),
    repeat=st.booleans(),
    several_lists=st.booleans(),
    commitment=st.booleans(),
    link=st.booleans(),
)
profiles = st.builds(Profile.of, subject_facts, st.lists(record_facts, max_size=4))
requests = st.builds(
    RequestFacts,
    scene=st.sampled_from(SCENES),
    actor=st.sampled_from(ACTORS),
    role=st.sampled_from(list(Role)),
    campaign=st.sampled_from(["none", "double_11", "618"]),
    person_confirmed=st.booleans(),
)
days = st.dates(min_value=date(2015, 1, 1), max_value=date(2028, 1, 1))
