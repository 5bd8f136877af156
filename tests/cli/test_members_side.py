"""`huixin-server campaigns`, `trainings`, `supervisions`, `inquiries` and `suspects`, at the demo."""

import re
from pathlib import Path

import pytest

from api.demo.alliance import SUSPECTED
from tests.cli.test_state import run, shown
from tests.demo_home import NOW, copied


@pytest.fixture(scope="module")
def copy(demo_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Of the demo: these commands only look."""
    home = tmp_path_factory.mktemp("looking") / "home"
    copied(demo_home, home)
    (home / "clock").write_text(NOW.isoformat())
    return home


@pytest.fixture(autouse=True)
def terminal(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HUIXIN_HOME", str(copy))
    monkeypatch.setenv("HUIXIN_CLOCK_FILE", str(copy / "clock"))
    monkeypatch.setenv("HUIXIN_TEST", "1")
    monkeypatch.delenv("HUIXIN_DATABASE_URL", raising=False)


def printed_by(*words: str) -> str:
    """Without the blanks that fill a line."""
    return "".join(f"{line.rstrip()}\n" for line in run(*words).stdout.splitlines())


def test_campaigns_say_how_long_until_they_open_or_end_and_how_their_rosters_stand() -> None:
    later, now = shown("campaigns")
    printed = printed_by("campaigns")
    assert re.search(r"“双十二”网络促销 +5 +48 checked\n\S+ +to come", printed)
    assert re.search(r"“双十一”网络促销 +2 +9 checked\n\S+ +open", printed)
    assert {later["id"], now["id"]} <= set(printed.split()), "an id is never broken in two"
    whole = run("campaigns", now["id"]).stdout
    assert "惠市监导〔2026〕4号" in whole
    assert "演示平台" in whole
    assert shown("campaigns", now["id"]) == now


def test_trainings_say_which_days_are_left_and_what_came_of_them() -> None:
    coming, past = shown("trainings")
    printed = printed_by("trainings")
    assert re.search(r"（第二期） +10 +\d+ invited\n\S+ +2026-12-03", printed)
    invited = sum(rate["invited"] for rate in past["rates"])
    assert re.search(rf"（第一期） +over +{invited} invited\n.* attended\n", printed)
    assert coming["place"] in run("trainings", coming["id"]).stdout


def test_supervisions_wait_for_an_answer() -> None:
    [one] = shown("supervisions", "--body", "longmen")
    assert re.search(rf"\n{one['id']} +circular +{one['due']}", printed_by("supervisions"))
    assert re.search(r"longmen +open +15\n", printed_by("supervisions", "--state", "open"))
    assert shown("supervisions", "--state", "overdue") == []
    assert one["reason"] in run("supervisions", one["id"]).stdout


def test_inquiries_say_who_is_left_to_answer() -> None:
    waiting, over = shown("inquiries")
    lines = printed_by("inquiries")
    assert re.search(r"\n\S+ +2026-11-30\n", lines)
    assert re.search(r" 7 +1 of 2 +0 +2\n", lines)
    assert re.search(r" 2 of 2 +1 +4\n", lines), "one counted, one refused"
    assert over["answers"][0]["by"] in run("inquiries", over["id"]).stdout
    assert waiting["question"] in run("inquiries", waiting["id"]).stdout.replace("\n", "")


def test_suspects_that_wait_are_listed_and_judged_ones_where_asked() -> None:
    [one] = shown("suspects")
    printed = printed_by("suspects")
    assert SUSPECTED[0] in printed
    assert re.search(r" yes\n", printed)
    assert "empty_parcels" in run("suspects", one["id"]).stdout
    [judged] = shown("suspects", "--state", "dismissed")
    assert judged["target"] == "haoping.example"


def test_the_centre_rules_of_the_members_of_an_alliance(
    demo_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copied(demo_home, tmp_path / "home")
    monkeypatch.setenv("HUIXIN_HOME", str(tmp_path / "home"))

    def supported() -> bool:
        [one] = shown("suspects")
        told: bool = one["supported"]
        return told

    alliance = shown("suspects")[0]["alliance_id"]
    run("alliance", "exclude", alliance, "演示快递", "--reason", "多次误报")
    assert not supported()
    assert "shut out already" in run("alliance", "exclude", alliance, "演示快递", "--reason", "x", code=1).stderr
    run("alliance", "readmit", alliance, "演示快递", "--reason", "已说明")
    assert supported()
    for member in ("演示快递", "演示平台"):
        run("alliance", "group", alliance, member, "--group", "某集团", "--reason", "同一实际控制人")
    assert not supported()


def test_an_extract_of_the_register_is_taken_in(
    demo_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copied(demo_home, tmp_path / "home")
    monkeypatch.setenv("HUIXIN_HOME", str(tmp_path / "home"))
    (tmp_path / "register.csv").write_text(f"uscc,representative\n{SUSPECTED[1]},王某\n", encoding="utf-8")
    assert run("alliance", "register", tmp_path / "register.csv").stdout == "1 firms.\n"
    (tmp_path / "register.csv").write_text("uscc\n123\n", encoding="utf-8")
    assert "Line 2" in run("alliance", "register", tmp_path / "register.csv", code=1).stderr


@pytest.mark.parametrize("command", ["campaigns", "trainings", "supervisions", "inquiries", "suspects"])
def test_one_that_is_not_there_is_said_so(command: str) -> None:
    assert "There is no" in run(command, "xyz_0", code=1).stderr
