"""Suspects of the alliance at the command line, as the centre sees them."""

from typing import Annotated

import typer
from sqlmodel import col, select

from api.cli.looking import AsJson, Key, looking
from api.cli.printing import print_found
from huixin.types.suspect import SuspectState, SuspectView
from models.suspects.seen import find_suspect
from models.suspects.tables import Suspect, rests_on_live
from models.suspects.views import suspect_views

_COLUMNS = ("suspect", "problems", "kinds of members", "supported")


def suspects(
    key: Key = None,
    state: Annotated[SuspectState, typer.Option(help="Only what stands so.")] = "open",
    as_json: AsJson = False,
) -> None:
    """List suspects that wait for the centre, the newest first; one in full with the signals that it rests on."""
    with looking() as work:
        chosen = [] if key is None else [find_suspect(work, key)]
        waiting = select(Suspect).where(Suspect.state == state, rests_on_live(work.today))
        newest = waiting.order_by(col(Suspect.created_at).desc(), col(Suspect.id))
        found = suspect_views(work, chosen or work.session.exec(newest).all())
    print_found(found, _COLUMNS, _cells, whole=key is not None, as_json=as_json)


def _cells(one: SuspectView) -> tuple[str, ...]:
    kinds = "\n".join(sorted({signal.member_kind for signal in one.signals}))
    target = " ".join(filter(None, (one.target_kind, one.platform, one.target)))
    about = "\n".join(filter(None, (one.name, one.uscc, target)))
    return f"{about}\n{one.id}", "\n".join(one.problem_types), kinds, "yes" if one.supported else "no"
