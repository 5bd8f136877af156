"""The SDK seen whole: what it exports, that both clients agree, that its errors are complete, what it drags in."""

import inspect
import os
import re
import shutil
import subprocess
import sys
import venv
from pathlib import Path
from typing import Any

import pytest

import huixin
from api.problems import PROBLEMS
from huixin import AsyncClient, Client, errors
from huixin.types.problem import Problem

SDK = Path(__file__).parents[2] / "sdk"
CONSTRAINTS = SDK.with_name("constraints.txt")
PARTS = (
    "decisions",
    "screenings",
    "roster",
    "subjects",
    "lists",
    "listings",
    "changes",
    "webhooks",
    "clauses",
    "imports",
    "upstream",
    "attachments",
    "cases",
    "liaisons",
    "duties",
    "monitoring",
    "supervisions",
    "warnings",
    "reports",
    "bulletins",
    "submissions",
    "plans",
    "tasks",
    "prompts",
    "audits",
    "replicas",
    "members",
    "quotas",
    "recognitions",
    "exits",
    "notices",
    "objections",
    "stays",
    "repairs",
    "appeals",
    "merchants",
    "commitments",
    "trainings",
    "campaigns",
    "alliances",
    "signals",
    "suspects",
    "inquiries",
    "mandates",
    "memberships",
    "nominations",
    "sanctions",
    "rulesets",
    "impacts",
    "shadows",
    "suspensions",
)


def problem(code: str, status: int) -> Problem:
    return Problem(type=f"urn:huixin:problem:{code}", title="T", status=status)


def test_all_is_sorted_and_whole() -> None:
    public = {name for name, value in vars(huixin).items() if not name.startswith("_") and not inspect.ismodule(value)}
    assert list(huixin.__all__) == sorted(huixin.__all__)
    assert set(huixin.__all__) == public


@pytest.mark.parametrize("code", sorted(PROBLEMS))
def test_each_problem_of_the_service_has_a_class(code: str) -> None:
    kind = errors.BY_CODE[code]
    raised = errors.for_problem(problem(code, PROBLEMS[code].status))
    assert type(raised) is kind
    assert kind.__name__ in huixin.__all__
    assert isinstance(raised, errors.BY_STATUS[PROBLEMS[code].status]), "except <status class> takes it too"


def test_a_problem_newer_than_the_sdk_goes_by_its_status() -> None:
    assert type(errors.for_problem(problem("brand_new", 409))) is huixin.Conflict
    assert type(errors.for_problem(problem("brand_new", 418))) is huixin.ServiceError
    assert errors.for_problem(problem("brand_new", 409)).problem_code == "brand_new"


def test_the_tree_in_the_docstring_is_whole() -> None:
    drawn = set(re.findall(r"\b[A-Z]\w+", errors.__doc__ or ""))
    assert {kind.__name__ for kind in every_error(huixin.HuixinError)} <= drawn


def every_error(kind: type[Exception]) -> list[type[Exception]]:
    return [kind, *(below for child in kind.__subclasses__() for below in every_error(child))]


def methods(holder: Any) -> dict[str, str]:
    """Public methods with their parameters; what is asynchronous about a name or a result is left out."""
    return {
        name.replace("aclose", "close"): str(inspect.signature(method).replace(return_annotation=None))
        for name, method in inspect.getmembers(holder, callable)
        if not name.startswith("_")
    }


def test_both_clients_have_the_same_methods() -> None:
    given = ("http://huixin.test", "a", "s")
    waiting, awaiting = Client(*given), AsyncClient(*given)
    assert methods(waiting) == methods(awaiting)
    for part in PARTS:
        assert methods(getattr(waiting, part)) == methods(getattr(awaiting, part)), part


def test_importing_it_loads_nothing_beyond_httpx_and_pydantic() -> None:
    """What httpx loads by itself (rich, where it is there) is left out; pydantic loads parts of itself late."""
    program = """
import sys, httpx, pydantic
before = set(sys.modules)
import huixin
more = {name.split(".")[0] for name in set(sys.modules) - before} - sys.stdlib_module_names
heavy = {"typer", "openpyxl", "stdnum", "opencc_purepy", "sqlalchemy", "fastapi"} & set(sys.modules)
print(*more, *heavy)
"""
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    loaded = {name for name in run.stdout.split() if not name.startswith("_sysconfigdata")}
    parts_of_pydantic = {"pydantic", "pydantic_core", "annotated_types", "typing_inspection", "typing_extensions"}
    assert loaded - parts_of_pydantic == {"huixin"}


@pytest.mark.parametrize(
    ("lacks", "command", "told"),
    [
        ("zstandard", ("check", "9133", "--scene", "promotion", "--local", "."), "extra local"),
        ("zstandard", ("verify", "receipt.json", "--kid", "x"), "extra local"),
        ("polars", ("screen", "in.csv", "--scene", "promotion", "-o", "out.csv", "--local", "."), "extra bulk"),
        ("ray", ("screen", ".", "--scene", "promotion", "-o", "out", "--local", ".", "--ray"), "extra ray"),
    ],
    ids=lambda value: value[0] if isinstance(value, tuple) else value,
)
def test_a_command_whose_extra_is_not_installed_says_which(
    tmp_path: Path, lacks: str, command: tuple[str, ...], told: str
) -> None:
    for name in ("receipt.json", "in.csv"):
        (tmp_path / name).write_text("{}\n")
    program = f"import sys; sys.modules[{lacks!r}] = None; from huixin.cli import main; main()"
    run = subprocess.run([sys.executable, "-c", program, *command], capture_output=True, text=True, cwd=tmp_path)
    assert (run.returncode, run.stdout) == (1, "")
    assert told in run.stderr
    assert f"{lacks} is not installed" in run.stderr
    assert "Traceback" not in run.stderr


@pytest.mark.slow
def test_alone_in_an_empty_environment_it_is_a_working_client(tmp_path: Path) -> None:
    from tests.sdk.stub import serving

    home = tmp_path / "venv"
    # a copy, because a build leaves its folders beside what it builds
    source = shutil.copytree(SDK, tmp_path / "sdk", ignore=shutil.ignore_patterns("build", "*.egg-info", "__pycache__"))
    venv.create(home, with_pip=True)
    pip = [
        str(home / "bin/pip"),
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "-c",
        str(CONSTRAINTS),
        str(source),
    ]
    subprocess.run(pip, check=True)
    with serving() as stub:
        clean = {key: value for key, value in os.environ.items() if not key.startswith(("HUIXIN_", "PYTHON"))}
        who = {"HUIXIN_URL": stub.url, "HUIXIN_CLIENT_ID": "platform", "HUIXIN_CLIENT_SECRET": "s3cret"}
        run = subprocess.run(
            [str(home / "bin/huixin"), "check", "9133", "--scene", "promotion", "--json"],
            capture_output=True,
            text=True,
            check=True,
            cwd=tmp_path,
            env=clean | who,
        )
    assert '"outcome":"refuse"' in run.stdout
    listed = subprocess.run([str(home / "bin/pip"), "list"], capture_output=True, text=True, check=True).stdout.lower()
    assert not {"durable-rules", "durable_rules", "sqlalchemy", "fastapi"} & set(listed.split())
