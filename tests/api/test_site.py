"""The public site: every page is there, whole by itself, in both languages; a code leads to what is public."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import httpx
import pytest

from huixin.core.vocabulary import EndKind
from models.listings import end_listing
from models.rulesets.deciding import publish_shipped
from tests.api.conftest import World
from tests.api.square import Square, public_square
from tests.factories import uscc_of
from tests.upstream.conftest import listed


class Page(HTMLParser):
    """What stands on a page: its elements, links, and the languages of its texts."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: set[str] = set()
        self.loads: set[str] = set()
        self.languages: set[str] = set()
        self.labelled: set[str] = set()
        self.inputs: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        self.tags.append(tag)
        if tag == "a":
            self.links.add(said["href"])
        self.loads |= {said[name] for name in ("src", "srcset") if name in said}
        self.loads |= {said["href"]} if tag == "link" else set()
        self.languages |= {said["lang"]} if "lang" in said else set()
        self.labelled |= {said["for"]} if tag == "label" else set()
        self.inputs |= {said["id"]} if tag == "input" else set()


@pytest.fixture
def square(world: World, tmp_path: Path) -> Iterator[Square]:
    with public_square(world, tmp_path) as square:
        yield square


def search(world: World, uscc: str, **headers: str) -> httpx.Response:
    return world.client.get("/public/subjects.html", params={"uscc": uscc}, headers=headers)


def test_from_the_front_page_every_page_is_reached_and_right_by_itself(square: Square) -> None:
    square.published()
    context = square.world.context
    with context.database.write() as session:
        publish_shipped(session, context.shipped, context.now())
    seen: dict[str, str] = {}
    waiting = ["/public/index.html"]
    while waiting:
        path = waiting.pop()
        got = square.world.client.get(path)
        assert got.status_code == 200, path
        seen[path] = got.text
        if path.endswith(".html"):
            page = Page(got.text)
            assert (page.tags.count("h1"), page.loads, "script" in page.tags) == (1, set(), False), path
            assert {"zh-CN", "en"} <= page.languages, path
            assert page.inputs <= page.labelled, path
            assert "default-src 'none'" in got.headers["content-security-policy"]
            waiting += [link for link in page.links if link.startswith("/public/") and link not in {*seen, *waiting}]
    assert {re.sub(r"(bul|rls)_[0-9a-f]+", r"\1", path) for path in seen} == {
        *(f"/public/{page}.html" for page in ("index", "bulletins", "subjects", "rights", "rules", "commitments")),
        *("/public/bulletins/bul.html", "/public/rules/rls.html", "/public/bulletins.atom"),
    }
    assert "12345" in seen["/public/rights.html"]
    assert "https://www.creditchina.gov.cn/" in seen["/public/rights.html"]
    assert "现行有效" in seen["/public/rules.html"]
    rules = next(text for path, text in seen.items() if path.startswith("/public/rules/"))
    assert "- list: ecommerce_joint" in rules


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
