"""`huixin-server demo`: loads the demonstration."""

from api.clock import Clock
from api.demo import load_demo, read_demo
from api.settings import Settings
from models.database import Database
from models.keys import KeyRing
from rules.ruleset import default_ruleset


def demo() -> None:
    """Load fictional members and lists, dated relative to today; a second time changes nothing."""
    settings = Settings.read()
    if read_demo(settings.home) is not None:
        return
    database = Database.open(settings.home, settings.database_url)
    try:
        load_demo(database, KeyRing.open(settings.home), default_ruleset(), settings.home, Clock.of(settings).now())
    finally:
        database.close()
