"""`huixin-server`: the service's command line. State lives in HUIXIN_HOME (default ./var)."""

import gc
from importlib import import_module
from typing import Any

import typer
from typer.core import TyperGroup
from typer.main import get_command, get_group

COMMANDS = {
    "serve": "serve:serve",
    "console": "console:console",
    "worker": "worker:worker",
    "migrate": "state:migrate",
    "demo": "demo:demo",
    "import": "imports:import_file",
    "cases": "cases:cases",
    "duties": "duties:duties",
    "figures": "figures:figures",
    "supervisions": "supervisions:supervisions",
    "campaigns": "campaigns:campaigns",
    "trainings": "trainings:trainings",
    "suspects": "suspects:suspects",
    "inquiries": "inquiries:inquiries",
    "bulletins": "bulletins:bulletins",
    "warnings": "warnings:warnings",
    "complaints": "warnings:complaints",
    "rules": "rules:app",
    "member": "member:app",
    "upstream": "upstream:app",
    "audit": "audit:app",
    "keys": "keys:app",
    "submissions": "submissions:app",
    "alliance": "alliance:app",
    "plan": "plan:app",
    "backup": "state:backup",
    "restore": "state:restore",
}
"""By name, the module of this package and what in it is the command, or holds several."""


SELDOM = 50_000
"""Objects between two looks for garbage: what a command imports stays, and looking at it again and again would take a
tenth of its start."""


class _Commands(TyperGroup):
    """Each is imported when it is asked for: all of them together take as long as most commands do."""

    def list_commands(self, _: Any) -> list[str]:
        return list(COMMANDS)

    def get_command(self, _: Any, cmd_name: str) -> Any:
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name].partition(":")
        there = import_module(f"{__name__}.{module}")
        found = getattr(there, name)
        if isinstance(found, typer.Typer):
            group = get_group(found)
            group.name = cmd_name
            return group
        alone = typer.Typer(add_completion=False)
        alone.command(cmd_name, cls=getattr(there, "Command", None))(found)
        return get_command(alone)


app = typer.Typer(cls=_Commands, name="huixin-server", no_args_is_help=True, pretty_exceptions_show_locals=False)


@app.callback()
def server() -> None:
    """Huixin 惠信: the service of a city's credit centre. State lives in HUIXIN_HOME (default ./var)."""


def main() -> None:
    """Entry point of the distribution."""
    gc.set_threshold(SELDOM)
    app()
