"""Campaigns at the command line, as the centre sees them."""

from datetime import date

from sqlmodel import col, select

from api.cli.looking import AsJson, Key, looking
from api.cli.printing import counted, days_left, print_found, print_whole
from huixin.types.campaign import CampaignBoard, CampaignView
from models.campaigns.board import board_of, campaign_views
from models.campaigns.conduct import find_campaign
from models.campaigns.tables import Campaign

_COUNTS = {"checked", "excluded", "restricted", "reviewed", "admitted"}
_COLUMNS = ("campaign", "days left", "roster")


def campaigns(key: Key = None, as_json: AsJson = False) -> None:
    """List the campaigns with the days left to the opening, or to the end, and how their rosters stand."""
    with looking() as work:
        chosen = [] if key is None else [find_campaign(work.session, key)]
        newest = select(Campaign).order_by(col(Campaign.first_day).desc(), col(Campaign.id))
        rows = chosen or list(work.session.exec(newest))
        found = campaign_views(work.session, work.caller, rows)
        boards = {row.id: board_of(work.session, work.caller, row) for row in rows}
        today = work.today
    print_found(found, _COLUMNS, lambda one: _cells(one, boards[one.id], today), whole=key is not None, as_json=as_json)
    if key is not None and not as_json:
        print_whole(boards[key])


def _cells(one: CampaignView, board: CampaignBoard, today: date) -> tuple[str, ...]:
    return f"{one.title}\n{one.id}", _left(one, today), counted(board.total.model_dump(include=_COUNTS))


def _left(one: CampaignView, today: date) -> str:
    if today < one.first_day:
        return f"{days_left(today, one.first_day)}\nto come"
    return "over" if one.last_day < today else f"{days_left(today, one.last_day)}\nopen"
