"""An answer as a card on the terminal."""

from rich.console import Console, Group, RenderableType
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from huixin.cli.options import Language, plain
from huixin.core.vocabulary import Binding, Outcome
from huixin.types.answer import Answer, Candidate, MeasureView
from huixin.types.base import Label

OUTCOMES = {
    Outcome.REFUSE: (Label(zh="拒绝", en="refuse"), "bold white on red"),
    Outcome.RESTRICT: (Label(zh="限制", en="restrict"), "bold red"),
    Outcome.REVIEW: (Label(zh="须人工核实", en="a person must look"), "bold yellow"),
    Outcome.WATCH: (Label(zh="关注", en="watch"), "yellow"),
    Outcome.CLEAR: (Label(zh="未发现问题", en="nothing found"), "bold green"),
    Outcome.FAVOUR: (Label(zh="守信激励", en="favour"), "bold cyan"),
}
BINDINGS = {
    Binding.STATUTORY: Label(zh="法定", en="statutory"),
    Binding.BY_OWN_CLAUSE: Label(zh="依自有规则", en="by own clause"),
    Binding.ADVICE: Label(zh="建议", en="advice"),
}


def show(answer: Answer, language: Language) -> None:
    """Print the card: outcome, merchant, measures, explanation, what is left to a person, and the decision's id."""
    title, style = OUTCOMES[answer.outcome]
    parts: list[RenderableType] = [_merchant(answer)]
    if answer.measures:
        parts.append(_measures(answer.measures, language))
    if answer.identity.candidates:
        parts.append(_candidates(answer.identity.candidates))
    parts.append(_lines(language.of(answer.explanation)))
    if answer.review.needed:
        parts.append(_bullets([language.of(cause.says) for cause in answer.review.why]))
        parts += [_lines(language.of(answer.review.ask))] if answer.review.ask else []
    heading = Text(f" {answer.outcome} {language.of(title)} ", style=style)
    footer = Text(f"{plain(answer.decision_id)} · {answer.as_of.date}", style="dim")
    Console().print(Panel(Group(*parts), title=heading, subtitle=footer, title_align="left", subtitle_align="right"))


def _merchant(answer: Answer) -> Text:
    found = answer.identity
    return Text(plain(" · ".join(part for part in (found.name, found.uscc, answer.scene) if part)), style="bold")


def _measures(measures: list[MeasureView], language: Language) -> Table:
    table = Table(box=None, show_header=False, padding=(0, 2, 0, 0))
    for measure in measures:
        until = f"→ {measure.until}" if measure.until else ""
        what = Text(plain(language.of(measure.title)))
        table.add_row(what, plain(measure.code), language.of(BINDINGS[measure.binding]), until)
    return table


def _candidates(candidates: list[Candidate]) -> Table:
    table = Table(box=None, show_header=False, padding=(0, 2, 0, 0))
    for candidate in candidates:
        table.add_row(
            Text(plain(candidate.name)),
            Text(plain(candidate.uscc or "—")),
            f"{candidate.score:.2f}",
            candidate.subject_id,
        )
    return table


def _bullets(texts: list[str]) -> Table:
    """A column for the bullets: Chinese is one long word to the terminal, which would leave each alone on its line."""
    table = Table.grid(padding=(0, 1))
    table.add_column()
    table.add_column(overflow="fold")
    for text in texts:
        table.add_row("•", _lines(text))
    return table


def _lines(text: str) -> Text:
    return Text("\n".join(plain(line) for line in text.splitlines()))
