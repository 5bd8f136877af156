"""Packs in a folder become a version in force, by the command line of two people."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlmodel import select
from typer.testing import CliRunner

from api.cli import app
from huixin import Client
from huixin.core.vocabulary import MemberKind
from models.clauses import enter_standard_clauses
from models.database import Database
from models.members import NewCredential
from models.rulesets.tables import RulesetDocument
from rules.ruleset import PACKS, RuleSet
from tests.api.processes import Installation, installed
from tests.api.test_rulesets_replicas import second_person
from tests.api.test_worker import serve
from tests.factories import make_listing, make_subject

pytestmark = pytest.mark.parametrize("new_database", ["sqlite"], indirect=True)


class Typist:
    """Somebody with a credential, at the command line."""

    def __init__(self, url: str, login: NewCredential) -> None:
        self.environment = {
            "HUIXIN_URL": url,
            "HUIXIN_CLIENT_ID": login.client_id,
            "HUIXIN_CLIENT_SECRET": login.client_secret,
        }

    def types(self, *words: str, code: int = 0) -> str:
        result = CliRunner().invoke(app, ["rules", *words], env=self.environment)
        assert result.exit_code == code, result.output
        return result.output


LIMBS = "启动联合惩戒的情形"
"""The title of the parameter `joint_punishment_limbs`."""


@pytest.fixture
def installation(database: Database, tmp_path: Path, ruleset: RuleSet) -> Iterator[Installation]:
    with installed(database, tmp_path / "home", ruleset) as installation:
        yield installation


@pytest.fixture
def edited(tmp_path: Path) -> Path:
    pack = tmp_path / "ours"
    shutil.copytree(PACKS / "huizhou", pack)
    (pack / "rules" / "more.yaml").write_text("# nothing yet\n[]\n", encoding="utf-8")
    words = pack / "punishments.yaml"
    words.write_text(words.read_text(encoding="utf-8").replace(LIMBS, f"新{LIMBS}"), encoding="utf-8")
    return pack


def test_from_a_folder_to_a_version_in_force(installation: Installation, edited: Path) -> None:
    centre = installation.member(MemberKind.CENTRE)
    url = serve(installation, HUIXIN_WORKER="0")
    author, second = Typist(url, centre), Typist(url, second_person(installation, centre.member_id))
    told = author.types("submit", str(edited), "--title", "惠州规则", "--reason", "调整期限")
    version = told.split()[0]
    assert "submitted" in told
    assert "Another person must do this" in author.types("approve", version, code=1)
    assert "approved" in second.types("approve", version)
    assert "joint_punishment_limbs" in second.types("publish", version, "--implements", "ecommerce-law", code=1)
    publish = ("publish", version, "--implements", "huizhou-notice-2018")
    assert "30 days" in second.types(*publish, "--new-standard", "--consulted-from", "2026-10-01", code=1)
    assert "notice_period" not in second.types(*publish)
    words = ("submit", str(edited), "--title", "惠州规则", "--reason", "再次")
    assert "says what the version says" in author.types(*words, "--based-on", told.split()[1].rstrip(":"), code=1)


def test_a_folder_of_before_does_not_take_back_what_is_in_force(installation: Installation, edited: Path) -> None:
    centre = installation.member(MemberKind.CENTRE)
    url = serve(installation, HUIXIN_WORKER="0")
    author, second = Typist(url, centre), Typist(url, second_person(installation, centre.member_id))
    words = ("submit", str(edited), "--title", "惠州规则", "--reason", "调整")
    version = author.types(*words).split()[0]
    second.types("approve", version)
    second.types("publish", version, "--implements", "huizhou-notice-2018")
    (edited / "rules" / "more.yaml").unlink()
    shutil.copy(PACKS / "huizhou" / "punishments.yaml", edited / "punishments.yaml")
    refused = author.types(*words, code=1)
    assert f"({version})" in refused
    assert LIMBS in refused, "what is in force says otherwise"
    assert "which is not in force" in author.types(*words, "--based-on", "sha256:0", code=1)


def test_what_is_wrong_is_said_line_by_line(installation: Installation, edited: Path) -> None:
    url = serve(installation, HUIXIN_WORKER="0")
    author = Typist(url, installation.member(MemberKind.CENTRE))
    (edited / "rules" / "more.yaml").write_text("- rule: x\n", encoding="utf-8")
    told = author.types("submit", str(edited), "--title", "x", "--reason", "x", code=1)
    assert "huizhou/rules/more.yaml:1: The key 'title' is missing." in told
    assert "2026-11-11T00:00:00+08:00" in author.types("publish", "rls_0", "--effective-from", "tomorrow", code=2)


def test_whom_a_version_would_touch_is_said_and_written_to_a_file(
    installation: Installation, ruleset: RuleSet, tmp_path: Path
) -> None:
    centre = installation.member(MemberKind.CENTRE)
    platform = installation.member(MemberKind.PLATFORM)
    with installation.database.write() as session:
        subject = make_subject(session, name="惠州市顺达优品贸易有限公司")
        make_listing(session, subject)
        enter_standard_clauses(session, ruleset.catalogue, platform.member_id)
    url = serve(installation, HUIXIN_WORKER="0")
    author = Typist(url, centre)
    with Client(url, centre.client_id, centre.client_secret) as client:
        draft = client.rulesets.draft("双十一", "调整促销限制")
        path = "national/rules/black_recognised.yaml"
        found = client.rulesets.document(draft.id, path)
        milder = found.content.replace("promotion_limit, outcome: refuse", "promotion_limit, outcome: restrict")
        client.rulesets.write(draft.id, path, milder, found.etag)
    file = tmp_path / "whom.csv"
    told = author.types("impact", draft.id, "--days", "1", "--to", str(file))
    assert "promotion, platform" in told
    assert "refuse → restrict" in told
    assert "Of 1 merchants listed: 0 gained, 0 lost, 1 changed." in told
    assert "惠州市顺达优品贸易有限公司" in file.read_text(encoding="utf-8-sig")
    assert json.loads(author.types("impact", draft.id, "--json"))["listed"]["merchants"] == 1
    author.types("impact", draft.id, "--to", "whom.pdf", code=2)
    assert "It has never run." in author.types("shadow", draft.id)
    assert "running" in author.types("shadow", draft.id, "--until", "2026-11-11T00:00:00+08:00")
    assert "runs already" in author.types("shadow", draft.id, "--until", "2026-11-11T00:00:00+08:00", code=1)
    assert "0 of 0 checks differ" in author.types("shadow", draft.id)
    assert json.loads(author.types("shadow", draft.id, "--stop", "--json"))[0]["state"] == "stopped"
    author.types("shadow", draft.id, "--until", "tomorrow", code=2)


PASSING = """
- limit: for-a-while
  title: {zh: 暂行, en: For a while}
  grounds: [ecommerce-law]
  effective: {from: 2026-01-01, to: 2026-12-01}
  when: {record: {severity: [minor]}}
  then: {at_most: watch}
"""


def test_what_ends_and_what_nobody_checked_is_said_of_the_rules_in_force(
    installation: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And not of those that ship, once the centre has its own."""
    monkeypatch.setenv("HUIXIN_HOME", str(installation.home))
    monkeypatch.setenv("HUIXIN_TEST", "1")
    monkeypatch.setenv("HUIXIN_CLOCK_FILE", str(installation.home / "clock"))
    assert "0 endings" in ruled("horizon")
    with installation.database.write() as session:
        for row in session.exec(select(RulesetDocument)):
            row.content = row.content.replace("verified: false", "verified: true")
            ruleset_id = row.ruleset_id
        session.add(RulesetDocument(ruleset_id=ruleset_id, path="national/rules/passing.yaml", content=PASSING))
    assert "[30] 2026-12-01 limit for-a-while" in ruled("horizon")
    assert "0 of " in ruled("unverified")


def ruled(*words: str) -> str:
    result = CliRunner().invoke(app, ["rules", *words])
    assert result.exit_code == 0, result.output
    return result.output
