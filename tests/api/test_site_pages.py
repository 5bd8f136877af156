"""Every page of the public site, over the demo, in each language: reached from the front page, whole, and all of it in
that language."""

import re

import pytest

from models.rulesets.deciding import publish_shipped
from tests.api.demo_asking import Asking
from tests.api.demo_asking import asking as asking
from tests.api.public_page import PublicPage

TAGS = {"zh": "zh-CN", "en": "en"}
CHINESE = re.compile("[\u3000-\u303f\u4e00-\u9fff\uff01-\uff65]")
ENGLISH = re.compile(r"[A-Za-z]{2,}(?:[ ,;]+[A-Za-z]{2,}){2}")
"""Three words one after the other; a name such as WeChat is no sentence."""
REFUSED = "/public/nothing.html"
BROWSER = {"Accept": "text/html"}


@pytest.fixture(scope="module")
def site(asking: Asking) -> Asking:
    with asking.context.database.write() as session:
        publish_shipped(session, asking.context.shipped, asking.context.now())
    return asking


def walked(site: Asking, language: str) -> dict[str, str]:
    """Every page and file that links lead to, by its address."""
    suffix = "" if language == "zh" else f"?lang={language}"
    seen: dict[str, str] = {}
    waiting = [f"/public/index.html{suffix}"]
    while waiting:
        path = waiting.pop()
        got = site.client.get(path)
        assert got.status_code == 200, path
        seen[path] = got.text
        if ".html" in path:
            assert "default-src 'none'" in got.headers["content-security-policy"], path
            links = {link for link in PublicPage(got.text).links if link.startswith("/public/")}
            assert all(link.endswith(suffix) for link in links if ".html" in link), path
            waiting += sorted(links - {*seen, *waiting})
    return seen


def shape(path: str) -> str:
    return re.sub(r"(bul|rls)_[0-9a-f]+", r"\1", path.partition("?")[0])


@pytest.mark.parametrize("language", TAGS)
def test_from_the_front_page_every_page_is_reached_and_right_by_itself(site: Asking, language: str) -> None:
    seen = walked(site, language)
    assert {shape(path) for path in seen} == {
        *(f"/public/{page}.html" for page in ("index", "bulletins", "subjects", "rights", "rules", "commitments")),
        *("/public/bulletins/bul.html", "/public/rules/rls.html", "/public/rules/rls.yaml", "/public/bulletins.atom"),
    }
    for path, text in seen.items():
        if ".html" in path:
            page = PublicPage(text)
            assert (page.tags.count("h1"), page.loads, "script" in page.tags) == (1, set(), False), path
            assert page.inputs <= page.labelled, path
            assert page.language == TAGS[language], path
            alone = path.partition("?")[0]
            assert page.switches == {"zh-CN": alone, "en": f"{alone}?lang=en"}


@pytest.mark.parametrize("language", TAGS)
def test_no_sentence_is_in_the_other_language_alone(site: Asking, language: str) -> None:
    """What is called or written so at its source stands in both languages alike, and says that it is Chinese."""
    foreign, pages = (CHINESE, ENGLISH)[language == "zh"], walked(site, language)
    suffix = "" if language == "zh" else f"?lang={language}"
    pages[REFUSED + suffix] = site.client.get(REFUSED + suffix, headers=BROWSER).text
    for path, text in pages.items():
        if ".html" not in path:
            continue
        page = PublicPage(text)
        own = [said for tag, said in page.texts if tag == TAGS[language]]
        assert [said for said in own if foreign.search(said)] == [], path
        there = site.client.get(page.switches[TAGS["en" if language == "zh" else "zh"]], headers=BROWSER).text
        everything = "\n".join(said for _, said in PublicPage(there).texts)
        assert [said for tag, said in page.texts if tag != TAGS[language] and said not in everything] == [], path


def test_search_stays_in_the_language(site: Asking) -> None:
    page = site.client.get("/public/subjects.html?uscc=1&lang=en").text
    assert "This is no valid unified social credit code" in page
    assert '<input type="hidden" name="lang" value="en">' in page
    assert PublicPage(page).switches["zh-CN"] == "/public/subjects.html?uscc=1"


def test_what_the_pages_say(site: Asking) -> None:
    pages = {shape(path): text for path, text in walked(site, "zh").items()}
    assert "12345" in pages["/public/rights.html"]
    assert "https://www.creditchina.gov.cn/" in pages["/public/rights.html"]
    assert "现行有效" in pages["/public/rules.html"]
    assert "- list: ecommerce_joint" in pages["/public/rules/rls.yaml"]
