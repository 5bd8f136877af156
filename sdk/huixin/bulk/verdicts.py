"""What a bundle comes to for one question, as frames: each listed code with its verdict, each class judged once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

import polars as pl

from huixin.core.facts import Profile
from huixin.core.identifiers import uscc_check_character
from huixin.core.vocabulary import Outcome, Role
from huixin.local.checker import BundleChecker, NotCovered
from huixin.local.decided import Basis
from huixin.local.offline import LocalChecker
from huixin.local.packing import Merchant
from huixin.local.prudence import ADVERSE, stale
from huixin.local.scenes import NotWritten
from huixin.types.answer import Answer
from huixin.types.question import CampaignQuery, CheckRequest, SubjectQuery
from huixin.types.record import AsOf

NOT_COVERED = "not_covered"
"""Outcome of a merchant about whom only the service can answer."""
ERROR = "error"
OUTCOMES = pl.Enum([*(outcome.value for outcome in Outcome), NOT_COVERED, ERROR])
SEPARATOR = "; "
LINE = "\n"
NAME_DISAGREES = "name_disagrees"
STALE = "stale"
_NOBODY_BODY = "91000000000000001"
NOBODY = _NOBODY_BODY + uscc_check_character(_NOBODY_BODY)
"""A code that no register gives: its organisation code has a wrong check character."""
Row = tuple[str, str, str, str, str | None, str | None]


class Verdict(NamedTuple):
    """What a screening says of a merchant: codes only, in the order of the answer."""

    outcome: str
    measures: str = ""
    reasons: str = ""

    @classmethod
    def of(cls, answer: Answer) -> "Verdict":
        rules = [*(measure.rule for measure in answer.measures), *(reason.rule for reason in answer.reasons)]
        disagrees = [NAME_DISAGREES] if answer.identity.name_agrees is False else []
        old = [cause.code for cause in answer.review.why if cause.code == STALE]
        told = dict.fromkeys(filter(None, [*old, *rules, *disagrees]))
        return cls(answer.outcome, SEPARATOR.join(one.code for one in answer.measures), SEPARATOR.join(told))


UNCOVERED = Verdict(NOT_COVERED)


@dataclass(frozen=True, slots=True)
class Verdicts:
    """`by_code`: `key`, `outcome`, `measures`, `reasons`, `called` (the merchant's name as it is written) and `names`
    (all that it goes by, normalised, each on a line); `by_older`: the same by organisation codes, for codes that are
    not in `by_code`.

    `unlisted`: what is said of everybody else. `names`: those that a listing without a code bears, normalised.
    """

    by_code: pl.DataFrame
    by_older: pl.DataFrame
    unlisted: Verdict
    names: frozenset[str]
    as_of: AsOf
    question: CheckRequest
    basis: Basis | None = None
    """What a run by them is recorded with; None where they rest on no LocalChecker."""
    checker: LocalChecker | None = None
    """Where it is recorded."""


def verdicts_of(checker: BundleChecker | LocalChecker, question: CheckRequest) -> Verdicts:
    """`question`: scene, campaign, day and role; whom it names counts for nothing. From a `LocalChecker` that is stale
    whatever is adverse comes to review, as it does one by one. Raises NotCovered where the bundle does not cover the
    question at all."""
    local = checker if isinstance(checker, LocalChecker) else None
    held, is_stale = (local.held, local.is_stale) if local else (None, False)
    bundle = held.checker if held is not None else checker
    assert isinstance(bundle, BundleChecker)  # noqa: S101 - narrows
    checked = bundle.checked(_about(question, NOBODY))
    nobody, basis = checked.answer, None if held is None else Basis(checked, held, is_stale)
    judging = _Judging(bundle, question, is_stale)
    by_code, by_older, names = list[Row](), list[Row](), set[str]()
    for key, entry in bundle.entries():
        kind, _, value = key.partition(":")
        if kind == "name":
            names.add(value)
        else:
            rows = by_code if kind == "uscc" else by_older
            rows.append((value, *judging.row(value if kind == "uscc" else _code_within(value), entry.merchants)))
    told = Verdict.of(nobody), frozenset(names), nobody.as_of, question
    return Verdicts(_frame(by_code), _frame(by_older), *told, basis, local)


class _Judging:
    """Answers one merchant of each class, and says the same of all others of it."""

    def __init__(self, checker: BundleChecker, question: CheckRequest, is_stale: bool) -> None:
        self._checker, self._question, self._is_stale = checker, question, is_stale
        self._classify = checker.classifier(_about(question, NOBODY))
        self._judged: dict[Profile, Verdict] = {}

    def row(self, code: str, merchants: Sequence[Merchant] | None) -> tuple[str, str, str, str | None, str | None]:
        """Verdict, name and names of those to whom the code leads."""
        if merchants is None:
            return *UNCOVERED, None, None
        try:
            known, found = self._classify(merchants)
            if found not in self._judged:
                answer = self._checker.answer(_about(self._question, code))
                adverse = self._is_stale and answer.outcome in ADVERSE
                self._judged[found] = Verdict.of(stale(answer) if adverse else answer)
        except (NotCovered, NotWritten):
            return *UNCOVERED, None, None
        names = [name for one in known for name in one.names]
        return *self._judged[found], known[0].subject.name if known else None, LINE.join(names) or None


def _code_within(organisation_code: str) -> str:
    """A code that holds this organisation code."""
    body = NOBODY[:8] + organisation_code
    return body + uscc_check_character(body)


def _about(question: CheckRequest, code: str) -> CheckRequest:
    subject = question.subject.model_copy(update={"uscc": code, "name": None})
    return question.model_copy(update={"subject": subject})


def _frame(rows: list[Row]) -> pl.DataFrame:
    schema = {
        "key": pl.String(),
        "outcome": OUTCOMES,
        "measures": pl.Categorical(),
        "reasons": pl.Categorical(),
        "called": pl.String(),
        "names": pl.String(),
    }
    return pl.DataFrame(rows, schema=schema, orient="row")


def question_of(
    scene: str, campaign: str | CampaignQuery | None = None, on: date | None = None, role: Role = Role.MERCHANT
) -> CheckRequest:
    """What a screening asks about each merchant."""
    kind = CampaignQuery(kind=campaign) if isinstance(campaign, str) else campaign
    return CheckRequest(subject=SubjectQuery(role=role), scene=scene, campaign=kind, on=on)
