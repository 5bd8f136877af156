"""What both commands take, and how they tell that something went wrong."""

import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from enum import StrEnum
from typing import Annotated, NoReturn

import httpx
import typer

from huixin.client import Client
from huixin.config import TIMEOUT
from huixin.core.vocabulary import MemberKind
from huixin.errors import HuixinError
from huixin.types.base import Label


class Language(StrEnum):
    ZH = "zh"
    EN = "en"

    def of(self, label: Label) -> str:
        return label.zh if self is Language.ZH else label.en


Scene = Annotated[
    str,
    typer.Option(help="Why you ask: onboarding, listing, promotion, advertising, live, logistics, membership, review."),
]
Campaign = Annotated[str | None, typer.Option(help="Kind of a campaign, for example double_11.")]
On = Annotated[
    date | None,
    typer.Option(parser=date.fromisoformat, metavar="YYYY-MM-DD", help="Day asked about; today by default."),
]
KnownOn = Annotated[
    date | None,
    typer.Option(
        parser=date.fromisoformat,
        metavar="YYYY-MM-DD",
        help="Answer from what was known at the end of that day; needs scope history, and --purpose.",
    ),
]
Purpose = Annotated[str | None, typer.Option(help="What the answer is for; by default what the scene is for.")]
As = Annotated[MemberKind | None, typer.Option("--as", help="For the centre, departments, auditors: ask as this kind.")]
Lang = Annotated[Language, typer.Option(help="Language of explanations.")]


@contextmanager
def asking(language: Language) -> Iterator[Client]:
    """A client from the environment. Whatever the SDK raises becomes a sentence on stderr and exit code 1."""
    try:
        with httpx.Client(timeout=TIMEOUT, headers={"Accept-Language": language}) as http:
            yield Client(http=http)
    except HuixinError as error:
        fail(str(error))


@contextmanager
def extra(name: str) -> Iterator[None]:
    """Around the import of what an extra brings: where it is not installed, says so and exits with 1."""
    try:
        yield
    except ModuleNotFoundError as error:
        missing = (error.name or "").partition(".")[0]
        fail(f"This takes the extra {name} ({missing} is not installed): pip install 'huixin[{name}]'")


def fail(message: str) -> NoReturn:
    typer.echo(f"huixin: {plain(message)}", err=True)
    raise typer.Exit(1)


def plain(text: str) -> str:
    """Text from elsewhere without what would steer a terminal: control, bidirectional and unpaired characters."""
    return "".join(
        "\ufffd" if unicodedata.category(character) in ("Cc", "Cf", "Cs") else character for character in text
    )
