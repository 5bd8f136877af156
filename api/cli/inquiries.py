"""Inquiries to members of an alliance at the command line, as the centre sees them."""

from datetime import date

from sqlmodel import col, select

from api.cli.looking import AsJson, Key, looking
from api.cli.printing import days_left, print_found
from huixin.types.inquiry import InquiryView
from models.inquiries.asking import find_inquiry
from models.inquiries.tables import Inquiry
from models.inquiries.views import inquiry_view

_COLUMNS = ("inquiry", "days left", "answered", "refused", "total")


def inquiries(key: Key = None, as_json: AsJson = False) -> None:
    """List what members were asked, who is left to answer and in how many days; one in full with each answer."""
    with looking() as work:
        chosen = [] if key is None else [find_inquiry(work, key)]
        newest = select(Inquiry).order_by(col(Inquiry.due).desc(), col(Inquiry.id))
        found = [inquiry_view(work, row) for row in chosen or work.session.exec(newest)]
        today = work.today
    print_found(found, _COLUMNS, lambda one: _cells(one, today), whole=key is not None, as_json=as_json)


def _cells(one: InquiryView, today: date) -> tuple[str, ...]:
    """Days are left as long as somebody has not answered."""
    said = [answer.answer for answer in one.answers]
    left = f"{days_left(today, one.due)}\n{one.due}" if None in said else ""
    answered = f"{len(said) - said.count(None)} of {len(said)}"
    return f"{one.question}\n{one.id}", left, answered, str(said.count("refuse")), str(one.total)
