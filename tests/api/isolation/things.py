"""Things that belong to somebody: what names them, who may know that there is such a thing, what only those read."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from tests.api.isolation.cast import CAST
from tests.factories import uscc_of

NOBODYS_USCC = uscc_of(99_999_999)


@dataclass(frozen=True, slots=True)
class Thing:
    """`owner`: the one role whose it is, where it is one's. `secrets`: words of it that nobody but its readers sees.
    `known`: others may hear its id, as those do who had received a record that has ended since. `within`: what else its
    address names, and how it is called there. `tells`: what of other
    things its readers learn from it, as the police the merchant from a letter of referral.
    """

    kind: str
    id: str
    side: str
    readers: frozenset[str]
    owner: str = ""
    secrets: tuple[str, ...] = ()
    known: bool = False
    within: tuple[tuple[str, str], ...] = ()
    tells: tuple[str, ...] = ()

    @property
    def made_up(self) -> str:
        """An id of the same form that names nothing."""
        if self.kind.startswith("bundle"):
            return "0" * 64
        return NOBODYS_USCC if self.kind in ("merchant", "enrolled") else f"{self.id.partition('_')[0]}_{'0' * 32}"


@dataclass
class Things:
    all: list[Thing] = field(default_factory=list)

    def add(self, kind: str, key: str, side: str, readers: Iterable[str], **more: Any) -> Thing:
        thing = Thing(kind, key, side, frozenset(readers), **more)
        assert thing.readers <= set(CAST)
        self.all.append(thing)
        return thing

    def of(self, *kinds: str) -> list[Thing]:
        return [thing for thing in self.all if thing.kind in kinds]

    def leaked(self, role: str, asked: str, told: str, about: Iterable[Thing]) -> list[str]:
        """What an answer tells a role that it may not know. An id that it named itself it may hear again."""
        for word in (word for thing in about if role in thing.readers for word in thing.tells):
            told = told.replace(word, "")
        hidden = [thing for thing in self.all if role not in thing.readers]
        words = [word for thing in hidden for word in thing.secrets if word in told]
        ids = [f"{one.kind} {one.id}" for one in hidden if not one.known and one.id in told and one.id not in asked]
        return words + ids


def secret(what: str, side: str) -> str:
    return f"密{side}{what}"
