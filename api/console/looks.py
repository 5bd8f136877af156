"""How outcomes, states and days are shown: always in words, and in a colour beside."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from html import escape
from typing import Literal

from nicegui import ui

from api.console.words import Language
from huixin.core.vocabulary import Binding, Outcome
from huixin.core.windows import SHANGHAI, day_of
from huixin.types.case import DeadlineView
from huixin.types.record import GroundView

COLOURS = {"primary": "#0b5cad", "positive": "#1b7a3d", "negative": "#b3261e", "warning": "#8a5a00", "info": "#355e75"}
"""Behind white words, and of words on white."""
STYLES = """
.nicegui-link, .nicegui-link:visited { color: #0b5cad; }
.body--dark .nicegui-link, .body--dark .nicegui-link:visited { color: #9cc9f5; }
.q-header .nicegui-link, .q-header .nicegui-link:visited { color: #fff; }
.body--dark .q-page, .body--dark .q-dialog, .body--dark .q-menu { --q-primary: #9cc9f5; --q-negative: #f2a5a0; }
.body--dark .bg-primary { --q-primary: #0b5cad; }
.body--dark .bg-negative { --q-negative: #b3261e; }
.line-wrong { background: #fbd5d2; }
.line-doubtful { background: #fdeecb; }
.q-table__container { overflow-x: auto; }
.q-table__container > .q-table__middle { overflow: visible; max-width: none; }
"""
"""Contrast of 4.5 to 1 at least, in light and in dark; a wide table is scrolled by what the keyboard reaches."""


@dataclass(frozen=True, slots=True)
class Look:
    """`words`: a key of the catalogue. `colours`: contrast of 4.5 to 1 at least, in light and in dark."""

    words: str
    colours: str


OUTCOMES = {
    Outcome.REFUSE: Look("Refuse", "bg-red-800 text-white"),
    Outcome.RESTRICT: Look("Restrict", "bg-orange-800 text-white"),
    Outcome.REVIEW: Look("A person must look", "bg-amber-200 text-black"),
    Outcome.WATCH: Look("Watch", "bg-yellow-100 text-black"),
    Outcome.CLEAR: Look("Nothing found", "bg-green-800 text-white"),
    Outcome.FAVOUR: Look("Favour", "bg-sky-800 text-white"),
}
BINDINGS = {
    Binding.STATUTORY: Look("Statutory", "bg-red-800 text-white"),
    Binding.BY_OWN_CLAUSE: Look("By own clause", "bg-slate-700 text-white"),
    Binding.ADVICE: Look("Advice", "bg-slate-200 text-black"),
}
ANSWERED = {
    "open": Look("Being looked at", "bg-amber-200 text-black"),
    "upheld": Look("Upheld", "bg-green-800 text-white"),
    "rejected": Look("Rejected", "bg-slate-700 text-white"),
}
"""What became of an objection or an appeal."""
_SOON = 7
"""Days left from which on a deadline is shown as near."""


def heading(text: str, level: Literal[1, 2]) -> None:
    with ui.element(f"h{level}").classes("text-2xl font-bold" if level == 1 else "text-lg font-bold"):
        ui.html(escape(text), sanitize=False, tag="span")


def band(look: Look, language: Language) -> None:
    """The outcome as the first thing that one sees."""
    ui.label(language.say(look.words)).classes(f"{look.colours} text-xl font-bold px-4 py-2 rounded w-full")


def badge(look: Look, language: Language) -> None:
    ui.label(language.say(look.words)).classes(f"{look.colours} text-sm px-2 py-0.5 rounded self-start")


def deadline(of: DeadlineView, language: Language) -> None:
    what, left = language.word(of.what), of.days_left
    if left < 0:
        badge(Look(f"{what}: {language.say('{days} days over', days=-left)}", "bg-red-800 text-white"), language)
    else:
        near = "bg-amber-200 text-black" if left <= _SOON else "bg-slate-200 text-black"
        badge(Look(f"{what}: {language.say('{days} days left', days=left)}", near), language)


def ground(of: GroundView, language: Language) -> str:
    """An instrument with its article, and whether anybody has confirmed it."""
    article = language.say("art. {article}", article=of.article) if of.article else ""
    doubt = "" if of.verified else language.say("(not verified)")
    return " ".join(part for part in (language.of(of.title), of.number, article, doubt) if part)


def grounds(of: Iterable[GroundView], language: Language) -> None:
    for one in of:
        ui.label(ground(one, language)).classes("text-sm pl-4")


def moment(of: datetime | None, language: Language) -> str:
    """To the minute, in Shanghai."""
    return f"{of.astimezone(SHANGHAI):%Y-%m-%d %H:%M}" if of else language.say("not yet")


def day_of_moment(of: datetime | None) -> str:
    """Its day in Shanghai; nothing where there is none."""
    return str(day_of(of)) if of else ""


def day(of: date | None, language: Language) -> str:
    return str(of) if of else language.say("no end known")
