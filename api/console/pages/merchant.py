"""The merchant's own page: what stands against it, why, until when, how to end it, whom to phone; and its say."""

from functools import partial
from typing import Any

from nicegui import ui
from starlette.requests import Request

from api.console.asking import ask
from api.console.dossier import Shapes, facts
from api.console.frame import Pages, empty, telling
from api.console.looks import ANSWERED, OUTCOMES, Look, badge, day, day_of_moment, heading
from api.console.signing_in import SignedIn
from huixin.core.vocabulary import Outcome
from huixin.types.appeal import (
    AppealRequest,
    AppealView,
    MerchantDecision,
    MerchantOrder,
    MerchantPage,
    MerchantRecord,
    RectificationReport,
)
from huixin.types.objection import ObjectionRequest, ObjectionView

SHAPES: Shapes = {"object": ObjectionRequest, "appeal": AppealRequest, "report_rectification": RectificationReport}


def show(pages: Pages) -> None:
    @pages.at("/merchant")
    async def merchant(request: Request) -> None:
        with pages.page(request, "My record") as who, telling(who):
            await _page(who, await who.client.merchants.page())


async def _page(who: SignedIn, page: MerchantPage) -> None:
    say = who.language.say
    ui.label(" · ".join(part for part in (page.name, page.uscc) if part)).classes("text-xl font-bold")
    objections: dict[str, ObjectionView] = {}
    async for objection in who.client.objections.iter():
        objections.setdefault(objection.listing_id, objection)
    appeals: dict[str, AppealView] = {}
    async for appeal in who.client.appeals.iter():
        appeals.setdefault(appeal.decision_id, appeal)
    heading(say("What stands against you"), 2)
    if not page.records:
        empty(who, "Nothing stands against you.")
    for record in page.records:
        _record(who, record, objections.get(record.listing_id))
    if page.decisions:
        heading(say("What was decided about you"), 2)
        ui.label(say("You may appeal against each; a person of the member that decided looks at it again."))
    for decision in page.decisions:
        _decision(who, decision, appeals.get(decision.decision_id))


def _record(who: SignedIn, record: MerchantRecord, objection: ObjectionView | None) -> None:
    language, say = who.language, who.language.say
    with ui.card().classes("w-full gap-3"):
        with ui.row().classes("items-center gap-2"):
            ui.label(language.of(record.list_title)).classes("text-lg font-bold")
            badge(Look(language.word(f"{record.standing}_record"), "bg-slate-700 text-white"), language)
            if record.disputed:
                badge(Look("Disputed", "bg-amber-200 text-black"), language)
        facts(
            who,
            {
                say("Why"): record.reason, say("Grounds"): record.grounds, say("By whom"): record.recogniser,
                "document_number": record.document_number, "decided_on": record.decided_on,
                "takes_effect_on": record.takes_effect_on, say("Until when"): day(record.until, language),
            },
        )  # fmt: skip
        if record.order:
            _order(who, record.order)
        ui.label(say("How to end it")).classes("font-bold")
        ui.label(language.of(record.how_to_end)).classes("whitespace-pre-line")
        if record.repair_link:
            ui.link(record.repair_link, record.repair_link, new_tab=True).classes("break-all")
        _phone(say("Whom to phone"), record.phone)
        if objection:
            _objection(who, objection)
        with ui.row().classes("gap-2"):
            if record.order and record.order.may_report:
                report = partial(_send, who.client.merchants.report)
                _button(who, "Report that it is put right", RectificationReport, record.listing_id, report)
            if objection is None or objection.state != "open":
                object_to = partial(_send, who.client.objections.add)
                _button(who, "Object to this record", ObjectionRequest, record.listing_id, object_to, "outline")


def _order(who: SignedIn, order: MerchantOrder) -> None:
    language, say = who.language, who.language.say
    with ui.column().classes("w-full gap-1 border-l-4 border-amber-600 pl-3"):
        ui.label(f"{say('Order to rectify')} {order.number}").classes("font-bold")
        ui.label(language.of(order.what_to_do))
        said = {"requirements": order.requirements, "due": order.due, "reported_on": order.reported_on}
        facts(who, said | {say("Report to"): language.of(order.report_to)})
        ui.label(language.of(order.how_to_end))
        _phone(language.of(order.phone_of), order.phone)


def _phone(whose: str, number: str) -> None:
    with ui.row().classes("items-center gap-2"):
        ui.label(f"{whose}:")
        ui.link(number, f"tel:{number}")


def _objection(who: SignedIn, objection: ObjectionView) -> None:
    with ui.row().classes("items-center gap-2"):
        ui.label(who.language.say("Your objection of {day}", day=objection.raised_on))
        badge(ANSWERED[objection.state], who.language)
        if objection.state == "open":
            ui.label(who.language.say("to be decided by {day}", day=objection.due))
    if objection.reasons:
        ui.label(objection.reasons).classes("whitespace-pre-line")


def _decision(who: SignedIn, decision: MerchantDecision, appeal: AppealView | None) -> None:
    language, say = who.language, who.language.say
    with ui.card().classes("w-full gap-2"):
        with ui.row().classes("items-center gap-2"):
            badge(OUTCOMES[Outcome(decision.outcome)], language)
            ui.label(f"{decision.on} · {language.word(decision.asked_by)} · {language.of(decision.scene_title)}")
        if appeal:
            _appeal(who, appeal)
        else:
            send, fixed = partial(_send, who.client.appeals.add), {"decision_id": decision.decision_id}
            asking = partial(ask, who, say("Appeal"), AppealRequest, fixed, send)
            ui.button(say("Appeal"), on_click=asking).props("outline dense").classes("self-start")


def _appeal(who: SignedIn, appeal: AppealView) -> None:
    """What was said, until when it is answered, and once it is, how and why."""
    say = who.language.say
    with ui.row().classes("items-center gap-2"):
        ui.label(say("Your appeal of {day}", day=day_of_moment(appeal.created_at)))
        badge(ANSWERED[appeal.state], who.language)
        if appeal.state == "open":
            ui.label(say("to be decided by {day}", day=appeal.due))
    facts(who, {"statement": appeal.statement, "reasons": appeal.reasons})
    if appeal.decided_at:
        ui.label(say("Decided on {day}", day=day_of_moment(appeal.decided_at)))


def _button(who: SignedIn, words: str, shape: type, listing_id: str, done: Any, look: str = "") -> None:
    title = who.language.say(words)
    asking = partial(ask, who, title, shape, {"listing_id": listing_id}, done)
    ui.button(title, on_click=asking).props(look)


async def _send(send: Any, request: Any) -> None:
    await send(request)
    ui.navigate.reload()
