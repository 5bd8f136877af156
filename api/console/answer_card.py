"""An answer as a card that is understood in five seconds: what follows, for how long and by what, what one can do."""

from collections.abc import Iterator
from contextlib import contextmanager

from nicegui import ui

from api.console.frame import telling
from api.console.looks import BINDINGS, OUTCOMES, badge, band, grounds, heading
from api.console.signing_in import SignedIn
from api.console.words import Language
from huixin.core.vocabulary import Binding, Outcome
from huixin.types.answer import Answer, MeasureView

_LIMITING = (Outcome.REFUSE, Outcome.RESTRICT, Outcome.REVIEW)


def card(who: SignedIn, answer: Answer) -> None:
    language, say = who.language, who.language.say
    with ui.card().classes("w-full gap-4"):
        with _part(say("Outcome")):
            band(OUTCOMES[answer.outcome], language)
            about = answer.identity
            called = " · ".join(part for part in (about.name, about.uscc) if part)
            ui.label(called or say("Nobody of that name or code")).classes("text-lg")
        if answer.measures:
            with _part(say("What follows"), shown=True):
                for measure in answer.measures:
                    _measure(language, measure)
        _person(language, answer)
        if answer.outcome in _LIMITING and answer.records:
            with _part(say("What the merchant can do"), shown=True):
                for line in _remedies(language, answer):
                    ui.label("• " + line)
        with _part(say("Why, in full"), shown=True):
            ui.label(language.of(answer.explanation)).classes("whitespace-pre-line")
        _proof(who, answer)


@contextmanager
def _part(title: str, *, shown: bool = False) -> Iterator[None]:
    """A part of its own, to the eye and to a screen reader."""
    with ui.element("section").classes("w-full flex flex-col gap-1").props(f'aria-label="{title}"'):
        if shown:
            heading(title, 2)
        yield


def _measure(language: Language, measure: MeasureView) -> None:
    with ui.row().classes("items-center gap-2"):
        badge(BINDINGS[measure.binding], language)
        ui.label(language.of(measure.title)).classes("font-bold")
        until = language.say("until {day}", day=measure.until) if measure.until else language.say("no end known")
        ui.label(until)
    grounds(measure.grounds, language)


def _remedies(language: Language, answer: Answer) -> Iterator[str]:
    """What the explanation says at its end, each way by itself and with whom it leads to."""
    say = language.say
    bodies = dict.fromkeys(record.recogniser for record in answer.records if record.recogniser)
    yield say("Object at {body}.", body="、".join(bodies) or say("the body that put it on the list"))
    yield say("Correct it and perform the duties, then ask for removal or credit repair.")
    if any(measure.binding is not Binding.STATUTORY for measure in answer.measures):
        yield say("Appeal to you against your own measure.")
    yield say("Seek review of an official decision, or sue over it.")


def _person(language: Language, answer: Answer) -> None:
    say, candidates = language.say, answer.identity.candidates
    if not (answer.review.needed or candidates):
        return
    with _part(say("A person must look"), shown=True):
        for cause in answer.review.why:
            ui.label("• " + language.of(cause.says))
        if answer.review.ask:
            ui.label(language.of(answer.review.ask))
        for one in candidates:
            ui.label(f"{one.name} · {one.uscc or '—'} · {one.score:.0%}")


def _proof(who: SignedIn, answer: Answer) -> None:
    say = who.language.say
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
