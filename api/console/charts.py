"""Charts: drawn by ECharts, which ships with NiceGUI, and told as a table beside; each bar leads somewhere."""

from base64 import b64decode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from nicegui import events, ui

from api.console.signing_in import SignedIn

COLOURS = ("#0b5cad", "#b45309", "#b3261e", "#8a5a00", "#1b7a3d", "#355e75")
_INK = "#6b7280"
_BUT_ZERO = "one => one.value || ''"
_BAR = 34
"""Pixels for a bar with its name."""


@dataclass(frozen=True, slots=True)
class Bar:
    """`values`: by series. `to`: the page behind it."""

    name: str
    values: Mapping[str, float]
    to: str = ""


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars lying one below the other. `stacked`: what the series count adds up."""

    title: str
    bars: Sequence[Bar]
    stacked: bool = True
    most: float | None = None
    """The end of the scale, where it has one, such as 100 percent."""
    colours: Sequence[str] = field(default=COLOURS)

    def show(self, who: SignedIn) -> None:
        with ui.column().classes("w-full gap-1"):
            drawn = ui.echart(self._options(), on_point_click=self._open).classes("w-full")
            drawn.style(f"height: {98 + _BAR * max(1, len(self.bars))}px")
            drawn.props(f'role="img" aria-label="{self.title}"')

            async def save() -> None:
                picture = await drawn.run_chart_method(
                    "getDataURL", {"type": "png", "pixelRatio": 2, "backgroundColor": "#fff"}
                )
                ui.download.content(b64decode(picture.partition(",")[2]), f"{self.title}.png", "image/png")

            ui.button(who.language.say("Picture (PNG)"), on_click=save).props("flat dense icon=image")

    def _options(self) -> dict[str, Any]:
        names = list(dict.fromkeys(name for bar in self.bars for name in bar.values))
        series = [
            {
                "name": name,
                "type": "bar",
                "stack": "all" if self.stacked else name,
                "data": [bar.values.get(name, 0) for bar in self.bars],
                "label": {"show": True, "position": "inside", ":formatter": _BUT_ZERO}
                if self.stacked
                else {"show": True, "position": "right"},
                "cursor": "pointer" if any(bar.to for bar in self.bars) else "default",
            }
            for name in names
        ]
        return {
            "animation": False,
            "title": {"text": self.title, "left": 0, "top": 4, "textStyle": {"fontSize": 15, "color": _INK}},
            "color": list(self.colours),
            "legend": {"show": len(names) > 1, "top": 30, "left": 0, "textStyle": {"color": _INK}},
            "tooltip": {"trigger": "axis", "axisPointer": {"type": "shadow"}},
            "grid": {"left": 8, "right": 40, "top": 62, "bottom": 8, "containLabel": True},
            "xAxis": {"type": "value", "max": self.most, "minInterval": 1, "axisLabel": {"color": _INK}},
            "yAxis": {
                "type": "category",
                "inverse": True,
                "data": [bar.name for bar in self.bars],
                "axisLabel": {"color": _INK, "width": 150, "overflow": "truncate"},
            },
            "series": series,
        }

    def _open(self, event: events.EChartPointClickEventArguments) -> None:
        to = self.bars[event.data_index].to
        if to:
            ui.navigate.to(to)
