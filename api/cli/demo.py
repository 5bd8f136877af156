"""`huixin-server demo`: loads the demonstration."""

import typer

from api.cli.opening import opened
from api.clock import Clock
from api.demo import load_demo, read_demo, state_upstream
from api.settings import Settings
from models.keys import KeyRing
from rules.ruleset import default_ruleset


def demo() -> None:
    """Load fictional members, lists and cases, dated relative to today. Again on a later day: the demo's national
    platform states its list for that day, so that bulletins name it; nothing else changes."""
    settings = Settings.read()
    known, now = read_demo(settings.home) is not None, Clock.of(settings).now()
    with opened(settings) as database:
        keys, ruleset = KeyRing.open(settings.home), default_ruleset()
        if known:
            state_upstream(database, keys, ruleset, now)
            return
        load_demo(database, keys, ruleset, settings.home, now)
    typer.echo("The demo is loaded; `huixin-server cases` lists its cases with the days left.")
