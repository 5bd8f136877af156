"""What is written down of what was answered from a bundle: of each decision, and of the run of a screening."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

from huixin.core.vocabulary import Outcome, Role
from huixin.core.windows import day_of
from huixin.local.checker import BundleChecker, Checked
from huixin.local.folder import Opened
from huixin.local.verdicts import Verdict, Verdicts
from huixin.types.answer import Answer
from huixin.types.question import CheckRequest
from huixin.types.screening import ScreeningRun


@dataclass(frozen=True, slots=True)
class Held:
    """One bundle, opened: what is asked of it is asked of it alone. `digest`: of its newest manifest."""

    opened: Opened
    checker: BundleChecker
    verdicts: Verdicts
    digest: str
    written: int
    since: float
    """When it was opened, by a clock that only goes forward."""


@dataclass(frozen=True, slots=True)
class Basis:
    """What the verdicts of a screening rest on: the answer about somebody who is not listed, and the bundle."""

    checked: Checked
    held: Held
    is_stale: bool

    def run(self, now: datetime, input_sha256: str, output_sha256: str, counts: dict[str, int]) -> ScreeningRun:
        """The run of a screening by these verdicts that is over now. `counts`: rows by outcome."""
        facts, window, as_of = self.checked.facts, self.checked.window, self.checked.answer.as_of
        return ScreeningRun.model_validate(
            {
                "id": f"scr_{uuid4().hex}",
                "at": now,
                "manifest": self.held.digest,
                "sequence": as_of.sequence,
                "clauses_at": self.held.opened.own.sequence,
                "ruleset": as_of.ruleset,
                "scene": facts.scene,
                "role": facts.role,
                "campaign": facts.campaign,
                "on": as_of.date,
                "first_day": window.start,
                "last_day": window.last,
                "input_sha256": input_sha256,
                "output_sha256": output_sha256,
                "counts": counts,
                "stale": self.is_stale,
            }
        )


def new_id() -> str:
    return f"dec_{uuid4().hex}"


def decision_of(
    checked: Checked, answer: Answer, request: CheckRequest, bundle: Held, now: datetime, is_stale: bool
) -> dict[str, Any]:
    """Of an answer, fields of a LocalDecision in its JSON form."""
    window = checked.window
    return {
        "id": answer.decision_id,
        "at": now.isoformat(),
        "manifest": bundle.digest,
        "sequence": answer.as_of.sequence,
        "clauses_at": bundle.opened.own.sequence,
        "ruleset": answer.as_of.ruleset,
        "uscc": checked.uscc,
        "name": checked.name,
        "scene": checked.facts.scene,
        "role": checked.facts.role,
        "campaign": checked.facts.campaign,
        "on": str(answer.as_of.date),
        "first_day": str(window.start),
        "last_day": str(window.last),
        "purpose": request.purpose,
        "operator": request.operator,
        "reference": request.reference,
        "subject_id": answer.identity.subject_id,
        "listing_ids": [record.id for record in answer.records],
        "outcome": answer.outcome,
        "stale": is_stale,
    }


def verdict_decided(
    verdict: Verdict, outcome: Outcome, scene: str, role: Role, bundle: Held, now: datetime, is_stale: bool
) -> dict[str, Any]:
    """The same of a verdict alone."""
    today = str(day_of(now))
    return {
        "id": new_id(),
        "at": now.isoformat(),
        "manifest": bundle.digest,
        "sequence": bundle.opened.base.about.sequence,
        "clauses_at": bundle.opened.own.sequence,
        "ruleset": verdict.rules,
        "uscc": verdict.uscc,
        "scene": scene,
        "role": role,
        "campaign": "none",
        "on": today,
        "first_day": today,
        "last_day": today,
        "subject_id": verdict.subject_id,
        "listing_ids": verdict.records,
        "outcome": outcome,
        "stale": is_stale,
    }
