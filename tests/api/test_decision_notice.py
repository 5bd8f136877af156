"""The notice of a decision: what a member serves on the merchant, as a page and as PDF, in Chinese and English."""

from dataclasses import replace
from io import BytesIO
from typing import Any

import httpx
import pytest
from pypdf import PdfReader

from huixin.core.vocabulary import EndKind, MemberKind
from models.listings import end_listing
from models.rulesets.deciding import publish_shipped
from rules.ruleset import compile_ruleset
from tests.api.conftest import BLACK, NAME, AssertProblem, World

SAYS = (
    "信用核查结果告知书",
    "Notice of the result of a credit check",
    NAME,
    BLACK,
    "惠市监认〔2026〕1号",
    "组织虚假交易",
    "限制参加网络促销活动",
    "依本单位规则适用",
    "《中华人民共和国电子商务法》",
    "2027年8月31日",
    "向认定单位或信用中心提出异议",
    "12345",
    "test platform",
    "（印章）",
    "2026年11月2日",
)
ENDED = "该信息已终止公示，不得继续使用"


@pytest.fixture
def decision(world: World) -> str:
    world.enter({})
    return str(world.ask(world.headers()).json()["decision_id"])


def notice(world: World, decision: str, kind: MemberKind = MemberKind.PLATFORM, **options: Any) -> httpx.Response:
    accept, form = options.get("accept"), options.get("form")
    headers = world.headers(kind, **options.get("who", {})) | ({"Accept": accept} if accept else {})
    params = {"format": form} if form else {}
    return world.client.get(f"/v1/decisions/{decision}/document", headers=headers, params=params)


def pdf_text(response: httpx.Response) -> str:
    assert response.headers["content-type"] == "application/pdf"
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(response.content)).pages)
    return text.replace("\n", "")


def html_text(response: httpx.Response) -> str:
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    return response.text


def test_a_page_says_all_that_the_merchant_has_to_know(world: World, decision: str) -> None:
    page = html_text(notice(world, decision))
    assert [said for said in (*SAYS, decision) if said not in page] == []


def test_the_pdf_says_the_same_in_chinese_too(world: World, decision: str) -> None:
    text = pdf_text(notice(world, decision, form="pdf"))
    assert [said for said in SAYS if said.replace(" ", "") not in text.replace(" ", "")] == []


def test_the_pdf_brings_its_font_and_no_more_of_it_than_it_shows(world: World, decision: str) -> None:
    """Else a reader without a Chinese font shows a page of numbers."""
    response = notice(world, decision, form="pdf")
    pages = PdfReader(BytesIO(response.content)).pages
    fonts = [font.get_object() for page in pages for font in page["/Resources"]["/Font"].values()]
    assert fonts
    for font in fonts:
        assert "NotoSerifSC" in font["/BaseFont"]
        assert "/FontFile2" in font["/FontDescriptor"]
    assert len(response.content) < 200_000


@pytest.mark.parametrize(
    ("asked", "made"),
    [
        ({"accept": "application/pdf"}, "application/pdf"),
        ({"accept": "text/html,application/xhtml+xml,application/pdf;q=0.8"}, "text/html"),
        ({"accept": "*/*"}, "text/html"),
        ({"accept": "application/pdf", "form": "html"}, "text/html"),
        ({"accept": "text/html", "form": "pdf"}, "application/pdf"),
    ],
)
def test_the_caller_says_in_which_form(world: World, decision: str, asked: dict[str, str], made: str) -> None:
    assert notice(world, decision, **asked).headers["content-type"].partition(";")[0] == made


@pytest.mark.parametrize("form", ["html", "pdf"])
def test_what_has_ended_since_is_told_in_no_form(world: World, decision: str, form: str) -> None:
    record = world.ask(world.headers()).json()["records"][0]["id"]
    with world.context.database.write() as session:
        end_listing(session, record, world.context.today(), EndKind.REMOVED, "整改合格")
    response = notice(world, decision, form=form)
    text = html_text(response) if form == "html" else pdf_text(response)
    assert ENDED in text
    for detail in ("惠市监认〔2026〕1号", "组织虚假交易", NAME, "2027年8月31日"):
        assert detail not in text


def test_who_may_read_the_decision_may_print_it(world: World, decision: str, assert_problem: AssertProblem) -> None:
    for kind in (MemberKind.CENTRE, MemberKind.AUDITOR):
        assert NAME in html_text(notice(world, decision, kind))
    other = notice(world, decision, MemberKind.PLATFORM, who={"name": "another platform"})
    assert_problem(other, "not_found")


def test_nobody_is_served_for_a_name_alone(world: World, assert_problem: AssertProblem) -> None:
    world.enter({})
    asked = world.ask(world.headers(), subject={"name": NAME}).json()
    assert asked["identity"]["matched_by"] == "name"
    assert_problem(notice(world, asked["decision_id"]), "conflict")


def test_what_people_wrote_is_no_markup(world: World) -> None:
    world.enter({"LRMDSY": "<b>刷单</b> & <script>alert(1)</script>"})
    decision = world.ask(world.headers()).json()["decision_id"]
    assert "<script>" not in html_text(notice(world, decision))
    assert "<script>alert(1)</script>" in pdf_text(notice(world, decision, form="pdf"))


def test_a_person_is_named_by_the_surname_alone(world: World) -> None:
    ground = {"kind": "consent", "reference": "授权书 7 号", "date": "2026-11-02"}
    subject = {"resident_id": "11010519491231002X", "name": "欧阳测试"}
    decision = world.ask(world.headers(), subject=subject, authorisation=ground).json()["decision_id"]
    page = html_text(notice(world, decision))
    assert "欧***" in page
    assert "欧阳测试" not in page
    assert "11010519491231002X" not in page


@pytest.mark.parametrize("words", ["notice_", "repair_"])
def test_rules_of_before_there_were_such_words_print_one_too(world: World, decision: str, words: str) -> None:
    shipped = world.context.shipped.catalogue
    texts = {code: text for code, text in shipped.texts.items() if not code.startswith(words)}
    older = compile_ruleset(replace(shipped, texts=texts))
    with world.context.database.write() as session:
        publish_shipped(session, older, world.context.now())
    world.context.book.refresh()
    assert world.context.ruleset.digest == older.digest
    page = html_text(notice(world, decision))
    assert [said for said in SAYS if said not in page] == []
