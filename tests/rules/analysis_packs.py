"""A small clean pack, and what one adds to it to plant a finding."""

from pathlib import Path

from rules.analysis import Analysis, Found, analyse
from rules.catalogue import load_catalogue
from rules.ruleset import compile_ruleset

CLEAN = """\
- pack: small
  title: {zh: 小包, en: A small pack}
- purpose: admission
  title: {zh: 准入, en: Admission}
- scene: promotion
  title: {zh: 促销报名, en: Promotion}
  default_purpose: admission
- problem_type: brushing
  title: {zh: 刷单炒信, en: Brushing}
- instrument: the-law
  title: {zh: 电子商务法, en: The law}
  issuer: {zh: 全国人大常委会, en: The legislator}
  rank: law
  in_force: {from: 2019-01-01}
  verified: true
- list: black
  title: {zh: 炒信黑名单, en: Brushing blacklist}
  nature: black
  recognisers: [authority]
  visible_to: [department, platform, internet, logistics]
  grounds: [the-law]
- list: watched
  title: {zh: 关注名单, en: Watch list}
  nature: watch
  recognisers: [authority]
  visible_to: [department, platform, internet, logistics]
  grounds: [the-law]
- list: red
  title: {zh: 红名单, en: Red list}
  nature: red
  recognisers: [authority]
  visible_to: [department, platform, internet, logistics]
  grounds: [the-law]
- measure: keep_out
  title: {zh: 限制报名, en: Keep out}
  measure_class: contractual
  basis: clause
  clause_kind: platform_rule
  actors: [platform, internet]
  verified: true
- measure: close
  title: {zh: 关闭店铺, en: Closing}
  measure_class: contractual
  basis: clause
  clause_kind: platform_rule
  actors: [platform, internet]
  includes: [keep_out]
  verified: true
- rule: black-out
  title: {zh: 黑名单主体：不予报名, en: 'Blacklist: kept out'}
  grounds: [the-law]
  effective: {from: 2019-01-01}
  when: {record: {list: [black], standing: [effective], severity: [general, serious]}}
  then: {measure: keep_out, outcome: refuse}
- rule: black-watch
  title: {zh: 黑名单主体：提示关注, en: 'Blacklist: watch'}
  grounds: [the-law]
  effective: {from: 2019-01-01}
  when: {record: {list: [black], standing: [effective], severity: [unknown, minor]}}
  then: {outcome: watch}
- rule: red-favour
  title: {zh: 守信激励, en: Favour}
  grounds: [the-law]
  effective: {from: 2019-01-01}
  when: {record: {list: [red], standing: [effective]}, subject: {has_live_black: false}}
  then: {outcome: favour}
- limit: relief
  title: {zh: 中止期间, en: Relief}
  grounds: [the-law]
  effective: {from: 2019-01-01}
  when: {record: {relief: true}}
  then: {at_most: watch}
"""


def entry(kind: str, code: str, **says: str) -> str:
    """A rule or limit on the law from 2019; each key as it is written in YAML."""
    lines = {
        "title": "{zh: 某规则, en: Some rule}",
        "grounds": "[the-law]",
        "effective": "{from: 2019-01-01}",
    } | says
    return f"- {kind}: {code}\n" + "".join(f"  {key}: {value}\n" for key, value in lines.items())


def rule(code: str, when: str, then: str, **says: str) -> str:
    return entry("rule", code, when=when, then=then, **says)


def limit(code: str, when: str, then: str, **says: str) -> str:
    return entry("limit", code, when=when, then=then, **says)


def analysed(folder: Path, text: str) -> Analysis:
    (folder / "pack.yaml").write_text(text, encoding="utf-8")
    return analyse(compile_ruleset(load_catalogue([folder])))


def only(analysis: Analysis, code: str) -> Found:
    """The one finding of this code; there may be others of other codes."""
    found = [one for one in analysis.findings if one.code == code]
    assert len(found) == 1, [str(one) for one in analysis.findings]
    return found[0]


def line_of(text: str, entry: str, key: str) -> int:
    """The line of a key of an entry, which is the first line for the key that names it."""
    lines = text.splitlines()
    start = next(index for index, line in enumerate(lines) if line.startswith("- ") and line.endswith(f": {entry}"))
    if lines[start].startswith(f"- {key}:"):
        return start + 1
    return next(index for index in range(start, len(lines)) if lines[index].startswith(f"  {key}:")) + 1
