"""The programs of the pages on monitoring and reporting upward run as they stand against the service."""

import re
from pathlib import Path
from typing import Any

import pytest

import huixin
from api.submission_examples import RECORD
from huixin import Client
from huixin.core.vocabulary import MemberKind
from huixin.types.duty import DutyReportRequest, DutyState
from huixin.types.monitoring import Figure, SupervisionRequest, SupervisionState
from huixin.types.report import ReportRequest
from huixin.types.submission import SubmissionState
from models.cases.tables import CasePenalty
from models.subjects import SubjectVersion
from models.submissions.records import _penalty_columns
from models.submissions.submitting import add_platform
from tests.api.conftest import World
from tests.factories import uscc_of

DOCS = Path(__file__).parents[2] / "docs"
UPWARD = (DOCS / "reporting-upward.md").read_text(encoding="utf-8")
MONITORING = (DOCS / "monitoring.md").read_text(encoding="utf-8")


def programs(text: str) -> list[str]:
    return re.findall(r"```python\n(.*?)```", text, re.DOTALL)


def run(world: World, monkeypatch: pytest.MonkeyPatch, program: str, kind: MemberKind, **place: str) -> dict[str, Any]:
    """Names that the program leaves; it asks as a member of this kind."""
    member = world.member(kind, f"page {kind}", **place)
    monkeypatch.setattr(
        huixin, "Client", lambda: Client("http://testserver", member.client_id, member.client_secret, http=world.client)
    )
    left: dict[str, Any] = {}
    exec(compile(program, "docs", "exec"), left)  # noqa: S102 - our own page
    return left


def test_the_program_on_duties_reports_one(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    program = next(one for one in programs(MONITORING) if DutyReportRequest.__name__ in one)
    left = run(world, monkeypatch, program, MemberKind.DEPARTMENT, unit="huizhou", department="commerce")
    assert {one.duty for one in left["client"].duties.all(state="done")} == {"training"}


def test_the_program_on_proposals_opens_each_once(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    usual = {"RDBM": "国家公共信用信息中心", "RDRQ": "2026-10-20", "YXQS": "2026-10-20", "YXQZ": "", "属地": "博罗县"}
    rows = [usual | {"TYSHXYDM": uscc_of(number), "文书号": f"推{number}号"} for number in range(700, 705)]
    world.enter(*rows, list_code="ecommerce_pushed")
    program = next(one for one in programs(MONITORING) if SupervisionRequest.__name__ in one)
    for _ in range(2):
        left = run(world, monkeypatch, program, MemberKind.CENTRE)
        [opened] = left["client"].supervisions.iter()
        assert (opened.kind, opened.body, opened.counted, opened.of) == ("circular", "boluo", 0, 5)
        [proposal] = left["client"].monitoring.proposals().items
        assert proposal.opened == opened.id


def test_the_program_on_reports_prints_one(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    program = next(one for one in programs(MONITORING) if f" {ReportRequest.__name__}" in one)
    world.enter({})
    world.pass_time(days=1)
    assert run(world, monkeypatch, program, MemberKind.CENTRE)["pdf"].startswith(b"%PDF")


@pytest.mark.parametrize("state", [*SupervisionState, *Figure])
def test_every_figure_and_state_of_a_supervision_has_its_row(state: str) -> None:
    assert re.search(rf"^\| `{state}` \|", MONITORING, re.MULTILINE)


@pytest.mark.parametrize("state", DutyState)
def test_every_state_of_a_duty_has_its_row(state: DutyState) -> None:
    assert re.search(rf"^\| `{state}` \|", MONITORING, re.MULTILINE)


def test_the_program_on_submissions_runs(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    [program] = programs(UPWARD)
    world.enter({})
    with world.context.database.write() as session:
        add_platform(session, world.context.keys, "guangdong", "x", "http://127.0.0.1:9", None, world.context.now())
    left = run(world, monkeypatch, program, MemberKind.CENTRE)
    assert (left["submission"].records, left["comparison"].state) == (1, "pending")


@pytest.mark.parametrize("word", [*SubmissionState, "list", "penalty", "withdrawal", "missing_there", "missing_here"])
def test_every_word_of_submissions_has_its_row(word: str) -> None:
    assert re.search(rf"^\| `{word}` \|", UPWARD, re.MULTILINE)


def test_every_column_that_is_sent_is_told() -> None:
    penalty, subject = CasePenalty(annulled_on=None), SubjectVersion(kind="company")
    sent = {*_penalty_columns(penalty, subject), *RECORD}
    assert {name for name in sent if f"`{name}`" not in UPWARD} == set()
