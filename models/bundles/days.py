"""Whom an audience comes to hear of, or hears of no more, because days have passed: nobody has written a version."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from sqlalchemy import ColumnElement
from sqlmodel import Session, and_, col, or_, select

from huixin.core.terms import Terms
from huixin.core.windows import months_after
from models.listings import Listing, ListingVersion
from models.versions import in_force

DAY = timedelta(days=1)
_FIRST_DAYS = ("valid_to", "ended_on", "display_ended_on", "measures_lifted_on", "takes_effect_on")
"""Columns that name the first day of what follows."""


def changed_by_days(session: Session, all_terms: Iterable[Terms], after: date, until: date) -> set[str]:
    """Ids of the subjects with a record that was heard of in another way on the day `after` than on the day `until`;
    among others."""
    if until <= after:
        return set()
    begins = [(col(getattr(ListingVersion, name)) > after) & _by(name, until) for name in _FIRST_DAYS]
    overdue = (col(ListingVersion.due) >= after) & (col(ListingVersion.due) < until)
    displayed = [one for terms in all_terms for one in _displayed(terms, after, until)]
    subjects = select(Listing.subject_id).join(ListingVersion, col(ListingVersion.listing_id) == col(Listing.id))
    which = or_(overdue, *begins, *displayed)
    return set(session.exec(subjects.where(which, in_force(ListingVersion, None))))


def _by(name: str, until: date) -> ColumnElement[bool]:
    return col(getattr(ListingVersion, name)) <= until


def _displayed(terms: Terms, after: date, until: date) -> Iterator[ColumnElement[bool]]:
    """Records whose longest display may come to its end: by the months since they began, or as a time is shortened."""
    limited = col(Listing.list).in_([code for code, entry in terms.lists.items() if entry.display_limited])
    for longest in terms.display_max_months.values():
        for first, months in longest.steps:
            if after < first <= until:
                yield limited
            # the last days of a month come to one day of a shorter one
            since, to = months_after(after, -months) - 3 * DAY, months_after(until, -months) + 3 * DAY
            for began in (ListingVersion.decided_on, ListingVersion.valid_from):
                yield and_(limited, col(began) >= since, col(began) <= to)
