"""Acting once: while something is under way its button shows it, and a second click does nothing."""

from collections.abc import Awaitable, Callable

from nicegui import ui

from api.console.signing_in import SignedIn

Act = Callable[[], Awaitable[bool | None]]
"""True: that was all, it is never done again. A click that was on its way meanwhile would come after it."""


def once(button: ui.button, act: Act) -> Callable[[], Awaitable[None]]:
    """What the button, and perhaps a key beside it, shall do: nothing as long as the last one is not done."""
    under_way: list[bool] = []

    async def acting() -> None:
        if under_way:
            return
        under_way.append(True)
        button.props("loading")
        is_over = None
        try:
            is_over = await act()
        finally:
            if not is_over:
                under_way.clear()
            button.props(remove="loading")

    button.on_click(acting)
    return acting


def sure(who: SignedIn, title: str, says: str, act: Act) -> None:
    """Asks before it acts. `says`: what would be done, to what."""
    with ui.dialog() as dialog, ui.card().classes("w-full max-w-xl"):
        dialog.props["aria-label"] = title
        ui.label(title).classes("text-lg font-bold")
        ui.label(says).classes("whitespace-pre-line")

        async def confirmed() -> bool:
            await act()
            dialog.close()
            return True

        with ui.row().classes("justify-end w-full"):
            ui.button(who.language.say("Cancel"), on_click=dialog.close).props("flat")
            once(ui.button(who.language.say("Confirm")), confirmed)
    dialog.open()
