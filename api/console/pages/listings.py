"""Lists and records: what stands on a list, and the history of one merchant as a line of time."""

from nicegui import ui
from starlette.requests import Request

from api.console.frame import Pages, empty, telling
from api.console.looks import Look, badge, day
from api.console.search import search
from api.console.signing_in import SignedIn
from api.console.tables import PAGE, paged
from huixin.types.listing import ListingView
from huixin.types.record import RecordView

_COLUMNS = ("subject_name", "uscc", "list", "standing", "valid_from", "valid_to")


def show(pages: Pages) -> None:
    @pages.at("/listings")
    async def listings(request: Request, of: str | None = None) -> None:
        with pages.page(request, "Lists and records") as who, telling(who):
            await _listings(who, of)

    @pages.at("/subjects/{uscc}")
    async def subject(request: Request, uscc: str) -> None:
        with pages.page(request, "Merchant") as who, telling(who):
            await _subject(who, uscc)


async def _listings(who: SignedIn, of: str | None) -> None:
    lists = {entry.code: who.language.of(entry.title) for entry in await who.client.lists.all()}
    say = who.language.say
    search(who)
    with ui.row().classes("items-center gap-4"):
        ui.select(
            lists,
            value=of,
            label=say("List"),
            clearable=True,
            on_change=lambda change: ui.navigate.to(f"/listings?of={change.value}" if change.value else "/listings"),
        ).props("outlined dense").classes("min-w-64")
    await paged(
        who,
        _COLUMNS,
        who.client.listings.iter(list=of, limit=PAGE),
        lambda one: _row(who, lists, one),
        "There are no records here.",
    )


def _row(who: SignedIn, lists: dict[str, str], one: ListingView) -> dict[str, str]:
    record = one.record
    return {
        "id": record.id,
        "to": f"/subjects/{one.uscc}" if one.uscc else "",
        "subject_name": one.subject_name,
        "uscc": one.uscc or "",
        "list": lists.get(record.list or "", record.list or ""),
        "standing": who.language.word(f"{record.standing}_record") if record.standing else "",
        "valid_from": day(record.valid_from, who.language),
        "valid_to": day(record.valid_to, who.language),
    }


async def _subject(who: SignedIn, uscc: str) -> None:
    subject = await who.client.subjects.get(uscc)
    say = who.language.say
    ui.label(subject.name).classes("text-xl font-bold")
    ui.label(" · ".join(part for part in (subject.uscc, who.language.word(subject.kind)) if part))
    if subject.former_names:
        ui.label(say("Formerly: {names}", names="、".join(subject.former_names)))
    if not subject.records:
        empty(who, "There are no records here.")
    with ui.timeline(side="right"):
        for record in sorted(subject.records, key=lambda one: str(one.valid_from or ""), reverse=True):
            _record(who, record)


def _record(who: SignedIn, record: RecordView) -> None:
    language = who.language
    title = language.of(record.list_title) if record.list_title else record.list or record.id
    window = f"{day(record.valid_from, language)} – {day(record.valid_to, language)}"
    with ui.timeline_entry(title=title, subtitle=window):
        if record.withheld:
            ui.label(record.withheld)
        if record.ended_on:
            badge(Look(language.say("Ended on {day}", day=record.ended_on), "bg-slate-700 text-white"), language)
        ui.label(" · ".join(part for part in (record.recogniser, record.document_number) if part))
        ui.label(record.reason or record.grounds or "")
