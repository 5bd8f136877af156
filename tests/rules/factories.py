"""Small entries, records and questions with defaults; a test states only what it is about."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from huixin.core.evaluation import Ahead, Evaluation, Question, evaluate
from huixin.core.facts import RequestFacts
from huixin.core.gate import OwnClause
from huixin.core.records import Record, Subject
from huixin.core.vocabulary import ClauseKind, MemberKind, SubjectKind
from huixin.core.windows import Window
from rules.catalogue import Catalogue
from rules.documents import (
    Campaign,
    Entry,
    Instrument,
    Limit,
    ListEntry,
    Measure,
    Parameter,
    ProblemType,
    Purpose,
    Rule,
    Scene,
    Suspension,
)
from rules.entries import MAPPING_OF_KIND
from rules.loading import kind_of
from rules.ruleset import RuleSet, compile_ruleset

TITLE = {"zh": "名称", "en": "A title"}
TODAY = date(2026, 6, 1)
DAY = timedelta(days=1)
EVERYONE = ["centre", "unit", "department", "auditor", "platform", "logistics", "association", "agency"]


def instrument(code: str = "the-law", rank: str = "law", **more: Any) -> Instrument:
    return Instrument.model_validate(
        {"instrument": code, "title": TITLE, "issuer": TITLE, "rank": rank, "in_force": {}, "verified": True} | more
    )


def measure(code: str = "promotion_limit", **more: Any) -> Measure:
    defaults = {
        "measure_class": "contractual",
        "basis": "clause",
        "clause_kind": "platform_rule",
        "actors": ["platform"],
        "verified": True,
    }
    return Measure.model_validate({"measure": code, "title": TITLE} | defaults | more)


def suspension(measure_code: str = "promotion_limit", **dates: Any) -> Suspension:
    return Suspension.model_validate(
        {"suspension": "a-suspension", "measure": measure_code, "effective": dates, "reason": TITLE}
    )


def rule(code: str = "a-rule", **more: Any) -> Rule:
    defaults = {"grounds": ["the-law"], "effective": {}, "then": {"measure": "promotion_limit", "outcome": "refuse"}}
    return Rule.model_validate({"rule": code, "title": TITLE} | defaults | more)


def limit(code: str = "a-limit", **more: Any) -> Limit:
    defaults: dict[str, Any] = {"grounds": ["the-law"], "effective": {}, "when": {}, "then": {"at_most": "watch"}}
    return Limit.model_validate({"limit": code, "title": TITLE} | defaults | more)


def list_entry(code: str = "black", nature: str = "black", **more: Any) -> ListEntry:
    defaults = {"recognisers": ["authority"], "visible_to": EVERYONE, "grounds": ["the-law"]}
    return ListEntry.model_validate({"list": code, "title": TITLE, "nature": nature} | defaults | more)


def parameter(code: str, *values: tuple[str, Any]) -> Parameter:
    dated = [{"from": day, "value": value, "source_note": "a test", "verified": True} for day, value in values]
    return Parameter.model_validate({"parameter": code, "title": TITLE, "values": dated})


def catalogue(*entries: Entry) -> Catalogue:
    """The entries and the words that every pack needs; an entry given here takes the place of a default."""
    defaults: list[Entry] = [
        Purpose(purpose="admission", title=TITLE),
        *(Scene(scene=code, title=TITLE, default_purpose="admission") for code in ("promotion", "review")),
        *(Campaign(campaign=code, title=TITLE) for code in ("double_11", "618")),
        *(ProblemType(problem_type=code, title=TITLE) for code in ("brushing", "counterfeit", "service_breach")),
        list_entry(),
        list_entry("other_black"),
        list_entry("red", "red"),
        list_entry("pushed", "lead"),
        instrument(),
        measure(),
    ]
    mappings: dict[str, dict[str, Any]] = {name: {} for name in MAPPING_OF_KIND.values()}
    for entry in [*defaults, *entries]:
        kind = kind_of(type(entry))
        mappings[MAPPING_OF_KIND[kind]][getattr(entry, kind)] = entry
    return Catalogue(**mappings)


def ruleset(*entries: Entry) -> RuleSet:
    return compile_ruleset(catalogue(*entries))


def subject(kind: SubjectKind = SubjectKind.COMPANY, **more: Any) -> Subject:
    return Subject("sub_1", "uscc:91441300MA4W00000X", kind, "惠州某公司", **more)


def record(list_code: str = "black", record_id: str = "r1", **more: Any) -> Record:
    """Live from 2020 for ever, unless `window` says otherwise."""
    return Record(record_id, list_code, **({"window": Window(date(2020, 1, 1), None)} | more))


def clause(measure_code: str = "promotion_limit", window: Window | None = None) -> OwnClause:
    return OwnClause(measure_code, ClauseKind.PLATFORM_RULE, "第一条", "Article 1", window or Window())


def request(scene: str = "promotion", actor: MemberKind = MemberKind.PLATFORM, **more: Any) -> RequestFacts:
    return RequestFacts(scene, actor, **more)


def on(day: date) -> Window:
    return Window(day, day + DAY)


def judge(
    rules: RuleSet,
    records: Iterable[Record],
    *,
    window: Window | None = None,
    clauses: tuple[OwnClause, ...] = (),
    asked: RequestFacts | None = None,
    about: Subject | None = None,
    asked_on: date | None = None,
    ahead: Ahead = (),
) -> Evaluation:
    """The evaluation of the records of a company that a platform asks about today, for a promotion."""
    question = Question(asked or request(), window or on(TODAY), clauses, asked_on)
    return evaluate(rules, about or subject(), records, question, ahead)


def measures_of(evaluation: Evaluation) -> dict[str, str]:
    return {one.proposal.measure: str(one.binding) for one in evaluation.gated.measures}


def reasons_of(evaluation: Evaluation) -> dict[str, str | None]:
    return {one.rule: one.outcome and str(one.outcome) for one in evaluation.gated.reasons}
