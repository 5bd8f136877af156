"""What a version waits for between publication and its instant: notice, and before it a consultation of the public."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from huixin.core.windows import day_of
from huixin.types.ruleset import PublishRuleset
from models.errors import Fault, Invalid
from models.rulesets.drafting import RuleWork, documents_of
from models.rulesets.tables import Ruleset
from rules.announcing import beyond, new_standards
from rules.catalogue import Catalogue
from rules.diff import Change, diff
from rules.live import in_force
from rules.loading import Located
from rules.written import read_packs

_MOST_NAMED = 20


def refuse_hurry(work: RuleWork, version: Ruleset, body: PublishRuleset, begins: datetime) -> bool:
    """Notice before the rules change (0 days where they only encode an instrument in force); consultation before a
    new standard of recognition (49号). Gives whether the version holds one, whatever its publisher says of it."""
    assert version.digest is not None  # noqa: S101 - the database holds it
    current = work.book.at(work.now).catalogue
    base = current if version.based_on is None else work.book.named(version.based_on).catalogue
    draft = work.book.named(version.digest).catalogue
    changes = diff(base, draft)
    today, day = day_of(work.now), day_of(begins)
    if body.implements is not None:
        _refuse_unencoded(draft, body.implements, day)
        if others := beyond(base, draft, changes, body.implements, day):
            places = read_packs(documents_of(work.session, version.id)).sources
            raise _beyond_it(body.implements, [_named(one, places) for one in others])
    elif day < (first := today + timedelta(days=current.number("rules_notice_days", today, default=0))):
        raise _refused(
            "/effective_from",
            "notice_period",
            f"A change is announced first; it may begin on {first}.",
            f"规则修改须先预告，最早自{first}起生效。",
        )
    standards = new_standards(base, draft, changes)
    if standards or body.new_standard:
        _refuse_unconsulted(current, body, today, standards)
    return bool(standards) or body.new_standard


def _refuse_unencoded(draft: Catalogue, instrument: str, day: date) -> None:
    """The draft itself may be what brings the instrument."""
    if instrument not in draft.instruments:
        raise _refused(
            "/implements",
            "unknown_instrument",
            "There is no such instrument in the packs of this version.",
            "本版本的规则包中没有该文件。",
        )
    if not in_force(draft, instrument, day):
        raise _refused(
            "/implements", "not_in_force", "The instrument is not in force on that day.", "该文件届时未生效或已失效。"
        )


def _named(change: Change, places: Mapping[tuple[str, str], Located]) -> str:
    """With the document and line; without where it is there no more."""
    entry, located = f"{change.kind} {change.code}", places.get((change.kind, change.code))
    return entry if located is None else f"{entry} ({located.file.as_posix()}:{located.line(*change.path)})"


def _beyond_it(instrument: str, others: list[str]) -> Invalid:
    more = len(others) - _MOST_NAMED
    named = ", ".join(others[:_MOST_NAMED]) + (f" and {more} more" if more > 0 else "")
    return _refused(
        "/implements",
        "beyond_instrument",
        f"These changes do not rest on {instrument}: {named}. Leave them out, or give notice.",
        f"下列修改并非以{instrument}为依据：{named}。请另行修改，或者按期预告。",
    )


def _refuse_unconsulted(catalogue: Catalogue, body: PublishRuleset, today: date, standards: list[str]) -> None:
    asked = catalogue.number("recognition_consultation_days", today, default=0)
    what = f" The version changes standards of recognition: {', '.join(standards)}." if standards else ""
    what_zh = f"本版本修改了下列认定标准（名单或认定机构）：{'、'.join(standards)}。" if standards else ""
    if body.consulted_from is None or body.consulted_to is None:
        raise _refused(
            "/consulted_from",
            "consultation_needed",
            f"The public is consulted for {asked} days first.{what}",
            f"认定标准须先公开征求意见{asked}日。{what_zh}",
        )
    if (body.consulted_to - body.consulted_from).days + 1 < asked or body.consulted_to >= today:
        raise _refused(
            "/consulted_to",
            "consultation_too_short",
            f"A consultation lasts {asked} days at least, and is over when the standard is published.{what}",
            f"公开征求意见不少于{asked}日，并须在发布前结束。{what_zh}",
        )


def _refused(pointer: str, code: str, message: str, zh: str) -> Invalid:
    return Invalid(message, Fault(pointer, code, message, zh=zh))
