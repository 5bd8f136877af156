"""docs/webhooks.md says what the code does, and its receiver works as it stands."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from api.settings import Settings
from huixin import Client, webhooks
from models.outbox import EVENT_TYPES
from models.webhooks.deliveries import WAITS
from models.webhooks.endpoints import MOST_WEBHOOKS

DOCS = Path(__file__).parents[2] / "docs"
TEXT = (DOCS / "webhooks.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```python\n(.*?)```", TEXT, re.DOTALL)
VECTORS = json.loads((DOCS / "webhook-vectors.json").read_text(encoding="utf-8"))["requests"]


@pytest.mark.parametrize("block", BLOCKS)
def test_every_block_is_python_and_calls_what_there_is(block: str) -> None:
    compile(block, "webhooks.md", "exec")
    client = Client("http://huixin.test", "a", "s")
    for part, method in re.findall(r"(?:client|Client\(\))\.(\w+)\.(\w+)\(", block):
        assert callable(getattr(getattr(client, part), method))


def test_the_receiver_takes_and_refuses_as_the_vectors_say(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    [block] = [block for block in BLOCKS if "def receive" in block]
    receiver: dict[str, Any] = {}
    exec(block, receiver)  # noqa: S102 - our own documentation
    for vector in VECTORS:
        monkeypatch.setattr(webhooks, "time", lambda now=vector["now"]: now)
        status = receiver["receive"](vector["body"], vector["headers"], vector["secrets"])
        assert status == (204 if vector["error"] is None else 400), vector["what"]
    assert capsys.readouterr().out.splitlines() == ["ended lst_0a1b2c3d4e5f4a6b8c7d9e0f1a2b3c4d"], (
        "once, though told often"
    )


def test_the_tables_are_whole() -> None:
    for kind, says in EVENT_TYPES.items():
        assert f"| `{kind}` | {says} |" in TEXT
    for code in ("network", "scheme", "url", "unresolved", "unreachable", "tls", "timeout", "protocol"):
        assert f"`{code}`" in TEXT
    for error in webhooks.WebhookError.__subclasses__():
        assert f"`{error.__name__}`" in TEXT


def test_the_numbers_are_those_of_the_code() -> None:
    units = {"s": 1, "min": 60, "h": 3600}
    told = re.search(r"repeated after ([^:]+):", TEXT)
    assert told is not None
    waits = [int(number) * units[unit] for number, unit in re.findall(r"(\d+) (s|min|h)\b", told[1])]
    assert waits == [wait.total_seconds() for wait in WAITS]
    assert f"up to {MOST_WEBHOOKS} webhooks" in TEXT


def test_the_settings_are_read() -> None:
    networks = re.search(r"`(10\.1\.0\.0/16 [^`]+)`", TEXT)
    assert networks is not None
    settings = {"HUIXIN_WORKER": "0", "HUIXIN_WEBHOOK_NETWORKS": networks[1], "HUIXIN_WEBHOOK_HTTP": "1"}
    assert set(settings) <= set(re.findall(r"^\| `(HUIXIN_\w+)`", TEXT, re.MULTILINE))
    read = Settings.read(settings)
    assert (read.worker, read.webhook_http, [str(one) for one in read.webhook_networks]) == (
        False,
        True,
        ["10.1.0.0/16", "fd12::/16"],
    )
    assert Settings.read({}).worker
