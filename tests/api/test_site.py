"""The public site: every page is there, whole by itself; a code leads to what is public of it, until that ends."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest
from ruamel.yaml import YAML

from huixin.core.vocabulary import EndKind
from models.listings import end_listing
from models.rulesets.deciding import publish_shipped
from models.rulesets.tables import Ruleset
from tests.api.conftest import AssertProblem, World
from tests.api.public_page import PublicPage
from tests.api.square import Square, public_square
from tests.factories import uscc_of
from tests.upstream.conftest import listed

BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
KINDS = ("rule", "limit", "measure", "instrument")
MISSING = f"bul_{'0' * 32}"
REFUSED = [
    (f"/public/bulletins/{MISSING}.html", 404, "没有这一页"),
    ("/public/bulletins/bul_x.html", 422, "网址中有一项不符合要求"),
    ("/public/bulletins.html?colour=red", 422, "网址中有一项不符合要求"),
    ("/public/nothing", 404, "没有这一页"),
]


@pytest.fixture
def square(world: World, tmp_path: Path) -> Iterator[Square]:
    with public_square(world, tmp_path) as square:
        yield square


def search(world: World, uscc: str, **headers: str) -> httpx.Response:
    return world.client.get("/public/subjects.html", params={"uscc": uscc}, headers=headers)


def published_version(world: World) -> str:
    with world.context.database.write() as session:
        version = publish_shipped(session, world.context.shipped, world.context.now())
        assert version is not None
        return version.id


def test_a_whole_code_leads_to_what_is_public_of_it_until_that_ends(square: Square) -> None:
    one = listed(3)
    code = str(one["accurate_entity_code"])
    unknown = search(square.world, uscc_of(1)).text
    assert search(square.world, code).text == unknown.replace(uscc_of(1), code), "nothing is public before a bulletin"
    square.published()
    found = search(square.world, f" {code.lower()} ")
    assert str(one["accurate_entity_name"]) in found.text
    assert "https://www.creditchina.gov.cn/" in found.text
    assert str(one["accurate_entity_name"]) not in search(square.world, code[:17]).text, "by its whole code alone"
    with square.world.context.database.write() as session:
        end_listing(session, square.listing(3), square.world.context.today(), EndKind.ANNULLED, "撤销")
    again = search(square.world, code, **{"If-None-Match": found.headers["etag"]})
    assert (again.status_code, again.text) == (200, unknown.replace(uscc_of(1), code))


def test_what_is_no_code_is_told_so_and_stays_text(world: World) -> None:
    page = search(world, '"><b>惠州')
    assert page.status_code == 200
    assert "不是有效的统一社会信用代码" in page.text
    assert "<b>" not in page.text
    assert "不是有效" not in world.client.get("/public/subjects.html").text


def test_a_version_begins_on_the_day_and_at_the_hour_of_shanghai(world: World) -> None:
    version = published_version(world)
    with world.context.database.write() as session:
        session.get_one(Ruleset, version).effective_from = datetime(2026, 11, 30, 16, tzinfo=UTC)
    for path in ("/public/rules.html", f"/public/rules/{version}.html"):
        page = world.client.get(path).text
        assert "2026-12-01 00:00" in page, path
        assert "2026-11-30" not in page, path


def test_before_the_first_version_the_page_of_the_rules_says_so(world: World) -> None:
    page = world.client.get("/public/rules.html").text
    assert "尚未发布规则版本" in page
    assert "<table>" not in page


def test_a_citizen_reads_a_version_in_tables_and_takes_its_documents_along(world: World) -> None:
    version = published_version(world)
    page = world.client.get(f"/public/rules/{version}.html")
    for said in ("黑名单主体：限制参加网络促销活动", "《中华人民共和国电子商务法》", "自 2017-10-30 起", "7个工作日"):
        assert said in page.text
    assert "- list: ecommerce_joint" not in page.text
    file = world.client.get(f"/public/rules/{version}.yaml")
    assert file.headers["content-type"] == "application/yaml"
    entries = [entry for document in YAML(typ="safe").load_all(file.text) for entry in document]
    told = PublicPage(page.text)
    titles = {entry["title"]["zh"] for entry in entries if next(iter(entry)) in KINDS}
    assert titles <= {text for _, text in told.texts}
    assert f"/public/rules/{version}.yaml" in told.links


@pytest.mark.parametrize(("path", "status", "said"), REFUSED)
def test_whoever_reads_in_a_browser_is_refused_by_a_page(world: World, path: str, status: int, said: str) -> None:
    page = world.client.get(path, headers=BROWSER)
    assert (page.status_code, page.headers["content-type"]) == (status, "text/html; charset=utf-8")
    assert said in page.text
    assert page.headers["cache-control"] == "no-store"
    assert "/public/index.html" in PublicPage(page.text).links
    assert page.headers["x-request-id"] in page.text


def test_a_program_is_refused_by_a_problem(world: World, assert_problem: AssertProblem) -> None:
    assert_problem(world.client.get(f"/public/bulletins/{MISSING}.html"), "not_found")
    assert_problem(world.client.get("/v1/nothing", headers=BROWSER), "not_found")
