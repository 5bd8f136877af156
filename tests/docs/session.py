"""The session of a page: its commands, run as they stand, and their output with what differs each time taken out."""

import os
import re
import socket
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
README, DOCS = ROOT / "README.md", ROOT / "docs"
_BLOCK = re.compile(r"```console\n(.*?)```", re.DOTALL)
_PORT = "8123"
_CHANGING = (
    (re.compile(r"(dec|mem|cli|sub|lst|imp|cas)_[0-9a-f]{6,32}(…)?"), r"\1_…"),
    (re.compile(r'"client_secret": "[^"]+"'), '"client_secret": "…"'),
    (re.compile(r"/\S*/tmp\.\w{10}"), "…"),
    (re.compile(r"[─ ]+"), " "),
)
_MARK = "---- command ----"


@dataclass(frozen=True)
class Step:
    command: str
    output: str


def steps(page: Path) -> list[Step]:
    """All console blocks of a page as one session."""
    found = []
    for block in _BLOCK.findall(page.read_text(encoding="utf-8")):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, output = part.partition("\n")
            found.append(Step(command, output))
    return found


def settled(output: str) -> str:
    """Output without identifiers, secrets and the drawing of frames."""
    for pattern, replacement in _CHANGING:
        output = pattern.sub(replacement, output)
    return "\n".join(line.strip() for line in output.strip().splitlines() if line.strip())


def run(page: Path, home: Path) -> list[Step]:
    """Run the session in one shell, with a fresh HUIXIN_HOME, a clock that stands still and a free port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    clock = home / "clock"
    clock.write_text("2026-11-23T04:00:00+00:00")
    script = [_wait_function(), "trap 'kill $(jobs -p) 2>/dev/null; wait' EXIT"]
    for step in steps(page):
        script += [f"echo '{_MARK}'", step.command.replace(_PORT, port)]
        if step.command.rstrip().endswith("&"):
            script.append(f"answers {port}")
    environment = os.environ | {
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "HUIXIN_HOME": str(home / "var"),
        "HUIXIN_TEST": "1",
        "HUIXIN_CLOCK_FILE": str(clock),
        "COLUMNS": "80",
        "TMPDIR": str(home),
    }
    done = subprocess.run(
        ["bash", "-c", "\n".join(script)],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=240,
        check=False,
    )
    outputs = done.stdout.replace(port, _PORT).split(f"{_MARK}\n")[1:]
    return [Step(step.command, output) for step, output in zip(steps(page), outputs, strict=True)]


def _wait_function() -> str:
    return 'answers() { for i in $(seq 100); do (: >"/dev/tcp/127.0.0.1/$1") 2>/dev/null && return; sleep 0.2; done; }'
