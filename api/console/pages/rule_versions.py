"""One version of the rules: what it changes and whom it touches, who decides on it, and from when it counts."""

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any, Literal

from nicegui import ui
from pydantic import AwareDatetime, BaseModel, field_validator
from pydantic_core import PydanticCustomError
from pydantic_core.core_schema import ValidationInfo
from starlette.requests import Request

from api.console.acting import sure
from api.console.asking import ask
from api.console.consequences import changes, covered, touched
from api.console.frame import Pages, later, telling
from api.console.looks import Look, badge, heading, moment
from api.console.signing_in import SignedIn
from huixin.types.base import Day, Passage, Short
from huixin.types.base import Request as Body
from huixin.types.ruleset import (
    ApproveRuleset,
    PublishRuleset,
    ReturnRuleset,
    RulesetDetail,
    RulesetView,
    WithdrawRuleset,
)


class Publishing(Body):
    """A publication, of which it is said whether it takes effect at once: nothing does so by being left open."""

    takes_effect: Literal["at_once", "at_the_instant"]
    effective_from: AwareDatetime | None = None
    implements: Short | None = None
    new_standard: bool = False
    consulted_from: Day | None = None
    consulted_to: Day | None = None
    note: Passage | None = None

    @field_validator("effective_from")
    @classmethod
    def _as_said(cls, instant: AwareDatetime | None, said: ValidationInfo) -> AwareDatetime | None:
        later = said.data.get("takes_effect") == "at_the_instant"
        if later and instant is None:
            raise PydanticCustomError("told", "Say from which instant, or choose at once.")
        if instant is not None and not later:
            raise PydanticCustomError("told", "An instant stands here: choose it above, or leave this open.")
        return instant

    model_config = Body.model_config | {"validate_default": True}


DECISIONS: dict[str, tuple[str, ...]] = {
    "draft": ("withdraw",),
    "submitted": ("approve", "return", "withdraw"),
    "approved": ("publish", "return", "withdraw"),
    "published": ("withdraw",),
    "withdrawn": (),
}
SHAPES: dict[str, type[BaseModel]] = {
    "approve": ApproveRuleset,
    "return": ReturnRuleset,
    "publish": Publishing,
    "withdraw": WithdrawRuleset,
}
_WITH_IMPACT = ("approve", "publish")


def show(pages: Pages) -> None:
    @pages.at("/rules/{key}")
    async def version(request: Request, key: str) -> None:
        with pages.page(request, "Version of the rules") as who, telling(who):
            await _version(who, await who.client.rulesets.get(key))


def state_of(who: SignedIn, version: RulesetView) -> None:
    """Its state, and from when it counts."""
    badge(Look(who.language.word(version.standing or version.state), "bg-slate-700 text-white"), who.language)
    if version.effective_from:
        instant = moment(version.effective_from, who.language)
        ui.label(who.language.say("from {instant} (Shanghai time)", instant=instant))


async def _version(who: SignedIn, version: RulesetDetail) -> None:
    say = who.language.say
    ui.label(version.title).classes("text-xl font-bold")
    with ui.row().classes("items-center gap-2"):
        state_of(who, version)
    ui.label(version.reason)
    with ui.row():
        _decisions(who, version)
    if version.based_on:
        _part(who, say("What it changes"), partial(changes, who, version))
    if version.state in ("submitted", "approved"):
        _part(who, say("Whom it touches"), partial(touched, who, version))
        _part(who, say("How much is covered"), partial(covered, who, version))
    ui.link(say("Decision table"), f"/rules/{version.id}/table").classes("font-bold")
    heading(say("Documents"), 2)
    for one in version.documents:
        ui.link(one.path, f"/rules/{version.id}/documents?path={one.path}")
    heading(say("History"), 2)
    for event in version.history:
        parts = (moment(event.at, who.language), who.language.word(event.action), event.person, event.note)
        ui.label(" · ".join(part for part in parts if part))


def _part(who: SignedIn, title: str, told: Callable[[], Awaitable[list[str]]]) -> None:
    """It takes long, so the page does not wait for it."""

    async def made() -> None:
        for line in await told():
            ui.label(line).classes("break-words")

    heading(title, 2)
    later(who, made)


def _decisions(who: SignedIn, version: RulesetDetail) -> None:
    if version.state == "draft" and who.may("rulesets:write"):
        title = who.language.say("Submit")
        says = f"{version.title}\n{who.language.say('Nobody edits it any more; another person decides.')}"
        ui.button(title, on_click=lambda: sure(who, title, says, partial(_submitted, who, version)))
    for action in DECISIONS[version.state] if who.may("rulesets:decide") and not version.shipped else ():
        _decision(who, version, action)


async def _submitted(who: SignedIn, version: RulesetDetail) -> None:
    with telling(who):
        await who.client.rulesets.submit(version.id)
        ui.navigate.reload()


def _decision(who: SignedIn, version: RulesetDetail, action: str) -> None:
    title = who.language.word(action)

    async def decided(request: Any) -> None:
        await who.client.rulesets.act(version.id, _published(request) if action == "publish" else request)
        ui.navigate.reload()

    def impact() -> None:
        ui.label(version.title)
        later(who, made)

    async def made() -> None:
        for line in (await touched(who, version))[:2]:
            ui.label(line)

    about = impact if action in _WITH_IMPACT else None
    fixed = {} if action == "publish" else {"action": action}
    asking = partial(ask, who, title, SHAPES[action], fixed, decided, about=about)
    ui.button(title, on_click=asking).props("outline")


def _published(request: Publishing) -> PublishRuleset:
    return PublishRuleset.model_validate(request.model_dump(exclude={"takes_effect"}))
