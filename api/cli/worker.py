"""`huixin-server worker`: the jobs in a process of their own."""

import signal
import sys
from typing import Annotated

import typer

from api.cli.opening import opened_context
from api.logs import log_to
from api.settings import Settings
from api.worker import THREADS, working

STOPS = (signal.SIGINT, signal.SIGTERM)


def worker(
    threads: Annotated[int, typer.Option(min=1, max=64, help="Jobs under way at the same time.")] = THREADS,
) -> None:
    """Do the jobs of the queue: webhooks. Ctrl-C or SIGTERM stops it once the jobs under way are done."""
    settings = Settings.read()
    log_to(sys.stderr, settings.log_form, settings.log_level)
    with opened_context(settings) as context:
        # Blocked in every thread and waited for in this one: no handler runs in the middle of anything.
        signal.pthread_sigmask(signal.SIG_BLOCK, STOPS)
        with working(context, threads):
            typer.echo("Working; Ctrl-C stops it.")
            signal.sigwait(STOPS)
