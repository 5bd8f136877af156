"""The one clock. Nothing else asks the machine for the time; everybody gets it handed down."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from api.settings import Settings
from huixin.core.windows import day_of


@dataclass(frozen=True, slots=True)
class Clock:
    """The machine's time; for tests the instant in `file` (ISO 8601 with zone), which moves all processes at once."""

    file: Path | None = None

    @classmethod
    def of(cls, settings: Settings) -> "Clock":
        return cls(settings.clock_file)

    def now(self) -> datetime:
        """Aware, in UTC."""
        if self.file is None:
            return datetime.now(UTC)
        return datetime.fromisoformat(self.file.read_text(encoding="utf-8").strip()).astimezone(UTC)

    def today(self) -> date:
        """The day in Shanghai."""
        return day_of(self.now())
