"""A file, or a frame, screened from the bundle that a member's program keeps."""

import sys
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import polars as pl
import pytest
from click.testing import Result
from sqlmodel import col, select
from typer.testing import CliRunner

from huixin.bulk import question_of, screen, verdicts_of
from huixin.bulk.recording import sha256_of
from huixin.cli import app
from huixin.cli.sheets import reading, writing
from huixin.local import LocalChecker
from models.screenings import ScreeningRun
from tests.api.bundles.conftest import Office
from tests.api.conftest import BLACK, CLEAN, NAME


def run(file: Path, out: Path, folder: Path, *more: str) -> Result:
    words = ("screen", file, "--scene", "promotion", "-o", out, "--local", folder, *more)
    return CliRunner().invoke(app, [str(word) for word in words])


def write(frame: pl.DataFrame, file: Path) -> None:
    """A workbook with a note above its header."""
    if file.suffix == ".xlsx":
        with writing(file, file.suffix) as sheet:
            for cells in (["商家名单"], frame.columns, *frame.iter_rows()):
                sheet.write(cells)
        return
    frame.write_csv(file) if file.suffix == ".csv" else frame.write_parquet(file)


def read(file: Path) -> pl.DataFrame:
    if file.suffix == ".xlsx":
        with reading(file, lambda _: True) as sheet:
            header, *rows = (row.cells for row in sheet.rows)
        return pl.DataFrame(rows, schema=[*header], orient="row")
    return pl.read_csv(file, infer_schema=False) if file.suffix == ".csv" else pl.read_parquet(file)


@pytest.mark.parametrize("suffix", [".csv", ".parquet", ".xlsx"])
def test_a_file(held: Office, tmp_path: Path, suffix: str) -> None:
    rows = {"编号": ["1", "2", "3", "4"], "统一社会信用代码": [BLACK, CLEAN, "9144", None]}
    rows["企业名称"] = [NAME, "惠州市某某有限公司", None, "惠州市无码有限公司"]
    file, out = tmp_path / f"in{suffix}", tmp_path / f"out{suffix}"
    frame = pl.DataFrame(rows)
    write(frame, file)
    done = run(file, out, held.folder)
    assert done.exit_code == 2, done.output
    told = read(out)
    assert told["outcome"].to_list() == ["refuse", "clear", "error", "not_covered"]
    assert told["编号"].to_list() == ["1", "2", "3", "4"]
    assert "promotion_limit" in told["measures"][0]
    assert [path.name for path in tmp_path.iterdir() if "part" in path.name] == []
    with held.checker() as local:
        assert local.upload() == 1
        assert local.upload() == 0
    [kept] = kept_runs(held)
    assert kept.id in done.stderr
    assert (kept.input_sha256, kept.output_sha256) == (sha256_of(file), sha256_of(out))
    assert kept.counts == {"refuse": 1, "clear": 1, "error": 1, "not_covered": 1}
    assert (kept.scene, kept.on, kept.known, kept.stale) == ("promotion", held.world.context.today(), True, False)


def kept_runs(office: Office) -> list[ScreeningRun]:
    with office.world.context.database.log_read() as log:
        return [*log.exec(select(ScreeningRun).order_by(col(ScreeningRun.at))).all()]


def test_on_many_machines_it_takes_a_bundle_and_ray(
    held: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    online = CliRunner().invoke(
        app, ["screen", str(tmp_path), "--scene", "promotion", "-o", str(tmp_path / "o"), "--ray"]
    )
    assert (online.exit_code, "--local" in online.stderr) == (1, True)
    monkeypatch.setitem(sys.modules, "ray.exceptions", None)
    without = run(tmp_path, tmp_path / "o", held.folder, "--ray")
    assert (without.exit_code, "huixin[ray]" in without.stderr) == (1, True)


def test_what_cannot_be_screened_leaves_nothing(held: Office, tmp_path: Path) -> None:
    file = tmp_path / "in.csv"
    file.write_text("企业名称\n甲\n")
    done = run(file, tmp_path / "out.csv", held.folder)
    assert done.exit_code == 1
    assert "no column of codes" in done.output
    assert not list(tmp_path.glob("*out*"))


def test_a_bundle_that_is_no_longer_fresh(held: Office) -> None:
    frame = pl.DataFrame({"uscc": [BLACK, CLEAN]})
    held.world.pass_time(hours=25)
    with LocalChecker.open(held.folder, now=held.world.context.now) as local:
        told = screen(frame, verdicts_of(local, question_of("promotion")))
        assert local.upload(held.client()) == 1
        [kept] = kept_runs(held)
        assert (kept.counts, kept.stale) == ({"review": 1, "clear": 1}, True)
        assert kept.output_sha256 == sha256(told.write_csv().encode()).hexdigest()
        one_by_one = [local.check(code, scene="promotion").outcome for code in (BLACK, CLEAN)]
    assert told["outcome"].to_list() == one_by_one == ["review", "clear"]
    assert told["reasons"][0].startswith("stale; ")
    with LocalChecker.open(held.folder, now=held.world.context.now, adverse_max_age=timedelta(days=2)) as local:
        assert screen(frame, verdicts_of(local, question_of("promotion")))["outcome"][0] == "refuse"
