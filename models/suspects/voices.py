"""Who speaks about a merchant or a target, and how much each voice weighs."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select

from models.alliances.joining import holds_on
from models.alliances.tables import Signature
from models.members import Member
from models.signals.tables import Signal, live_on
from models.signals.weights import weights_of
from models.suspects.links import About, Link, link_weight, register_links
from rules.catalogue import Catalogue


@dataclass(frozen=True, slots=True)
class Voice:
    """One signal as it counts. `group`: members of one group of companies are one voice; `weight`: from 0 to 1."""

    signal: Signal
    group: str
    kind: str
    weight: float
    linked: bool


def agree(voices: Iterable[Voice], members: int, kinds: int, least: float) -> bool:
    """Whether so many independent members of so many kinds say the same, each with at least that weight."""
    loudest: dict[str, Voice] = {}
    for voice in voices:
        if voice.weight >= least and voice.weight > getattr(loudest.get(voice.group), "weight", 0):
            loudest[voice.group] = voice
    return len(loudest) >= members and len({voice.kind for voice in loudest.values()}) >= kinds


@dataclass(frozen=True)
class Listener:
    """Hears what counts today in one alliance."""

    session: Session
    catalogue: Catalogue
    alliance_id: str
    today: date

    @cached_property
    def least(self) -> float:
        return self.catalogue.number("signal_least_weight", self.today) / 100

    @cached_property
    def _speakers(self) -> dict[str, tuple[str, str]]:
        """Group and kind of each that is a member today, by id."""
        statement = (
            select(Member.id, Member.kind, Signature.group_name)
            .join(Signature, col(Signature.member_id) == col(Member.id))
            .where(Signature.alliance_id == self.alliance_id, holds_on(self.today), col(Member.disabled_at).is_(None))
            .order_by(col(Signature.created_at))
        )
        return {member: (group or member, kind) for member, kind, group in self.session.exec(statement)}

    def _signals(self, *conditions: ColumnElement[bool]) -> list[Signal]:
        statement = select(Signal).where(Signal.alliance_id == self.alliance_id, live_on(self.today), *conditions)
        found = self.session.exec(statement.order_by(col(Signal.created_at), col(Signal.id)))
        return [signal for signal in found if signal.member_id in self._speakers]

    def about(self, signal: Signal) -> About:
        """The merchant that a signal names, or the one that everybody names who names one of its target."""
        uscc = signal.uscc or self._only_code(signal.target_key)
        return About(self.alliance_id, uscc, None if uscc else signal.target_key)

    def _only_code(self, target_key: str | None) -> str | None:
        """A target of which two merchants are named is nobody's."""
        named = {one.uscc for one in self._signals(col(Signal.target_key) == target_key) if one.uscc is not None}
        return named.pop() if len(named) == 1 else None

    def signals_about(self, about: About) -> list[Signal]:
        if about.uscc is None:
            return self._signals(col(Signal.target_key) == about.target_key, col(Signal.uscc).is_(None))
        direct = self._signals(col(Signal.uscc) == about.uscc)
        keys = [key for key in {signal.target_key for signal in direct} if self._only_code(key)]
        unnamed = self._signals(col(Signal.target_key).in_(keys), col(Signal.uscc).is_(None))
        return [*direct, *unnamed]

    def links_of(self, about: About) -> list[Link]:
        """Others that share a mark with it, so few that the link still counts."""
        heaviest: dict[About, float] = {}
        for link in (*register_links(self.session, about, self.least), *self._by_identifier(about)):
            heaviest[link.other] = max(link.weight, heaviest.get(link.other, 0.0))
        return [Link(other, weight) for other, weight in heaviest.items() if weight >= self.least]

    def _by_identifier(self, about: About) -> Iterable[Link]:
        """Others of which signals give the same telephone, device or payee."""
        for digest in {signal.identifier_digest for signal in self.signals_about(about)} - {None}:
            sharing = {self.about(signal) for signal in self._signals(col(Signal.identifier_digest) == digest)}
            yield from (Link(other, link_weight(len(sharing))) for other in sharing - {about})

    def voices(self, about: About, spent: Collection[str]) -> list[Voice]:
        """Heaviest first. `spent`: ids of signals that were judged before."""
        heard = [(signal, 1.0, False) for signal in self.signals_about(about)]
        for link in self.links_of(about) if heard else ():
            heard += [(signal, link.weight, True) for signal in self.signals_about(link.other)]
        fresh = [one for one in heard if one[0].id not in spent]
        weights = weights_of(self.session, self.catalogue, {one[0].member_id for one in fresh}, self.today)
        voices = dict[str, Voice]()
        for signal, factor, linked in fresh:
            group, kind = self._speakers[signal.member_id]
            voice = Voice(signal, group, kind, weights[signal.member_id] * signal.confidence / 100 * factor, linked)
            voices.setdefault(signal.id, voice)
        return sorted(voices.values(), key=lambda voice: -voice.weight)

    def agree(self, voices: Iterable[Voice]) -> bool:
        members, kinds = (self.catalogue.number(f"signal_{what}", self.today) for what in ("members", "member_kinds"))
        return agree(voices, members, kinds, self.least)
