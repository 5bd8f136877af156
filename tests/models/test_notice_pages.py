"""The notice on paper: lines as Chinese is set, pages that tell whose they are, a seal that has something to seal."""

from datetime import date
from io import BytesIO

import pytest
from pypdf import PdfReader

from huixin.types.base import Label
from models.checks.notice import Notice, Section
from models.checks.notice_lines import lines_of
from models.checks.notice_pages import as_pdf

SENTENCE = (
    "惠州市某某电子商务有限公司因“组织虚假交易、刷单炒信”被列入电子商务领域黑名单（惠市监认〔2026〕1号），"
    "公示期至2027年8月31日；依据《中华人民共和国电子商务法》第十七条，限制参加网络促销活动。"
)
WIDE = 24


def make_notice(*lines: str) -> Notice:
    def both(zh: str) -> Label:
        return Label(zh=zh, en="In English.")

    records = Section(both("一、查明的记录"), [both(line) for line in lines])
    contact = Section(both("四、联系方式"), [both("联系电话：12345")])
    return Notice(
        title=both("信用核查结果告知书"),
        number=both("编号：dec_1"),
        addressee=both("致：惠州市某某电子商务有限公司"),
        sections=[records, contact],
        issuer="示例平台（惠州）网络科技有限公司",
        seal=both("（印章）"),
        day=date(2026, 11, 2),
    )


def pages(notice: Notice) -> list[str]:
    return [page.extract_text() for page in PdfReader(BytesIO(as_pdf(notice))).pages]


def lines(text: str) -> list[str]:
    return list(lines_of(text, lambda line: len(line) <= WIDE))


@pytest.mark.parametrize("shift", range(WIDE))
def test_marks_stay_with_what_they_belong_to(shift: int) -> None:
    made = lines("甲" * shift + SENTENCE)
    assert "".join(made) == "甲" * shift + SENTENCE
    assert [line for line in made if line[0] in "，。；、：”》〕）" or line[-1] in "“《〔（"] == []
    assert [line for line in made if len(line) > WIDE] == []
    for number in ("2026", "2027", "31"):
        assert any(number in line for line in made), "no number is torn"


def test_what_is_longer_than_a_line_is_divided_all_the_same() -> None:
    address = "https://www.example.org.cn/" + "a" * 60
    assert "".join(lines(f"网址{address}。")) == f"网址{address}。"
    assert list(lines_of("长文", lambda _: False)) == ["长", "文"]
    assert lines("") == []


@pytest.mark.parametrize("count", range(1, 14))
def test_the_seal_is_never_alone_on_a_page(count: int) -> None:
    made = pages(make_notice(*[SENTENCE] * count))
    assert "联系电话" in made[-1]
    assert "（印章）" in made[-1]


def test_every_page_has_the_number_of_the_decision_and_its_own() -> None:
    made = pages(make_notice(*[SENTENCE] * 20))
    assert len(made) > 1
    for number, text in enumerate(made, start=1):
        assert f"编号：dec_1　—{number}—" in text


def test_english_stands_on_the_page_of_its_chinese() -> None:
    for text in pages(make_notice(*[SENTENCE] * 20)):
        assert not text.split("—\n", 1)[1].lstrip().startswith("In English.")


def test_a_name_with_a_rare_character_is_set_whole() -> None:
    assert "㛃䶮堃" in "".join(pages(make_notice("㛃䶮堃")))


def test_the_same_notice_is_the_same_bytes() -> None:
    assert as_pdf(make_notice(SENTENCE)) == as_pdf(make_notice(SENTENCE))
