"""Cases: the board, and one case with its facts, its history and the next steps that the law leaves open."""

from collections import defaultdict
from typing import Any

from nicegui import ui
from starlette.requests import Request

from api.console.case_steps import OF_A_CASE, Steps
from api.console.case_story import Story
from api.console.dossier import facts
from api.console.files import downloads
from api.console.frame import Pages, empty, telling
from api.console.looks import Look, badge, deadline, heading
from api.console.signing_in import SignedIn
from api.console.titles import Titles, titles
from huixin.types.case import CaseDetail, CaseState, CaseView

SHAPES = OF_A_CASE
_MARKS = {
    "overdue": Look("Overdue", "bg-red-800 text-white"),
    "suspended": Look("Suspended", "bg-slate-700 text-white"),
    "disputed": Look("Disputed", "bg-slate-700 text-white"),
    "relief": Look("Relief", "bg-sky-800 text-white"),
}
_MOST = 500
"""Cases on the board; more are found by state."""
SOURCES = ("file", "recognition", "association")
"""What a case may come from, beside platforms and feeds that are called by their names."""


def show(pages: Pages) -> None:
    @pages.at("/cases")
    async def board(request: Request, state: str | None = None) -> None:
        with pages.page(request, "Cases") as who, telling(who):
            await _board(who, state)

    @pages.at("/cases/{case_id}")
    async def one(request: Request, case_id: str) -> None:
        with pages.page(request, "Case") as who, telling(who):
            await _case(who, case_id)


async def _board(who: SignedIn, state: str | None) -> None:
    known = await titles(who)
    by_state: dict[CaseState, list[CaseView]] = defaultdict(list)
    count = 0
    async for case in who.client.cases.iter(state=state, limit=100):
        by_state[case.state].append(case)
        count += 1
        if count == _MOST:
            break
    if not count:
        empty(who, "There are no cases here.")
    if count == _MOST:
        ui.label(who.language.say("The first {count} are shown; choose a state for the rest.", count=_MOST))
    with ui.element("div").classes("w-full grid gap-4 grid-cols-1 md:grid-cols-2 lg:grid-cols-3"):
        for column in sorted(by_state, key=list(CaseState).index):
            with ui.column().classes("gap-2"):
                ui.link(f"{who.language.word(column)} ({len(by_state[column])})", f"/cases?state={column}").classes(
                    "font-bold"
                )
                for case in sorted(by_state[column], key=_urgency(who)):
                    _line(who, known, case)


def _urgency(who: SignedIn) -> Any:
    """One's own first, then what is due first."""
    return lambda case: (case.unit != who.me.unit, case.deadline.due.isoformat() if case.deadline else "9999", case.id)


def _line(who: SignedIn, known: Titles, case: CaseView) -> None:
    with ui.card().classes("w-full gap-1 p-3"):
        ui.link(case.subject_name, f"/cases/{case.id}").classes("font-bold")
        ui.label(" · ".join(part for part in (case.uscc, known.of("unit", case.unit)) if part)).classes("text-sm")
        with ui.row().classes("gap-2"):
            if case.deadline:
                deadline(case.deadline, who.language)
            _marks(who, case)


def _marks(who: SignedIn, case: CaseView) -> None:
    for name, look in _MARKS.items():
        if getattr(case, name):
            badge(look, who.language)


async def _case(who: SignedIn, case_id: str) -> None:
    case, known = await who.client.cases.get(case_id), await titles(who)
    word = who.language.word
    ui.link(case.subject_name, f"/subjects/{case.uscc}" if case.uscc else "/cases").classes("text-xl font-bold")
    with ui.row().classes("gap-2 items-center"):
        badge(Look(word(case.state), "bg-slate-700 text-white"), who.language)
        if case.deadline:
            deadline(case.deadline, who.language)
        _marks(who, case)
    source = word(f"from_{case.source}") if case.source in SOURCES else case.source
    said = {
        "uscc": case.uscc, "unit": known.of("unit", case.unit), "address": case.address, "source": source,
        "reason": case.reason, "severity": word(case.severity),
        "problem_types": known.all("problem_types", case.problem_types),
    }  # fmt: skip
    facts(who, said)
    Steps(who, known, case).show()
    story = Story(who, known, case)
    story.show_what_is_under_way()
    await _documents(who, case)
    if who.may("attachments:read"):
        await downloads(who, case.id)
    story.show_history()


async def _documents(who: SignedIn, case: CaseDetail) -> None:
    """Each to print, in a tab of its own."""
    heading(who.language.say("Documents to print"), 2)
    found = await who.client.cases.documents(case.id)
    if not found:
        empty(who, "There is no document yet.")
    with ui.row().classes("gap-4"):
        for one in found:
            ui.link(who.language.word(one), f"/cases/{case.id}/documents/{one}", new_tab=True)
