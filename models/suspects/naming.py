"""Whom voices are about, and when they come together: pure rules over what was said and how much each word weighs.

A code is heard only from a voice that weighs. Of whom a target is follows from the codes heard of it: from one alone it
is that merchant's; while two are heard it is nobody's, and what was said of it stays said of the target.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from models.signals.tables import Signal

Codes = Mapping[str, Collection[str]]
"""By target, which codes are heard of it."""


@dataclass(frozen=True, slots=True)
class About:
    """A merchant by its code, else a target by its digest, inside one alliance."""

    alliance_id: str
    uscc: str | None
    target_key: str | None


@dataclass(frozen=True, slots=True)
class Voice:
    """One signal as it counts. `group`: members of one group of companies are one voice; `weight`: from 0 to 1."""

    signal: Signal
    group: str
    kind: str
    weight: float
    linked: bool = False

    def code(self, least: float) -> str | None:
        """The code that is heard from it."""
        return self.signal.uscc if self.weight >= least else None


def codes_heard(voices: Iterable[Voice], least: float) -> Codes:
    heard: dict[str, set[str]] = defaultdict(set)
    for voice in voices:
        if (code := voice.code(least)) is not None:
            heard[str(voice.signal.target_key)].add(code)
    return heard


def first_about(voice: Voice, codes: Codes, least: float) -> About:
    """The merchant that it names, or the one that everybody names who names one of its target; else the target."""
    signal = voice.signal
    of_target = codes.get(str(signal.target_key), ())
    code = voice.code(least) or (next(iter(of_target)) if len(of_target) == 1 else None)
    return About(signal.alliance_id, code, None if code else signal.target_key)


def abouts(voice: Voice, codes: Codes, least: float) -> set[About]:
    """All that it speaks of: while a target is disputed, who names a merchant speaks of the target too."""
    first, target_key = first_about(voice, codes, least), voice.signal.target_key
    disputed = len(codes.get(str(target_key), ())) > 1
    return {first, About(first.alliance_id, None, target_key)} if disputed else {first}


def belongs(about: About, code: str | None, codes: Codes) -> bool:
    """Whether what is said of it is said of a suspect that goes by this code, or by none."""
    if code is None or about.uscc is not None:
        return code is None or code == about.uscc
    return code in codes.get(str(about.target_key), ())


def leading_code(voices: Iterable[Voice], least: float) -> str | None:
    """The one that more independent members name than any other."""
    naming: dict[str, set[str]] = defaultdict(set)
    for voice in voices:
        if (code := voice.code(least)) is not None:
            naming[code].add(voice.group)
    most = max(map(len, naming.values()), default=0)
    leading = [code for code, groups in naming.items() if len(groups) == most]
    return leading[0] if len(leading) == 1 else None


def agree(voices: Iterable[Voice], members: int, kinds: int, least: float) -> bool:
    """Whether so many independent members, as many of so many different kinds, say the same with at least that weight.

    A group speaks for one kind, whichever it has that nobody else speaks for: what one of it adds silences no other.
    """
    kinds_of: dict[str, set[str]] = defaultdict(set)
    for voice in voices:
        if voice.weight >= least:
            kinds_of[voice.group].add(voice.kind)
    return len(kinds_of) >= members and _spoken_for(kinds_of) >= kinds


def _spoken_for(kinds_of: Mapping[str, set[str]]) -> int:
    """How many kinds have a group each that speaks for it: a greatest matching."""
    speaker: dict[str, str] = {}

    def speaks(group: str, tried: set[str]) -> bool:
        for kind in sorted(kinds_of[group]):
            if kind not in tried:
                tried.add(kind)
                if kind not in speaker or speaks(speaker[kind], tried):
                    speaker[kind] = group
                    return True
        return False

    return sum(speaks(group, set()) for group in kinds_of)
