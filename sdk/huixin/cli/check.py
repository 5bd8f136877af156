"""`huixin check`: one merchant, as a card or as JSON."""

from pathlib import Path
from typing import Annotated

import typer

from huixin.check_operations import Circumstances
from huixin.cli.card import show
from huixin.cli.options import As, Campaign, KnownOn, Lang, Language, On, Purpose, Scene, asking, extra, fail
from huixin.errors import HuixinError
from huixin.types.answer import Answer


def check(
    scene: Scene,
    code: Annotated[
        str | None, typer.Argument(help="统一社会信用代码 of the merchant; may be left out with --name.")
    ] = None,
    name: Annotated[str | None, typer.Option(help="Its name: compared with the code, or searched without one.")] = None,
    campaign: Campaign = None,
    on: On = None,
    as_known_on: KnownOn = None,
    purpose: Purpose = None,
    as_: As = None,
    local: Annotated[
        Path | None, typer.Option(help="Answer from the bundle in this folder; what it does not cover is an error.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the answer as the service gave it.")] = False,
    lang: Lang = Language.ZH,
) -> None:
    """Check one merchant. Exits 0 whenever there is an answer, whatever it says, and 1 where there is none."""
    if code is None and name is None:
        raise typer.BadParameter("Give a code, or --name, or both.")
    around = Circumstances(campaign=campaign, on=on, as_known_on=as_known_on, purpose=purpose, as_=as_)
    if local is None:
        with asking(lang) as client:
            answer = client.check(code, scene=scene, name=name, **around)
    else:
        answer = _locally(local, code, scene, name, around)
    if as_json:
        typer.echo(answer.model_dump_json(by_alias=True))
    else:
        show(answer, lang)


def _locally(folder: Path, code: str | None, scene: str, name: str | None, around: Circumstances) -> Answer:
    with extra("local"):
        from huixin.local import LocalChecker

    try:
        with LocalChecker.open(folder) as checker:
            return checker.check(code, scene=scene, name=name, **around)
    except HuixinError as error:
        fail(str(error))
