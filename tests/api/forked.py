"""`huixin-server` in a process that is forked off one that has imported it: starting it takes no seconds.

What the executable itself does is looked at by the tests of `serve`, of the sessions in the docs and of the console.
"""

import os
import signal
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from api.cli import main
from models.processes import BEGIN_WITH, CONTEXT

CONTEXT.set_forkserver_preload([BEGIN_WITH, "api.cli.serve", "api.cli.worker"])


class Forked:
    """One command, which runs already. `output`: takes all that it says. `prepared`: done in it before."""

    def __init__(
        self,
        words: Sequence[str],
        environment: Mapping[str, str],
        output: Path,
        prepared: Callable[[], None] | None = None,
    ) -> None:
        self._output = output
        self._process = CONTEXT.Process(target=_run, args=(tuple(words), dict(environment), output, prepared))
        self._process.start()

    @property
    def pid(self) -> int:
        assert self._process.pid is not None
        return self._process.pid

    def send_signal(self, number: signal.Signals) -> None:
        if self._process.pid is not None and self._process.is_alive():
            os.kill(self._process.pid, number)

    def poll(self) -> int | None:
        """As it ended, by a signal below zero; None where it runs."""
        return self._process.exitcode

    def wait(self, patience: float) -> int:
        """As it ended. AssertionError where it has not by then, in seconds."""
        self._process.join(patience)
        ended = self.poll()
        assert ended is not None, f"still running after {patience} s: {self.said()}"
        return ended

    def said(self) -> str:
        return self._output.read_text(encoding="utf-8") if self._output.exists() else ""


def _run(
    words: Sequence[str], environment: Mapping[str, str], output: Path, prepared: Callable[[], None] | None
) -> None:
    os.environ.clear()
    os.environ.update(environment)
    with output.open("w") as file:
        os.dup2(file.fileno(), 1)
        os.dup2(file.fileno(), 2)
    sys.argv = ["huixin-server", *words]
    if prepared is not None:
        prepared()
    main()
