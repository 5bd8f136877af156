"""Members and their secrets, for administrators of the centre: who may ask, by which credentials, and until when."""

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

from nicegui import ui
from pydantic import BaseModel
from starlette.requests import Request

from api.console.asking import ask
from api.console.dossier import Sure, facts
from api.console.frame import Pages, telling
from api.console.looks import Look, badge, heading, moment
from api.console.signing_in import SignedIn
from api.console.tables import PAGE, paged
from api.console.titles import titles
from huixin.core.vocabulary import MemberKind
from huixin.types.member import CredentialRequest, CredentialView, MemberRequest, MemberView, NewCredential

SHAPES = {"add_member": MemberRequest, "give_credential": CredentialRequest}
_ENDED = "bg-red-800 text-white"


def show(pages: Pages) -> None:
    @pages.at("/operations/members/{key}")
    async def one(request: Request, key: str) -> None:
        with pages.page(request, "Members and secrets") as who, telling(who):
            await _member(who, await who.client.members.get(key))


async def the_members(who: SignedIn) -> None:
    """All but merchants, newest first."""
    known, word = await titles(who), who.language.word
    if who.may("members:write"):
        kinds = {kind.value: word(kind) for kind in MemberKind if kind is not MemberKind.MERCHANT}
        places = {field: known.by_field[field] for field in ("unit", "department")}
        question = who.language.say("A new member: without scopes it gets those of its kind")
        fixed, choices = {"standard_clauses": True}, {"kind": kinds, **places}
        _button(who, "Add a member", MemberRequest, partial(_added, who), question, choices=choices, fixed=fixed)

    def row(one: MemberView) -> dict[str, Any]:
        state = who.language.say("Disabled") if one.disabled_at else who.language.say("May ask")
        told = {"name": one.name, "kind": word(one.kind), "place": known.body(one.unit, one.department)}
        return {"id": one.id, "to": f"/operations/members/{one.id}", **told, "state": state}

    found = who.client.members.iter(limit=PAGE)
    await paged(who, ("name", "kind", "place", "state"), found, row, "There is no member yet.")


async def _member(who: SignedIn, one: MemberView) -> None:
    known, say = await titles(who), who.language.say
    heading(one.name, 2)
    if one.disabled_at:
        badge(Look("Disabled", _ENDED), who.language)
    told = {"kind": who.language.word(one.kind), "place": known.body(one.unit, one.department)}
    times = {"added_at": moment(one.created_at, who.language), "disabled_at": _ended(who, one.disabled_at)}
    facts(who, {"member_id": one.id, **told, **times})
    if who.may("members:write") and not one.disabled_at:
        with ui.row():
            question = say("A new secret for one person: without scopes it gets those of its kind")
            held = sorted({*who.me.scopes, *(scope for credential in one.credentials for scope in credential.scopes)})
            issued, choices = partial(_issued, who, one.id), {"scopes": {scope: scope for scope in held}}
            _button(who, "Give a new secret", CredentialRequest, issued, question, choices=choices)
            if one.id != who.me.member_id:
                sure = say("Disable {name}: nothing opens to it any more", name=one.name)
                _button(who, "Disable", Sure, partial(_disabled, who, one.id), sure)
    heading(say("Credentials"), 2)
    for credential in one.credentials:
        _credential(who, one, credential)


def _credential(who: SignedIn, member: MemberView, one: CredentialView) -> None:
    with ui.card().classes("w-full gap-1"):
        with ui.row().classes("items-center gap-2"):
            ui.label(one.holder or who.language.say("The member itself")).classes("font-bold")
            if one.revoked_at:
                badge(Look("Revoked", _ENDED), who.language)
        times = {"issued_at": moment(one.created_at, who.language), "revoked_at": _ended(who, one.revoked_at)}
        facts(who, {"client_id": one.client_id, "scopes": ", ".join(one.scopes), **times})
        if who.may("members:write") and not one.revoked_at:
            sure = who.language.say("Revoke {client}: it opens nothing any more", client=one.client_id)
            _button(who, "Revoke", Sure, partial(_revoked, who, member.id, one.client_id), sure)


def _ended(who: SignedIn, at: Any) -> str | None:
    return moment(at, who.language) if at else None


def _button(
    who: SignedIn,
    title: str,
    shape: type[BaseModel],
    done: Callable[[Any], Awaitable[None]],
    question: str | None = None,
    **more: Any,
) -> None:
    """A button with its form. `question`: what the dialog says instead of the title."""
    said, fixed, choices = who.language.say(title), more.get("fixed", {}), more.get("choices", {})
    opens = partial(ask, who, question or said, shape, fixed, done, choices)
    ui.button(said, on_click=opens).props("outline").classes("self-start")


async def _added(who: SignedIn, request: MemberRequest) -> None:
    _shown_once(who, await who.client.members.add(**request.model_dump()))


async def _issued(who: SignedIn, member_id: str, request: CredentialRequest) -> None:
    _shown_once(who, await who.client.members.issue(member_id, request.holder, scopes=request.scopes))


async def _disabled(who: SignedIn, member_id: str, _: Sure) -> None:
    await who.client.members.disable(member_id)
    ui.navigate.reload()


async def _revoked(who: SignedIn, member_id: str, client_id: str, _: Sure) -> None:
    await who.client.members.revoke(member_id, client_id)
    ui.navigate.reload()


def _shown_once(who: SignedIn, made: NewCredential) -> None:
    """The secret, until somebody says that it is kept: nothing else closes the dialog."""
    say = who.language.say
    # on the page, not in the dialog that asked, which closes
    with ui.context.client.content, ui.dialog().props("persistent") as dialog, ui.card().classes("w-full max-w-xl"):
        dialog.props["aria-label"] = say("The secret is shown this once. Hand it over by a safe way.")
        ui.label(say("The secret is shown this once. Hand it over by a safe way.")).classes("text-lg font-bold")
        for name, value in (("client_id", made.client_id), ("client_secret", made.client_secret)):
            shown = ui.input(who.language.word(name), value=value)
            shown.props("readonly outlined dense").classes("w-full font-mono")
        to = f"/operations/members/{made.member_id}"
        ui.button(say("I have kept it"), on_click=lambda: ui.navigate.to(to)).classes("self-end")
    dialog.open()
