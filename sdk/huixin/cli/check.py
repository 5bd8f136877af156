"""`huixin check`: one merchant, as a card or as JSON."""

from typing import Annotated

import typer

from huixin.cli.card import show
from huixin.cli.options import As, Campaign, KnownOn, Lang, Language, On, Purpose, Scene, asking
from huixin.operations import Circumstances


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
    as_json: Annotated[bool, typer.Option("--json", help="Print the answer as the service gave it.")] = False,
    lang: Lang = Language.ZH,
) -> None:
    """Check one merchant. Exits 0 whenever there is an answer, whatever it says, and 1 where there is none."""
    if code is None and name is None:
        raise typer.BadParameter("Give a code, or --name, or both.")
    with asking(lang) as client:
        around = Circumstances(campaign=campaign, on=on, as_known_on=as_known_on, purpose=purpose, as_=as_)
        answer = client.check(code, scene=scene, name=name, **around)
    if as_json:
        typer.echo(answer.model_dump_json(by_alias=True))
    else:
        show(answer, lang)
