"""Check: who is this merchant, and what must or may be done about it?"""

from nicegui import ui
from starlette.requests import Request

from api.console.frame import Pages, telling
from api.console.looks import BINDINGS, OUTCOMES, badge, band, grounds
from api.console.signing_in import SignedIn
from huixin.types.answer import Answer, MeasureView


def show(pages: Pages) -> None:
    @pages.at("/")
    async def check(request: Request) -> None:
        with pages.page(request, "Check") as who:
            await _form(who)


async def _form(who: SignedIn) -> None:
    say, words = who.language.say, None
    with telling(who):
        words = await who.client.rulesets.vocabulary()
    if words is None:
        return
    scenes = {code: who.language.of(title) for code, title in words.scenes.items()}
    campaigns = {code: who.language.of(title) for code, title in words.campaigns.items()}
    with ui.row().classes("w-full items-end gap-4"):
        code = ui.input(say("Unified social credit code")).props("outlined").classes("grow min-w-64")
        name = ui.input(say("Name")).props("outlined").classes("grow min-w-64")
        scene = ui.select(scenes, value=next(iter(scenes)), label=say("Scene")).props("outlined").classes("min-w-48")
        campaign = ui.select(campaigns, label=say("Campaign"), clearable=True).props("outlined").classes("min-w-48")
        button = ui.button(say("Check")).props("size=lg")
    found = ui.column().classes("w-full").props('aria-live="polite"')

    async def ask() -> None:
        if not (code.value or name.value):
            ui.notify(say("Type a code or a name."), type="warning")
            return
        button.props("loading")
        with telling(who):
            answer = await who.client.check(
                code.value.strip() or None, name=name.value.strip() or None, scene=scene.value, campaign=campaign.value
            )
            found.clear()
            with found:
                card(who, answer)
        button.props(remove="loading")

    button.on_click(ask)
    for one in (code, name):
        one.on("keydown.enter", ask)


def card(who: SignedIn, answer: Answer) -> None:
    """Outcome first, then what follows and why, until when, and what can be done."""
    language, say = who.language, who.language.say
    with ui.card().classes("w-full gap-2"):
        band(OUTCOMES[answer.outcome], language)
        about = answer.identity
        ui.label(" · ".join(part for part in (about.name, about.uscc) if part) or say("Nobody of that name or code"))
        for measure in answer.measures:
            _measure(who, measure)
        ui.label(language.of(answer.explanation)).classes("whitespace-pre-line")
        if answer.review.needed:
            ui.label(say("A person must look, because:")).classes("font-bold")
            for cause in answer.review.why:
                ui.label("• " + language.of(cause.says))
            if answer.review.ask:
                ui.label(language.of(answer.review.ask))
        for candidate in about.candidates:
            ui.label(f"{candidate.name} · {candidate.uscc or '—'} · {candidate.score:.0%}")
        with ui.row().classes("items-center"):
            if who.may("decisions:read"):
                ui.link(say("Notice to print"), f"/decisions/{answer.decision_id}/notice", new_tab=True)
                ui.button(say("Receipt"), on_click=lambda: _receipt(who, answer.decision_id)).props("flat dense")
            ui.label(f"{answer.decision_id} · {answer.as_of.date}").classes("text-sm text-gray-600 dark:text-gray-300")


async def _receipt(who: SignedIn, decision_id: str) -> None:
    """What proves the answer away from the service, as a file."""
    with telling(who):
        receipt = await who.client.decisions.receipt(decision_id)
        ui.download.content(receipt.model_dump_json(indent=2), f"{decision_id}.json", "application/json")


def _measure(who: SignedIn, measure: MeasureView) -> None:
    language, say = who.language, who.language.say
    with ui.row().classes("items-center gap-2"):
        badge(BINDINGS[measure.binding], language)
        ui.label(language.of(measure.title)).classes("font-bold")
        if measure.until:
            ui.label(say("until {day}", day=measure.until))
    grounds(measure.grounds, language)
