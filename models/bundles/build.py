"""Making the base of a bundle, whole, from one snapshot of what is known."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from sqlmodel import Session

from huixin.core.records import Record
from huixin.core.terms import Dated
from huixin.core.visibility import heard_by_members
from huixin.core.vocabulary import MemberKind, SubjectKind, treated_as
from huixin.local.base import ABOUT, ASK, RULES, SCHEMA, About
from huixin.local.packing import packed
from huixin.local.rules import RulesContent, SceneWords
from models.bundles.merchants import Entry, Knowing
from models.bundles.scenes import Look, scene_content
from models.sequence import current_sequence
from rules.entries import Catalogue
from rules.ruleset import RuleSet

HORIZON_DAYS = 30


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


@dataclass
class _Texts:
    numbers: dict[str, int] = field(default_factory=dict)

    def number_of(self, text: str) -> int:
        return self.numbers.setdefault(text, len(self.numbers))


def build_base(session: Session, rules: InForce, audience: Audience, today: date, path: Path) -> About:
    """Writes to a file that must not exist yet. Whoever asks with it on a later day hears of nothing that only the days
    since have let it know of, and of nothing that they have ended."""
    about = About(
        sequence=current_sequence(session),
        audience=treated_as(audience.kind),
        inside=audience.inside,
        made_on=today,
        last_day=today + timedelta(days=HORIZON_DAYS),
        rules=tuple((begins, ruleset.digest) for begins, ruleset in rules.all()),
    )
    texts, looks, kinds = _Texts(), set[Look](), set[SubjectKind]()

    def hears(record: Record) -> bool:
        every = (ruleset.terms for _, ruleset in rules.all())
        return any(heard_by_members(record, terms, about.audience, about.inside, today) for terms in every)

    def written(merchants: Entry) -> str:
        if merchants is None:
            return ASK
        for merchant in merchants:
            kinds.add(merchant.subject.kind)
            looks.update(map(Look.of, merchant.records))
        content = [packed(merchant, texts.number_of) for merchant in merchants]
        return json.dumps(content, ensure_ascii=False, separators=(",", ":"))

    with closing(sqlite3.connect(path)) as base, base:
        base.execute("PRAGMA journal_mode=OFF")
        base.executescript(SCHEMA)
        entries = ((key, written(found)) for key, found in Knowing(session, hears).entries())
        base.executemany("INSERT INTO entry VALUES (?, ?)", entries)
        base.executemany("INSERT INTO text VALUES (?, ?)", ((number, text) for text, number in texts.numbers.items()))
        for ruleset in {ruleset.digest: ruleset for _, ruleset in rules.all()}.values():
            content = RULES.dump_json(_content(ruleset)).decode()
            base.execute("INSERT INTO ruleset VALUES (?, ?)", (ruleset.digest, content))
            base.executemany("INSERT INTO scene VALUES (?, ?, ?, ?)", _scenes(ruleset, about, looks, kinds))
        base.execute("INSERT INTO about VALUES (?)", (ABOUT.dump_json(about).decode(),))
    return about


def _scenes(
    ruleset: RuleSet, about: About, looks: set[Look], kinds: set[SubjectKind]
) -> Iterator[tuple[str, int, str, str]]:
    """Of every epoch that is not over: `until` looks as far ahead as anything is known."""
    for epoch in ruleset.epochs:
        if epoch.window.end is None or epoch.window.end > about.made_on:
            for code in ruleset.catalogue.scenes:
                content = scene_content(epoch, code, about.audience, looks, kinds)
                yield ruleset.digest, epoch.index, code, content.to_json()


def _content(ruleset: RuleSet) -> RulesContent:
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
