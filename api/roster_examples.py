"""Examples of uploaded rosters in the API description. All of it is fictional."""

from api import examples
from api.example_case import AT
from huixin.types.roster import RosterDeleted, RosterFault, RosterKept, RosterView, TurnedPage, TurnedView

_FAULT = RosterFault(line=7, code="bad_uscc_checksum", message="The check character is wrong.")
KEPT = RosterKept(kept=98_310, refused=1, faults=[_FAULT])
VIEW = RosterView(scene="review", size=98_310, uploaded_at=AT, sequence=1042, turns=3)
DELETED = RosterDeleted(deleted=98_310)
TURNED = TurnedPage(items=[TurnedView(turn=3, uscc=examples.USCC, outcome="refuse")], next=None)
