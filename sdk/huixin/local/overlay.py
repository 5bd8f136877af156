"""What has changed since a base was made: the deltas that followed it in one file of the same form, read first."""

import shutil
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

from huixin.local.base import SCHEMA, Base


class Overlaid(Base):
    """A base under an overlay."""

    def __init__(self, path: Path, over: Path) -> None:
        self._over = Base(over)
        super().__init__(path)

    def contents(self, keys: Sequence[str]) -> dict[str, str]:
        found = self._over.contents(keys)
        missing = [key for key in keys if key not in found]
        return found | self._under(missing) if missing else found

    def written(self) -> Iterator[tuple[str, str]]:
        over = dict(self._over.written())
        yield from over.items()
        yield from ((key, content) for key, content in super().written() if key not in over)

    def _under(self, keys: Sequence[str]) -> dict[str, str]:
        marks = ",".join("?" * len(keys))
        rows = super()._read(f"SELECT key, content FROM entry WHERE key IN ({marks})", *keys)  # noqa: S608 - only marks
        return {key: content for key, content in rows}  # noqa: C416 - to a type checker rows are of any length

    def _read(self, query: str, *values: object) -> list[tuple[str, ...]]:
        return self._over._read(query, *values) or super()._read(query, *values)


def lay_over(over: Path | None, delta: Path, to: Path) -> None:
    """An overlay and the next delta, in a new file."""
    if over is None:
        with closing(sqlite3.connect(to)) as file:
            file.executescript(SCHEMA)
    else:
        shutil.copyfile(over, to)
    _apply(to, delta)


def compact(base: Path, over: Path, to: Path) -> None:
    """A base with its overlay, in a new file."""
    shutil.copyfile(base, to)
    _apply(to, over)
    with closing(sqlite3.connect(to)) as file:
        file.execute("DELETE FROM entry WHERE content = ''")
        file.commit()


def _apply(to: Path, delta: Path) -> None:
    with closing(sqlite3.connect(to)) as file:
        file.execute("PRAGMA journal_mode=OFF")
        file.execute("ATTACH DATABASE ? AS delta", (str(delta),))
        with file:
            file.execute("DELETE FROM about")
            for table in ("about", "ruleset", "scene", "text", "entry"):
                file.execute(f"INSERT OR REPLACE INTO {table} SELECT * FROM delta.{table}")  # noqa: S608 - our names
        file.execute("DETACH DATABASE delta")
