"""Making the base of a bundle, whole, from one snapshot of what is known; and what follows it, a delta at a time."""

import hashlib
import json
import sqlite3
from collections.abc import Callable, Collection, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from pydantic import TypeAdapter
from sqlmodel import Session

from huixin.core.records import Record
from huixin.core.terms import Dated, Terms
from huixin.core.visibility import heard_by_members
from huixin.core.vocabulary import MemberKind, SubjectKind, treated_as
from huixin.local.base import ABOUT, ASK, GONE, RULES, SCHEMA, About
from huixin.local.packing import packed
from huixin.local.rules import RulesContent, SceneWords
from models.bundles.days import changed_by_days
from models.bundles.merchants import Entry, Knowing, changed_since
from models.bundles.scenes import Look, scene_content
from models.sequence import current_sequence
from rules.entries import Catalogue
from rules.ruleset import RuleSet

HORIZON_DAYS = 30
_TERMS = TypeAdapter(Terms)


@dataclass(frozen=True, slots=True)
class Audience:
    """Members of a kind; `inside`: the one association among them that hears of what it keeps itself."""

    kind: MemberKind
    inside: str | None = None


@dataclass(frozen=True, slots=True)
class InForce:
    """The rule set of today, and those that are to follow it, each with the first day on which it counts."""

    now: RuleSet
    ahead: tuple[tuple[date, RuleSet], ...] = ()

    def all(self) -> Iterator[tuple[date, RuleSet]]:
        yield date.min, self.now
        yield from self.ahead


@dataclass(frozen=True, slots=True)
class Made:
    """A bundle as far as it has been written: what a delta goes on from. `texts`: how many have a number."""

    about: About
    looks: frozenset[Look]
    kinds: frozenset[SubjectKind]
    texts: int
    terms: frozenset[str]
    """Digests of the terms by which records are heard of."""


@dataclass
class _Writing:
    """Entries on their way into a file: what they are made of is gathered."""

    hears: Callable[[Record], bool]
    first: int = 0
    looks: set[Look] = field(default_factory=set)
    kinds: set[SubjectKind] = field(default_factory=set)
    texts: dict[str, int] = field(default_factory=dict)

    def content(self, merchants: Entry) -> str:
        if merchants is None:
            return ASK
        for merchant in merchants:
            self.kinds.add(merchant.subject.kind)
            self.looks.update(map(Look.of, merchant.records))
        content = [packed(merchant, self._number_of) for merchant in merchants]
        return json.dumps(content, ensure_ascii=False, separators=(",", ":")) if content else GONE

    def _number_of(self, text: str) -> int:
        return self.texts.setdefault(text, self.first + len(self.texts))


def build_base(session: Session, rules: InForce, audience: Audience, today: date, path: Path) -> Made:
    """Writes to a file that must not exist yet. Whoever asks with it on a later day hears of nothing that only the days
    since have let it know of, and of nothing that they have ended."""
    about = _about(session, rules, audience, today)
    writing = _Writing(_hearing(rules, about))
    with _file(path) as base:
        entries = ((key, writing.content(found)) for key, found in Knowing(session, writing.hears).entries())
        base.executemany("INSERT INTO entry VALUES (?, ?)", entries)
        looks, kinds = frozenset(writing.looks), frozenset(writing.kinds)
        _write_rules(base, rules, about, looks, kinds)
        _write_rest(base, about, writing)
    return Made(about, looks, kinds, len(writing.texts), _terms(rules))


def build_delta(session: Session, rules: InForce, made: Made, today: date, path: Path) -> Made:
    """What has changed since: entries, those that are gone, texts, and of the rules what the bundle does not hold yet.
    ValueError for rules by which other records may be heard: that takes a base."""
    if not goes_on(made, rules):
        raise ValueError("other lists or times of display: whom members hear of may be others")
    about = _about(session, rules, Audience(made.about.audience, made.about.inside), today)
    writing = _Writing(_hearing(rules, about), made.texts)
    knowing = Knowing(session, writing.hears)
    with _file(path) as delta:
        keys = knowing.keys_of(changed(session, rules, made, today))
        entries = ((key, writing.content(found)) for key, found in knowing.entries_of(keys))
        delta.executemany("INSERT INTO entry VALUES (?, ?)", entries)
        looks, kinds = made.looks | writing.looks, made.kinds | writing.kinds
        held = () if (looks, kinds) != (made.looks, made.kinds) else {digest for _, digest in made.about.rules}
        _write_rules(delta, rules, about, looks, kinds, held)
        _write_rest(delta, about, writing)
    return Made(about, looks, kinds, made.texts + len(writing.texts), made.terms)


def changed(session: Session, rules: InForce, made: Made, today: date) -> set[str]:
    """Ids of the subjects that are, or may be, heard of in another way than when the bundle was made."""
    terms = [ruleset.terms for _, ruleset in rules.all()]
    return changed_since(session, made.about.sequence) | changed_by_days(session, terms, made.about.made_on, today)


def goes_on(made: Made, rules: InForce) -> bool:
    """Whether by these rules the same records are heard as by those that the bundle was made with."""
    return made.terms == _terms(rules)


def _terms(rules: InForce) -> frozenset[str]:
    return frozenset(_digest_of(ruleset.terms) for _, ruleset in rules.all())


def _digest_of(terms: Terms) -> str:
    content = json.dumps(_TERMS.dump_python(terms), sort_keys=True, default=_ordered)
    return hashlib.sha256(content.encode()).hexdigest()


def _ordered(value: object) -> object:
    """Sets have no order of their own, and days no JSON."""
    return sorted(value) if isinstance(value, frozenset) else str(value)


def _about(session: Session, rules: InForce, audience: Audience, today: date) -> About:
    return About(
        sequence=current_sequence(session),
        audience=treated_as(audience.kind),
        inside=audience.inside,
        made_on=today,
        last_day=today + timedelta(days=HORIZON_DAYS),
        rules=tuple((begins, ruleset.digest) for begins, ruleset in rules.all()),
    )


def _hearing(rules: InForce, about: About) -> Callable[[Record], bool]:
    every = [ruleset.terms for _, ruleset in rules.all()]
    audience, inside, today = about.audience, about.inside, about.made_on

    def hears(record: Record) -> bool:
        return any(heard_by_members(record, terms, audience, inside, today) for terms in every)

    return hears


@contextmanager
def _file(path: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(path)) as file, file:
        file.execute("PRAGMA journal_mode=OFF")
        file.executescript(SCHEMA)
        yield file


def _write_rules(
    file: sqlite3.Connection,
    rules: InForce,
    about: About,
    looks: frozenset[Look],
    kinds: frozenset[SubjectKind],
    held: Collection[str] = (),
) -> None:
    """Those that the bundle does not hold already."""
    for digest, ruleset in {ruleset.digest: ruleset for _, ruleset in rules.all()}.items():
        if digest not in held:
            content = RULES.dump_json(rules_content(ruleset)).decode()
            file.execute("INSERT INTO ruleset VALUES (?, ?)", (digest, content))
            file.executemany("INSERT INTO scene VALUES (?, ?, ?, ?)", _scenes(ruleset, about, looks, kinds))


def _write_rest(file: sqlite3.Connection, about: About, writing: _Writing) -> None:
    file.executemany("INSERT INTO text VALUES (?, ?)", ((number, text) for text, number in writing.texts.items()))
    file.execute("INSERT INTO about VALUES (?)", (ABOUT.dump_json(about).decode(),))


def _scenes(
    ruleset: RuleSet, about: About, looks: Collection[Look], kinds: Collection[SubjectKind]
) -> Iterator[tuple[str, int, str, str]]:
    """Of every epoch that is not over: `until` looks as far ahead as anything is known."""
    for epoch in ruleset.epochs:
        if epoch.window.end is None or epoch.window.end > about.made_on:
            for code in ruleset.catalogue.scenes:
                content = scene_content(epoch, code, about.audience, looks, kinds)
                yield ruleset.digest, epoch.index, code, content.to_json()


def rules_content(ruleset: RuleSet) -> RulesContent:
    """What a bundle says of a rule set besides its scenes."""
    catalogue = ruleset.catalogue
    return RulesContent(
        digest=ruleset.digest,
        starts=ruleset.starts,
        scenes={code: SceneWords(scene.whole_campaign) for code, scene in catalogue.scenes.items()},
        campaigns=frozenset(catalogue.campaigns),
        purposes=frozenset(catalogue.purposes),
        horizon_days=_days(catalogue),
        terms=catalogue.terms,
        labels=catalogue.labels,
    )


def _days(catalogue: Catalogue) -> Dated[int]:
    parameter = catalogue.parameters["check_horizon_days"]
    return Dated(tuple((dated.from_, int(str(dated.value))) for dated in parameter.values))
