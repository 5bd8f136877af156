"""What a button does once, in whatever order clicks arrive."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, cast

import pytest
from nicegui import ui

from api.console.acting import Act, once


class Button:
    """As much of one as acting needs: the clicks that arrive are calls of what it was given."""

    def on_click(self, acting: Callable[[], Awaitable[None]]) -> None:
        self.click = acting

    def props(self, add: str = "", *, remove: str = "") -> None:
        self.loading = add == "loading" and remove != "loading"


def clicked(act: Act) -> Button:
    button = Button()
    once(cast(ui.button, button), act)
    return button


class Doing:
    """Counts how often it is done; `over`: whether that was all."""

    def __init__(self, over: Any, fails: bool = False) -> None:
        self.over, self.fails, self.times = over, fails, 0

    async def __call__(self) -> Any:
        self.times += 1
        await asyncio.sleep(0)
        if self.fails:
            raise ValueError("refused")
        return self.over


@pytest.mark.parametrize("over", [True, False, None])
def test_a_click_while_it_is_under_way_does_nothing(over: Any) -> None:
    doing = Doing(over)
    button = clicked(doing)

    async def both() -> None:
        await asyncio.gather(button.click(), button.click())

    asyncio.run(both())
    assert (doing.times, button.loading) == (1, False)


@pytest.mark.parametrize(("over", "times"), [(True, 1), (False, 2), (None, 2)])
def test_a_click_that_arrives_when_it_is_done_does_nothing_where_that_was_all(over: Any, times: int) -> None:
    doing = Doing(over)
    button = clicked(doing)
    asyncio.run(button.click())
    asyncio.run(button.click())
    assert doing.times == times


def test_what_failed_can_be_tried_again() -> None:
    doing = Doing(True, fails=True)
    button = clicked(doing)
    for _ in range(2):
        with pytest.raises(ValueError, match="refused"):
            asyncio.run(button.click())
    assert (doing.times, button.loading) == (2, False)
