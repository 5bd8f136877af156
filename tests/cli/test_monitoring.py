"""`huixin-server duties`, `figures`, `bulletins`, `complaints` and `warnings`, as a person types them."""

from datetime import date, timedelta
from pathlib import Path

from rules.routing import Place
from tests.cli.test_cases import home as home
from tests.cli.test_cases import opened
from tests.cli.test_state import run, shown


def test_it_lists_the_whole_table(home: Path) -> None:
    assert home.exists()
    found = shown("duties")
    assert len({row["duty"] for row in found}) == 14
    of_boluo = shown("duties", "--body", "boluo")
    assert [row["period_from"] for row in of_boluo] == ["2026-10-01", "2026-11-01"]
    assert {row["state"] for row in of_boluo} == {"open"}
    assert "verify_and_rectify" in run("duties", "--state", "open").stdout
    overdue = shown("duties", "--state", "overdue")
    assert {row["period_from"] for row in overdue} == {"2025-01-01", "2026-07-01"}, "October is due until the tenth"


def test_figures_are_listed_and_written(home: Path, tmp_path: Path) -> None:
    [case_id] = opened(home, Place(jurisdiction="boluo"))
    [one] = shown("figures")["items"]
    assert (one["figure"], one["group"], one["of"]) == ("verification", "boluo", 1)
    assert "0.0 %" in run("figures").stdout
    assert case_id.startswith("cas_")
    path = tmp_path / "figures.csv"
    assert "1 figures" in run("figures", "--csv", str(path)).stdout
    assert "博罗县" in path.read_text(encoding="utf-8-sig")
    assert "can be looked at" in run("figures", "--as-of", "2027-01-01", code=2).output


def test_bulletins_that_are_due_are_listed(home: Path) -> None:
    assert home.exists()
    assert [(row["first"], row["state"]) for row in shown("bulletins")] == [
        ("2026-11-01", "open"),
        ("2026-10-01", "open"),
    ]
    assert "2026-11-10" in run("bulletins").stdout, "October is told until the tenth"


def test_complaints_come_by_file_and_what_stands_out_is_listed(home: Path, tmp_path: Path) -> None:
    assert home.exists()
    path = tmp_path / "complaints.csv"
    days = [date(2026, 11, 1) - timedelta(days=back) for back in range(13 * 7)]
    rows = [f"{day},12345,{60 if back < 7 else 20}" for back, day in enumerate(days)]
    path.write_text("\n".join(("日期,来源,件数", *rows)), encoding="utf-8")
    assert "91 counts, 91 of them new" in run("complaints", str(path)).stdout
    assert "complaints_12345  2026-10-26" in run("warnings").stdout
    assert {one["series"] for one in shown("warnings", "--every", "day")["items"]} >= {"signals", "refused"}
    path.write_text("day,source,count,phone\n2026-11-01,12345,1,x\n", encoding="utf-8")
    assert "columns" in run("complaints", str(path), code=2).output
