"""`huixin-server demo`: loads the demonstration."""

import typer

from api.cli.opening import opened
from api.clock import Clock
from api.demo import load_demo, read_demo
from api.settings import Settings
from models.keys import KeyRing
from rules.ruleset import default_ruleset


def demo() -> None:
    """Load fictional members, lists and cases, dated relative to today; a second time changes nothing."""
    settings = Settings.read()
    if read_demo(settings.home) is not None:
        return
    with opened(settings) as database:
        load_demo(database, KeyRing.open(settings.home), default_ruleset(), settings.home, Clock.of(settings).now())
    typer.echo("The demo is loaded; `huixin-server cases` lists its cases with the days left.")
