"""Campaigns over HTTP: what is asked before, rosters screened as checks would, followed by changes, the board."""

from datetime import date
from io import BytesIO
from typing import Any

import pytest
from sqlmodel import select

from huixin.core.vocabulary import EndKind, Standing
from huixin.core.windows import Window
from models.campaigns.tables import Enrolment
from models.listings import Listing, end_listing
from models.rulesets.deciding import publish_shipped
from models.subjects import enter_subject, enterprise
from models.subjects.tables import Subject
from tests.api.conftest import BLACK, CLEAN, NAME, AssertProblem, World
from tests.api.rights_world import Rights
from tests.factories import make_listing, uscc_of

WORDS = {"zh": "诚信促销", "en": "Honest prices"}


@pytest.fixture
def rights(world: World) -> Rights:
    return Rights(world)


def announced(rights: Rights, **fields: Any) -> str:
    body = {"kind": "double_11", "title": "双十一", "first_day": rights.today(7), "last_day": rights.today(10)}
    return str(rights.done("centre", "/v1/campaigns", **(body | {"appeal": WORDS} | fields))["id"])


def enrol(rights: Rights, campaign: str, *rows: tuple[str, str], who: str = "platform") -> dict[str, Any]:
    text = "统一社会信用代码,企业名称\n" + "".join(f"{code},{name}\n" for code, name in rows)
    got = rights.world.client.post(
        f"/v1/campaigns/{campaign}/roster",
        headers=rights.headers(who),
        files={"file": ("roster.csv", BytesIO(text.encode("utf-8-sig")), "text/csv")},
    )
    assert got.status_code == 200, got.text
    return dict(got.json())


def outcomes(rights: Rights, campaign: str, who: str = "platform") -> dict[str, str]:
    items = rights.get(who, f"/v1/campaigns/{campaign}/enrolments").json()["items"]
    return {item["uscc"]: item["outcome"] for item in items}


def on_the_board(rights: Rights, campaign: str) -> str:
    """Where the one merchant of a campaign stands."""
    total = rights.get("centre", f"/v1/campaigns/{campaign}/board").json()["total"]
    [state] = [state for state in ("excluded", "restricted", "reviewed", "admitted") if total[state]]
    return state


def checked(rights: Rights, code: str, name: str, first: int = 7, last: int = 10) -> str:
    campaign = {"kind": "double_11", "from": rights.today(first), "to": rights.today(last)}
    body = {"subject": {"uscc": code, "name": name}, "scene": "promotion", "campaign": campaign}
    return str(rights.done("platform", "/v1/check", **body)["outcome"])


def enter(rights: Rights, number: int, **fields: Any) -> tuple[str, str]:
    name, code = f"惠州市第{number}号商贸有限公司", uscc_of(number)
    with rights.world.context.database.write() as session:
        make_listing(session, enter_subject(session, enterprise(code, name)), **fields)
    return code, name


class TestBefore:
    def test_guidance_comes_before_the_opening_and_platforms_pledge(
        self, rights: Rights, assert_problem: AssertProblem
    ) -> None:
        campaign = announced(rights)
        path = f"/v1/campaigns/{campaign}/actions"
        guide = {"action": "guide", "on": rights.today(), "document_number": "导1号", "said": "公布规则"}
        rights.done("centre", path, **guide)
        pledge = {"action": "pledge", "on": rights.today(), "said": "不接受名单限制的商家", "by": "a-17"}
        mine = rights.done("platform", path, **pledge)
        assert [event["action"] for event in mine["history"]] == ["guide", "pledge"]
        assert [event["action"] for event in rights.get("logistics", path[:-8]).json()["history"]] == ["guide"]
        assert_problem(rights.post("platform", path, **guide), "forbidden")
        assert_problem(rights.post("centre", path, **pledge), "forbidden")
        rights.world.pass_time(days=7)
        late = guide | {"on": rights.today()}
        assert_problem(rights.post("centre", path, **late), "invalid_content", "/on")

    def test_its_kind_is_the_packs_and_its_days_fit(self, rights: Rights, assert_problem: AssertProblem) -> None:
        usual = {"title": "x", "appeal": WORDS, "first_day": rights.today(1), "last_day": rights.today(2)}
        wrong = rights.post("centre", "/v1/campaigns", kind="no_such", **usual)
        assert_problem(wrong, "invalid_content", "/kind")
        for days in ({"last_day": rights.today()}, {"last_day": rights.today(400)}):
            refused = rights.post("centre", "/v1/campaigns", kind="double_11", **(usual | days))
            assert_problem(refused, "invalid_content", "/last_day")
        stage = {"title": "x", "first_day": rights.today(), "last_day": rights.today(1)}
        refused = rights.post("centre", "/v1/campaigns", kind="double_11", stages=[stage], **usual)
        assert_problem(refused, "invalid_content", "/stages/0")
        assert_problem(rights.post("platform", "/v1/campaigns", kind="double_11", **usual), "forbidden")


class TestScreening:
    def test_it_comes_to_what_a_check_comes_to(self, rights: Rights) -> None:
        """Over what can make a difference: lists, ends inside the campaign, disputes, names, listings without code."""
        inside = Window(date(2026, 1, 1), date(2026, 11, 11))
        merchants = [
            enter(rights, 1, list="ecommerce_black"),
            enter(rights, 2, list="ecommerce_watch"),
            enter(rights, 3, list="serious_violation"),
            enter(rights, 4, list="ecommerce_black", disputed=True),
            enter(rights, 5, list="ecommerce_joint", window=inside),
            enter(rights, 6, list="red"),
            enter(rights, 7, list="ecommerce_pushed", standing=Standing.LEAD),
            enter(rights, 8, list="ecommerce_black", standing=Standing.PROPOSED),
            (enter(rights, 9, list="ecommerce_watch")[0], "另一个名称有限公司"),
            (uscc_of(10), "惠州市无码商贸有限公司"),
            (CLEAN, NAME),
        ]
        rights.world.enter({"JGMC": "惠州市无码商贸有限公司", "TYSHXYDM": ""}, list_code="ecommerce_black")
        campaign = announced(rights)
        assert enrol(rights, campaign, *merchants) == {"enrolled": 11, "again": 0, "refused": 0, "faults": []}
        found = outcomes(rights, campaign)
        assert found == {code: checked(rights, code, name) for code, name in merchants}
        assert {"refuse", "restrict", "review", "watch", "clear", "favour"} <= set(found.values())

    def test_bad_rows_are_told_by_their_line_and_the_others_land(self, rights: Rights) -> None:
        campaign = announced(rights)
        result = enrol(rights, campaign, (BLACK, NAME), ("9144130", "x"), ("", ""), (CLEAN, "甲"))
        assert (result["enrolled"], result["refused"]) == (2, 2)
        assert [(one["line"], one["code"]) for one in result["faults"]] == [(3, "length"), (4, "empty")]

    @pytest.mark.both_databases
    def test_what_is_no_csv_is_told_so_and_a_name_that_no_database_takes_is_a_bad_row(
        self, rights: Rights, assert_problem: AssertProblem
    ) -> None:
        campaign = announced(rights)
        result = enrol(rights, campaign, (BLACK, "a\x00b"))
        assert (result["refused"], result["faults"][0]["code"]) == (1, "bad_name")
        path, headers = f"/v1/campaigns/{campaign}/roster", rights.headers("platform")
        for content in (b"uscc,name\n" + b"x" * 200_000, b"uscc,name\n\xff\xfe,a\n"):
            got = rights.world.client.post(path, headers=headers, files={"file": ("r.csv", content, "text/csv")})
            assert_problem(got, "invalid_content", "/file", "unreadable")

    def test_only_platforms_enrol_and_each_sees_its_own(self, rights: Rights, assert_problem: AssertProblem) -> None:
        campaign = announced(rights)
        enrol(rights, campaign, (BLACK, NAME))
        assert outcomes(rights, campaign, "centre") == {}
        assert outcomes(rights, campaign, "platform two") == {}
        path, file = f"/v1/campaigns/{campaign}/roster", {"file": ("r.csv", b"uscc\n", "text/csv")}
        for who, problem in (("centre", "forbidden"), ("logistics", "missing_scope")):
            post = rights.world.client.post(path, headers=rights.headers(who), files=file)
            assert_problem(post, problem)
        rights.world.pass_time(days=11)
        over = rights.world.client.post(path, headers=rights.headers("platform"), files=file)
        assert_problem(over, "conflict")


class TestWhomARosterNames:
    def test_what_has_ended_is_named_by_no_page(self, rights: Rights) -> None:
        """Neither as a row nor as where to go on, also once the campaign is over and nobody is screened any more."""
        ended, listed = enter(rights, 1, list="ecommerce_black"), enter(rights, 2, list="ecommerce_black")
        campaign = announced(rights)
        enrol(rights, campaign, ended, listed, (CLEAN, "甲"))
        rights.work()
        rights.world.pass_time(days=11)
        rights.work()
        with rights.world.context.database.write() as session:
            about = select(Listing.id).join(Subject).where(Subject.key == f"uscc:{ended[0]}")
            end_listing(session, session.exec(about).one(), rights.world.context.today(), EndKind.REMOVED)
        path = f"/v1/campaigns/{campaign}/enrolments"
        page = rights.get("platform", path, outcome="refuse", limit=1)
        assert ([one["uscc"] for one in page.json()["items"]], page.json()["next"]) == ([listed[0]], None)
        assert ended[0] not in page.text
        clear = rights.get("platform", path, outcome="clear").json()["items"]
        assert {one["uscc"] for one in clear} == {ended[0], CLEAN}, "what it comes to now, whatever it came to then"
        first = rights.get("platform", path, outcome="clear", limit=1).json()
        second = rights.get("platform", path, outcome="clear", limit=1, after=first["next"]).json()
        assert [first["items"][0]["uscc"], second["items"][0]["uscc"]] == sorted((ended[0], CLEAN))
        assert (first["next"], second["next"]) == (first["items"][0]["uscc"], None)

    def test_a_platform_takes_a_merchant_off_its_roster(self, rights: Rights, assert_problem: AssertProblem) -> None:
        campaign = announced(rights)
        enrol(rights, campaign, (BLACK, NAME), (CLEAN, "甲"))
        path = f"/v1/campaigns/{campaign}/enrolments/{CLEAN}"
        for who in ("platform two", "centre"):
            assert_problem(rights.world.client.delete(path, headers=rights.headers(who)), "not_found")
        gone = rights.world.client.delete(path, headers=rights.headers("platform"))
        assert (gone.status_code, gone.json()) == (200, {"uscc": CLEAN})
        assert_problem(rights.world.client.delete(path, headers=rights.headers("platform")), "not_found")
        assert set(outcomes(rights, campaign)) == {BLACK}
        assert rights.get("centre", f"/v1/campaigns/{campaign}/board").json()["total"]["checked"] == 1

    @pytest.mark.both_databases
    def test_they_are_kept_for_a_time_and_then_erased_and_the_counts_stay(self, rights: Rights) -> None:
        merchants = [enter(rights, 1, list="ecommerce_black"), (CLEAN, "甲")]
        campaign = announced(rights)
        enrol(rights, campaign, *merchants)
        rights.work()
        rights.world.pass_time(days=10 + 90)
        rights.work()
        assert len(outcomes(rights, campaign)) == 2, "until the last day of that time"
        board, page = (rights.get("centre", f"/v1/campaigns/{campaign}/{what}") for what in ("board", "report"))
        rights.world.pass_time(days=1)
        assert outcomes(rights, campaign) == {}, "its day says so, before any job has run"
        rights.work()
        with rights.world.context.database.read() as session:
            assert session.exec(select(Enrolment)).all() == []
        assert rights.get("centre", f"/v1/campaigns/{campaign}/board").json() == board.json()
        assert rights.get("platform", f"/v1/campaigns/{campaign}/board").json()["total"]["excluded"] == 1
        assert "核查2，不予参加1" in rights.get("centre", f"/v1/campaigns/{campaign}/report").text, page.text
        rights.work()
        assert rights.get("centre", f"/v1/campaigns/{campaign}/board").json() == board.json()


class TestLookingAgain:
    def test_a_change_is_followed_for_those_whom_it_concerns(self, rights: Rights) -> None:
        campaign = announced(rights)
        other = enter(rights, 1)
        enrol(rights, campaign, (BLACK, NAME), other, (CLEAN, "甲"))
        rights.work()
        assert outcomes(rights, campaign)[BLACK] == "clear"
        listing = rights.listing(list="ecommerce_black")
        rights.work()
        assert outcomes(rights, campaign)[BLACK] == checked(rights, BLACK, NAME) == "refuse"
        end = {"kind": "removed", "on": rights.today(), "document_number": "移1号", "document_on": rights.today()}
        rights.done("department", "/v1/ends", listing_id=listing, reason="已整改", **end)
        assert outcomes(rights, campaign)[BLACK] == "clear", "at once, before any job has run"
        rights.work()
        assert outcomes(rights, campaign)[BLACK] == "clear"

    def test_the_board_follows_a_platforms_clauses_and_the_rules_of_the_hour(self, rights: Rights) -> None:
        context = rights.world.context
        with context.database.write() as session:
            publish_shipped(session, context.shipped, context.now())
        merchant = enter(rights, 1, list="ecommerce_black")
        campaign = announced(rights)
        enrol(rights, campaign, merchant)
        rights.work()
        found = [(on_the_board(rights, campaign), checked(rights, *merchant))]
        clauses = rights.get("platform", "/v1/clauses").json()["items"]
        [own] = [one["id"] for one in clauses if one["measure"] == "promotion_limit"]
        headers = rights.headers("platform")
        assert rights.world.client.delete(f"/v1/clauses/{own}", headers=headers).status_code == 200
        rights.work()
        found.append((on_the_board(rights, campaign), checked(rights, *merchant)))
        rights.done("centre", "/v1/suspensions", measure="promotion_limit", reason="复核")
        rights.work()
        found.append((on_the_board(rights, campaign), checked(rights, *merchant)))
        assert found == [("excluded", "refuse"), ("reviewed", "review"), ("admitted", "watch")]

    def test_a_day_alone_changes_what_is_known_of(self, rights: Rights) -> None:
        code, name = enter(rights, 1, list="ecommerce_black", window=Window(date(2026, 1, 1), date(2026, 11, 10)))
        campaign = announced(rights)
        enrol(rights, campaign, (code, name))
        before = outcomes(rights, campaign)[code]
        assert before == checked(rights, code, name) != "clear"
        rights.world.pass_time(days=8)
        rights.work()
        assert outcomes(rights, campaign)[code] == checked(rights, code, name, -1, 2) == "clear"


class TestTheBoard:
    def test_it_counts_by_platform_and_by_rule_and_names_no_merchant(self, rights: Rights) -> None:
        merchants = [enter(rights, 1, list="ecommerce_black"), enter(rights, 2, list="ecommerce_watch"), (CLEAN, "甲")]
        campaign = announced(rights)
        enrol(rights, campaign, *merchants)
        enrol(rights, campaign, (CLEAN, "甲"), who="platform two")
        got = rights.get("centre", f"/v1/campaigns/{campaign}/board")
        total = got.json()["total"]
        assert (total["checked"], total["excluded"], total["admitted"]) == (4, 1, 3)
        assert set(total["reasons"]) == {"black-promotion"}
        assert [one["checked"] for one in got.json()["platforms"]] == [3, 1]
        assert not any(code in got.text for code, _ in merchants)
        own = rights.get("platform two", f"/v1/campaigns/{campaign}/board").json()
        assert (own["total"]["checked"], len(own["platforms"])) == (1, 1)

    def test_the_report_comes_when_it_is_over(self, rights: Rights, assert_problem: AssertProblem) -> None:
        merchants = [enter(rights, 1, list="ecommerce_black"), (CLEAN, "甲")]
        campaign = announced(rights)
        enrol(rights, campaign, *merchants)
        path = f"/v1/campaigns/{campaign}/report"
        assert_problem(rights.get("centre", path), "conflict")
        assert_problem(rights.get("platform", path), "forbidden")
        rights.world.pass_time(days=11)
        page = rights.get("centre", path)
        assert "核查2，不予参加1" in page.text
        assert not any(code in page.text or name in page.text for code, name in merchants if len(name) > 2)
        assert rights.get("centre", path, format="pdf").content.startswith(b"%PDF")
