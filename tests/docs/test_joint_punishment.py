"""The page on joint punishment names every state and action that there is, and its program runs."""

import re
from pathlib import Path
from typing import Any, get_args

import pytest

import huixin
from huixin.types.plan import GapReason
from huixin.types.prompt import PromptActionRequest, PromptState
from huixin.types.task import TaskActionRequest, TaskState

TEXT = (Path(__file__).parents[2] / "docs" / "joint-punishment.md").read_text(encoding="utf-8")


def actions(request: Any) -> set[str]:
    return set(request.model_json_schema()["discriminator"]["mapping"])


def test_every_state_and_action_has_its_row() -> None:
    for word in {*TaskState, *PromptState} | actions(TaskActionRequest) | actions(PromptActionRequest):
        assert re.search(rf"^\| `{word}` \|", TEXT, re.MULTILINE), word


def test_every_reason_of_a_gap_is_named() -> None:
    for reason in get_args(GapReason):
        assert f"`{reason}`" in TEXT, reason


class _Prompts:
    def __init__(self) -> None:
        self.said: list[tuple[str, str]] = []

    def iter(self, state: str) -> list[Any]:
        return [type("Prompt", (), {"id": PromptState(state).value})]

    def act(self, prompt_id: str, action: Any) -> None:
        self.said.append((prompt_id, action.action))


def test_the_program_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    prompts = _Prompts()
    monkeypatch.setattr(huixin, "Client", lambda: type("Client", (), {"prompts": prompts}))
    [program] = re.findall(r"```python\n(.*?)```", TEXT, re.DOTALL)
    exec(compile(program, "docs/joint-punishment.md", "exec"), {})  # noqa: S102 - our own page
    assert prompts.said == [("open", "do_not_apply"), ("to_be_lifted", "lift")]
