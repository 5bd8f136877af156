"""Who speaks about a merchant or a target, and how much each voice weighs."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from sqlalchemy import ColumnElement, or_
from sqlmodel import Session, col, select

from models.alliances.members import Standing, members_on
from models.signals.tables import Signal, live_on
from models.signals.weights import weights_of
from models.suspects.links import Link, link_weight, register_links
from models.suspects.naming import About, Codes, Voice, abouts, agree, belongs, codes_heard, first_about
from rules.catalogue import Catalogue


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
    def _speakers(self) -> dict[str, Standing]:
        return members_on(self.session, self.alliance_id, self.today)

    @cached_property
    def _weights(self) -> dict[str, float]:
        return weights_of(self.session, self.catalogue, set(self._speakers), self.today)

    def heard(self, signals: Iterable[Signal]) -> list[Voice]:
        """Those of them whose members are members today, each by itself."""
        return [
            Voice(signal, speaker.group, speaker.kind, self._weights[signal.member_id] * signal.confidence / 100)
            for signal in signals
            if (speaker := self._speakers.get(signal.member_id)) is not None
        ]

    def _voices(self, *conditions: ColumnElement[bool]) -> list[Voice]:
        statement = select(Signal).where(Signal.alliance_id == self.alliance_id, live_on(self.today), *conditions)
        return self.heard(self.session.exec(statement.order_by(col(Signal.created_at), col(Signal.id))))

    def codes(self, voices: Iterable[Voice]) -> Codes:
        """Which are heard of the targets of these."""
        keys = {voice.signal.target_key for voice in voices}
        return codes_heard(self._voices(col(Signal.target_key).in_(keys), col(Signal.uscc).is_not(None)), self.least)

    def spoken_of(self, target_key: str | None) -> list[About]:
        """All that is spoken of by who speaks of a target, merchants first."""
        voices = self._voices(col(Signal.target_key) == target_key)
        return self.abouts(voices, self.codes(voices))

    def abouts(self, voices: Iterable[Voice], codes: Codes) -> list[About]:
        found = {about for voice in voices for about in abouts(voice, codes, self.least)}
        return sorted(found, key=lambda about: (about.uscc is None, about.uscc or about.target_key))

    def voices_about(self, about: About) -> list[Voice]:
        """Those that speak of itself."""
        naming = select(Signal.target_key).where(Signal.alliance_id == self.alliance_id, Signal.uscc == about.uscc)
        maybe = or_(col(Signal.uscc) == about.uscc, col(Signal.target_key).in_(naming))
        found = self._voices(col(Signal.target_key) == about.target_key if about.uscc is None else maybe)
        codes = self.codes(found)
        return [voice for voice in found if about in abouts(voice, codes, self.least)]

    def links_of(self, about: About) -> list[Link]:
        """Others that share a mark with it, so few that the link still counts."""
        heaviest: dict[About, float] = {}
        for link in (*register_links(self.session, about, self.least), *self._by_identifier(about)):
            heaviest[link.other] = max(link.weight, heaviest.get(link.other, 0.0))
        return [Link(other, weight) for other, weight in heaviest.items() if weight >= self.least]

    def _by_identifier(self, about: About) -> Iterable[Link]:
        """Others of which voices that weigh give the same telephone, device or payee."""
        for digest in {voice.signal.identifier_digest for voice in self.voices_about(about)} - {None}:
            giving = [voice for voice in self._voices(col(Signal.identifier_digest) == digest) if self._weighs(voice)]
            codes = self.codes(giving)
            sharing = {first_about(voice, codes, self.least) for voice in giving} | {about}
            yield from (Link(other, link_weight(len(sharing))) for other in sharing - {about})

    def _weighs(self, voice: Voice) -> bool:
        return voice.weight >= self.least

    def voices(self, about: About, spent: Collection[str] = ()) -> list[Voice]:
        """Of itself and of what is linked with it, heaviest first. `spent`: ids of signals that were judged before."""
        found = {voice.signal.id: voice for voice in self.voices_about(about)}
        for link in self.links_of(about) if found else ():
            for voice in self.voices_about(link.other):
                found.setdefault(voice.signal.id, replace(voice, weight=voice.weight * link.weight, linked=True))
        fresh = [voice for key, voice in found.items() if key not in spent]
        return sorted(fresh, key=lambda voice: -voice.weight)

    def agree(self, voices: Iterable[Voice]) -> bool:
        members, kinds = (self.catalogue.number(f"signal_{what}", self.today) for what in ("members", "member_kinds"))
        return agree(voices, members, kinds, self.least)

    def of_suspect(self, own: Collection[Voice], code: str | None) -> list[list[Voice]]:
        """What counts for a suspect of that code, by each that it is about; `own`: what rests on it as said of it."""
        codes = self.codes(own)
        return [self.voices(about) for about in self.abouts(own, codes) if belongs(about, code, codes)]
