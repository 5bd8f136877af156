"""Names compare by what they say, not by how they are written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huixin.core.names import NameParts, grams, hint_of, normalise, split_name
from tests.names_generator import merchants

MERCHANTS = merchants(300, seed=5)
_WRITTEN = st.text(
    st.sampled_from("惠東县順达(（〔【】〕）) ·・\u200b\ufeff有限责责任公司TClß乾隆安縣\u3000苧薴著"), max_size=25
)


@given(st.one_of(st.text(max_size=30), _WRITTEN))
def test_normalisation_is_idempotent(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)


@given(st.sampled_from(MERCHANTS).map(lambda merchant: merchant.name), st.data())
def test_blanks_brackets_and_dots_never_matter(name: str, data: st.DataObject) -> None:
    noise = st.sampled_from(["", "", " ", "\u3000", "\u200b", "\ufeff", "·", "(", "）", "【", "〕"])
    assert normalise("".join(character + data.draw(noise) for character in name)) == normalise(name)


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("惠東縣順達物流", "惠东县顺达物流"),
        ("瀋陽臺灣", "沈阳台湾"),
        ("乾隆商行", "乾隆商行"),
        ("餘慶百貨", "余庆百货"),
        ("阿里巴巴（中国）有限公司", "阿里巴巴中国有限公司"),
        ("阿里巴巴〔中国〕有限责任公司", "阿里巴巴中国有限公司"),
        ("TCL（集团）股份有限公司", "TCL集团股份有限公司"),
        ("ｔｃｌ科技", "TCL科技"),
        ("\ufeff 张·三 的 店", "张三的店"),
        ("惠州市甲有限責任公司", "惠州市甲有限公司"),
        ("毛坏布店", "毛坏布店"),
        ("", ""),
    ],
)
def test_one_key_for_all_writings(written: str, key: str) -> None:
    assert normalise(written) == key


def test_the_stock_company_stays_apart() -> None:
    assert normalise("甲乙有限公司") == normalise("甲乙有限责任公司") != normalise("甲乙股份有限公司")


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("惠州市益永畅五金制品有限公司", NameParts("惠州市", "益永畅", "五金制品", "有限公司")),
        ("TCL科技集团股份有限公司", NameParts("", "TCL", "科技", "集团股份有限公司")),
        ("惠州TCL移动通信有限公司", NameParts("惠州", "TCL移动", "通信", "有限公司")),
        ("惠东县顺达物流部", NameParts("惠东县", "顺达", "物流", "部")),
        ("惠城区张记商店", NameParts("惠城区", "张记", "", "商店")),
        ("广东省惠州市惠城区张记餐饮店", NameParts("广东省惠州市惠城区", "张记", "餐饮", "店")),
        ("惠州市惠阳区永湖镇好又多超市", NameParts("惠州市惠阳区永湖镇", "好又多", "", "超市")),
        ("仲恺高新区陈江街道建华商行", NameParts("仲恺高新区陈江街道", "建华", "", "商行")),
        ("腾讯科技（深圳）有限公司", NameParts("深圳", "腾讯", "科技", "有限公司")),
        ("阿里巴巴（中国）网络技术有限公司", NameParts("中国", "阿里巴巴", "网络技术", "有限公司")),
        ("惠州市德赛西威汽车电子股份有限公司", NameParts("惠州市", "德赛西威", "汽车电子", "股份有限公司")),
        ("惠阳物流有限公司", NameParts("", "惠阳", "物流", "有限公司")),
        ("惠州市惠阳物流有限公司", NameParts("惠州市", "惠阳", "物流", "有限公司")),
        ("惠民超市", NameParts("", "惠民", "", "超市")),
        ("数字区块链科技有限公司", NameParts("", "数字区块链", "科技", "有限公司")),
        ("京东", NameParts("", "京东", "", "")),
        (
            "惠州市益永畅五金制品有限公司惠东分公司",
            NameParts("惠州市", "益永畅", "五金制品", "有限公司", "惠东分公司"),
        ),
    ],
)
def test_a_name_falls_into_its_parts(name: str, parts: NameParts) -> None:
    assert split_name(name) == parts


@pytest.mark.parametrize("name", ["惠州市", "有限公司", "店", "龙门", "集团", "物流", "中国"])
def test_a_name_of_one_part_is_its_own_trade_name(name: str) -> None:
    assert split_name(name).trade == name


@given(st.one_of(st.text(max_size=30), _WRITTEN))
def test_the_trade_name_is_empty_only_where_the_key_is(text: str) -> None:
    parts = split_name(text)
    assert bool(parts.trade) == bool(normalise(text))
    assert set("".join(parts)) <= set(normalise(text))


@given(st.one_of(st.text(max_size=30), _WRITTEN))
def test_a_name_and_its_key_have_the_same_parts(text: str) -> None:
    assert split_name(normalise(text)) == split_name(text)


def test_the_trade_name_of_most_generated_merchants_is_found() -> None:
    found = sum(split_name(merchant.name).trade == normalise(merchant.trade) for merchant in MERCHANTS)
    assert found / len(MERCHANTS) >= 0.95


def test_grams_are_pairs_of_characters_at_most_one_apart_in_either_order() -> None:
    assert grams("益永畅") == grams("畅永益") == {pair("益永"), pair("永畅"), pair("益畅")}
    assert pair("甲丁") not in grams("甲乙丙丁")
    assert grams("京") == {"京"}
    assert grams("") == set()


def pair(characters: str) -> str:
    return "".join(sorted(characters))


@given(st.text(max_size=20))
def test_grams_fit_their_column_and_cover_the_name(trade: str) -> None:
    assert all(1 <= len(gram) <= 2 for gram in grams(trade))
    assert set(trade) == {character for gram in grams(trade) for character in gram}


@given(st.text("甲乙丙丁", min_size=3, max_size=6), st.data())
def test_one_wrong_character_leaves_a_gram_in_three_or_more(trade: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(trade) - 1))
    before, after = trade[:place], trade[place + 1 :]
    swapped = before[:-1] + trade[place] + before[-1:] + after
    for wrong in (f"{before}戊{after}", before + after, f"{before}戊{trade[place:]}", swapped):
        assert grams(wrong) & grams(trade), (trade, wrong)


def test_a_hint_is_the_innermost_place_and_the_beginning_of_the_trade() -> None:
    for name in ("惠州市惠东县顺达电子商务有限公司", "惠东县顺达电子科技店"):
        assert hint_of(split_name(name)) == ("惠东", "电子")
    assert hint_of(split_name("顺达")) == ("", "")
