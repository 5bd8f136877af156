"""How days and instants are shown."""

from datetime import UTC, datetime

from api.console.looks import moment
from api.console.words import Language


def test_an_instant_is_told_in_the_time_of_shanghai() -> None:
    assert moment(datetime(2026, 11, 10, 16, 30, tzinfo=UTC), Language.ZH) == "2026-11-11 00:30"


def test_what_has_not_happened_is_said_so() -> None:
    assert moment(None, Language.ZH) == "尚无"
    assert moment(None, Language.EN) == "not yet"
