"""Which records may reach an answer at all: a lead is not a listing, and exit means exit."""

from datetime import date

from huixin.core.display import left_members_on
from huixin.core.records import Record
from huixin.core.terms import ListTerms, Terms
from huixin.core.vocabulary import OFFICIAL, MemberKind, Provenance, Rectification, Standing, treated_as

INSIDE = OFFICIAL
"""Those who verify, order and supervise; they see what is not yet, or no longer, a listing."""
KEEPERS = frozenset({MemberKind.CENTRE, MemberKind.AUDITOR})
"""Those who keep the lists, and who authorise associations."""


def visible(record: Record, terms: Terms, actor: MemberKind, member_id: str | None, today: date) -> bool:
    """Whether a caller, asked as `actor`, may see a record on `today`, the day of asking.

    Members see what is effective, or confirmed and overdue or incomplete, and nothing that has ended. `member_id` is
    the association inside which a record of its own counts; None sees none of those, nor does any authority but those
    that keep the lists. A list that the terms do not know is seen by nobody.
    """
    if not is_shown(record, terms, actor):
        return False
    if actor in INSIDE:
        return actor in KEEPERS or record.inside is None
    if _is_inside_another(record, member_id):
        return False
    return has_standing(record, today) and not has_left_members(terms, record, today)


def heard_by_members(record: Record, terms: Terms, actor: MemberKind, inside: str | None, today: date) -> bool:
    """Whether a member that handles no case of the record hears of it on `today`, the day of asking."""
    seen = visible(record, terms, actor, inside, today)
    return seen and not has_ended(record, today) and has_standing(record, today)


def is_shown(record: Record, terms: Terms, actor: MemberKind) -> bool:
    """Whether its list is one for eyes of this kind."""
    entry = terms.lists.get(record.list)
    return entry is not None and _is_for(entry, actor)


def lists_shown(terms: Terms, actor: MemberKind) -> frozenset[str]:
    """Codes of the lists for eyes of this kind."""
    return frozenset(code for code, entry in terms.lists.items() if _is_for(entry, actor))


def _is_for(entry: ListTerms, actor: MemberKind) -> bool:
    return actor is MemberKind.CENTRE or treated_as(actor) in entry.visible_to


def _is_inside_another(record: Record, member_id: str | None) -> bool:
    """What an association keeps counts inside it alone; of one that is no member here, nobody hears."""
    if record.provenance is Provenance.ASSOCIATION:
        return record.inside is None or record.inside != member_id
    return record.inside is not None and record.inside != member_id


def has_standing(record: Record, day: date) -> bool:
    """Effective, or a verified lead whose rectification order has not been met."""
    if record.standing is Standing.CONFIRMED:
        return rectification_on(record, day) in (Rectification.OVERDUE, Rectification.INCOMPLETE)
    return standing_on(record, day) is Standing.EFFECTIVE


def told_to_its_merchant(record: Record) -> bool:
    """A lead is nobody's word against anybody, and what has been decided is told by its service."""
    if record.standing is Standing.PROPOSED:
        return record.takes_effect_on is not None
    return record.standing is not Standing.LEAD


def standing_on(record: Record, day: date) -> Standing:
    """A proposal counts as effective from the day on which its decision takes effect."""
    proposed = record.standing is Standing.PROPOSED
    if proposed and record.takes_effect_on is not None and record.takes_effect_on <= day:
        return Standing.EFFECTIVE
    return record.standing


def has_ended(record: Record, day: date) -> bool:
    """Removed, annulled, withdrawn, or its window has run out; the day of exit itself is already after it."""
    end = record.live_window().end
    return end is not None and end <= day


def has_left_members(terms: Terms, record: Record, day: date) -> bool:
    """One of the four ends, the longest display, or a window that has run out; the day itself is already after it."""
    end = left_members_on(terms, record)
    return end is not None and end <= day


def rectification_on(record: Record, day: date) -> Rectification:
    """An order is met until the end of its due day, and overdue after it."""
    if record.rectification is Rectification.ORDERED and record.due is not None and record.due < day:
        return Rectification.OVERDUE
    return record.rectification
