"""Every dated value on the day before, the day and the day after; and the grounds that are cited then."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from huixin.core.evaluation import Evaluation
from huixin.core.records import Record
from huixin.core.vocabulary import MemberKind, Rank
from huixin.core.windows import Window
from rules.catalogue import Catalogue
from rules.documents import Instrument
from rules.live import in_force

DAY = timedelta(days=1)
BEGINNING = date(2000, 1, 1)
CARRIED_49 = ("law", "admin_regulation", "central_policy", "local_regulation")
NOTICE = date(2018, 2, 27)
AGREEMENT = date(2016, 10, 25)
WORKING_GROUP = (
    "development_reform",
    "commerce",
    "industry_commerce",
    "cyberspace",
    "economy_information",
    "public_security",
    "transport",
    "quality_supervision",
    "food_drug",
    "inspection_quarantine",
    "central_bank",
    "postal",
)
AUTHORITIES_2016 = ("ndrc", "pbc", "cac", "mps", "mofcom", "saic", "aqsiq")
AUTHORITIES_2018 = (
    *("ndrc", "pbc", "cac", "mps", "mofcom", "samr"),
    *("guangdong_development_reform", "guangdong_market_supervision", "guangdong_industry_commerce"),
    "guangdong_commerce",
)
RESPONSIBLE = (
    *("industry_commerce", "quality_supervision", "food_drug"),
    *("commerce", "economy_information", "public_security"),
)

VALUES = [
    ("carrying_ranks.statute", BEGINNING, None, (*CARRIED_49, "dept_rule", "normative_document")),
    ("carrying_ranks.statute", date(2020, 12, 7), (*CARRIED_49, "dept_rule", "normative_document"), CARRIED_49),
    ("carrying_ranks.clause", BEGINNING, None, ("normative_document",)),
    ("carrying_ranks.clause", date(2020, 12, 7), ("normative_document",), ()),
    ("measure_list_required", BEGINNING, None, False),
    ("measure_list_required", date(2020, 12, 7), False, True),
    ("severity_default_ecommerce_joint", BEGINNING, None, "serious"),
    ("severity_default_brushing_black", BEGINNING, None, "general"),
    ("severity_default_ecommerce_black", BEGINNING, None, "general"),
    ("severity_default_ecommerce_watch", BEGINNING, None, "minor"),
    ("severity_default_serious_violation", BEGINNING, None, "serious"),
    ("severity_default_dishonest_debtor", BEGINNING, None, "serious"),
    ("severity_default_transport_black", BEGINNING, None, "serious"),
    ("severity_default_abnormal", BEGINNING, None, "general"),
    ("rectification_months", BEGINNING, None, 3),
    ("rules_notice_days", BEGINNING, None, 7),
    ("recognition_consultation_days", date(2020, 12, 7), None, 30),
    ("clause_notice_days", date(2019, 1, 1), None, 7),
    ("clause_major_notice_days", date(2019, 1, 1), None, 15),
    ("rectification_months", date(2018, 5, 14), 3, 3),
    ("stale_after_days", BEGINNING, None, 90),
    ("roster_kept_days", BEGINNING, None, 90),
    ("full_import_exit_threshold_percent", BEGINNING, None, 5),
    ("check_horizon_days", BEGINNING, None, 30),
    ("decision_idempotency_hours", BEGINNING, None, 24),
    ("display_max_months_minor", date(2021, 9, 1), None, 3),
    ("display_max_months_minor", date(2026, 4, 1), 3, 3),
    ("display_min_months_general", date(2023, 5, 1), None, 3),
    ("display_min_months_general", date(2026, 4, 1), 3, 3),
    ("display_max_months_general", date(2021, 9, 1), None, 36),
    ("display_max_months_general", date(2026, 4, 1), 36, 12),
    ("display_min_months_serious", date(2021, 9, 1), None, 12),
    ("display_min_months_serious", date(2026, 4, 1), 12, 12),
    ("display_max_months_serious", date(2021, 9, 1), None, 36),
    ("display_max_months_serious", date(2026, 4, 1), 36, 36),
    ("penalty_display_months_small", date(2021, 9, 1), None, 3),
    ("penalty_display_months_other", date(2021, 9, 1), None, 36),
    ("case_verification_days", BEGINNING, None, 30),
    ("case_inspection_days", BEGINNING, None, 15),
    ("rectification_least_days", BEGINNING, None, 7),
    ("rectification_most_months", BEGINNING, None, 12),
    ("service_by_notice_days", BEGINNING, None, 60),
    ("service_by_notice_days", date(2022, 1, 1), 60, 30),
    ("penalty_publication_workdays", BEGINNING, None, 7),
    ("penalty_withdrawal_workdays", BEGINNING, None, 3),
    ("penalty_withdrawal_workdays", date(2021, 9, 1), 3, 3),
    ("statement_workdays", BEGINNING, None, 5),
    ("consent.serious_violation", date(2021, 9, 1), None, ("district", "county", "zone", "city")),
    ("review_days", BEGINNING, None, 60),
    ("litigation_months", BEGINNING, None, 6),
    ("objection_check_workdays", BEGINNING, None, 1),
    ("objection_decision_workdays", BEGINNING, None, 2),
    ("objection_extension_workdays", BEGINNING, None, 3),
    ("objection_answer_days", BEGINNING, None, 20),
    ("objections_most_a_year", BEGINNING, None, 6),
    ("false_data_workdays", BEGINNING, None, 20),
    ("false_data_workdays", date(2021, 9, 29), 20, 20),
    ("repair_decision_workdays", BEGINNING, None, 3),
    ("repair_decision_workdays", date(2025, 12, 25), 3, 7),
    ("repair_extension_workdays", BEGINNING, None, 3),
    ("exit_acknowledgement_workdays", BEGINNING, None, 3),
    ("appeal_decision_workdays", BEGINNING, None, 7),
    ("repair_link.credit_china", BEGINNING, None, "https://www.creditchina.gov.cn/"),
    ("repair_link.market_supervision", BEGINNING, None, "https://www.gsxt.gov.cn/"),
    ("source_link.credit_china", BEGINNING, None, "https://www.creditchina.gov.cn/"),
    ("source_link.market_supervision", BEGINNING, None, "https://www.gsxt.gov.cn/"),
    ("source_link.court", BEGINNING, None, "https://zxgk.court.gov.cn/"),
    ("source_fresh_hours", BEGINNING, None, 24),
    ("identity_code_days", BEGINNING, None, 15),
    ("merchant_session_hours", BEGINNING, None, 2),
    ("signal_members", AGREEMENT, None, 2),
    ("signal_member_kinds", AGREEMENT, None, 2),
    ("signal_least_weight", AGREEMENT, None, 30),
    ("signal_weight_days", AGREEMENT, None, 90),
    ("signal_flood_from", AGREEMENT, None, 200),
    ("signal_retention_most_days", AGREEMENT, None, 365),
    ("signal_least_count", AGREEMENT, None, 5),
    ("contact_phone", BEGINNING, None, "12345"),
    ("training_lists", NOTICE, None, ("brushing_black", "ecommerce_black", "ecommerce_watch")),
    ("joint_punishment_limbs", NOTICE, None, ("notice-first-limb", "notice-second-limb")),
    ("named_by_law.interview.brushing", date(2025, 10, 15), None, ("market_supervision",)),
    ("named_by_law.interview.false_advertising", date(2025, 10, 15), None, ("market_supervision",)),
    ("recognisers.ecommerce_joint", date(2016, 11, 10), None, AUTHORITIES_2016),
    ("recognisers.ecommerce_joint", date(2018, 4, 10), AUTHORITIES_2016, AUTHORITIES_2018),
    ("recognisers.brushing_black", date(2017, 10, 30), None, ("industry_commerce",)),
    ("recognisers.ecommerce_black", date(2017, 10, 30), None, RESPONSIBLE),
    ("recognisers.ecommerce_watch", date(2017, 10, 30), None, RESPONSIBLE),
    ("recognisers.serious_violation", date(2021, 9, 1), None, ("market_supervision",)),
    ("recognisers.transport_black", date(2017, 10, 30), None, ("transport", "postal")),
    ("working_group", NOTICE, None, WORKING_GROUP),
    ("centre_body", NOTICE, None, "惠州市发展和改革局"),
    ("province_body", NOTICE, None, "广东省发展和改革委员会"),
    ("threshold_least_cases", NOTICE, None, 5),
    ("threshold.inspection.verification", NOTICE, None, 90),
    ("threshold.circular.verification", NOTICE, None, 70),
    ("threshold.circular.rectification_on_time", NOTICE, None, 70),
    ("threshold.interview_official.rectification_on_time", NOTICE, None, 50),
    ("threshold.inspection.removal", NOTICE, None, 80),
    ("threshold.inspection.recurrence", NOTICE, None, 10),
    ("supervision_answer_days", NOTICE, None, 15),
    ("duty_report_days", NOTICE, None, 10),
    ("warning_threshold_tenths", NOTICE, None, 35),
    ("warning_least_count", NOTICE, None, 5),
    ("bulletin_every", NOTICE, None, "month"),
    ("bulletin_due_days", NOTICE, None, 10),
    ("responsible.counterfeit", NOTICE, None, ("quality_supervision", "food_drug", "industry_commerce")),
    ("responsible.false_advertising", NOTICE, None, ("industry_commerce",)),
    ("responsible.service_breach", NOTICE, None, ("industry_commerce",)),
    ("responsible.brushing", NOTICE, None, ("commerce", "economy_information", "industry_commerce")),
    ("responsible.personal_data", NOTICE, None, ("public_security",)),
    ("referral_department", NOTICE, None, "public_security"),
]


@pytest.mark.parametrize(("code", "day", "before", "since"), VALUES, ids=lambda value: str(value))
def test_a_value_holds_from_its_first_day(
    catalogue: Catalogue, code: str, day: date, before: object, since: object
) -> None:
    assert catalogue.parameter_or(code, day - DAY, "no value") == ("no value" if before is None else before)
    assert catalogue.parameter(code, day) == since
    assert catalogue.parameter(code, day + DAY) == since


def test_every_dated_value_is_looked_at(catalogue: Catalogue) -> None:
    shipped = {(entry.parameter, dated.from_) for entry in catalogue.parameters.values() for dated in entry.values}
    assert shipped == {(code, day) for code, day, _, _ in VALUES}


REPEALED = {
    "anti-unfair-competition-2019": date(2025, 10, 14),
    "credit-catalogue-2021": date(2021, 12, 31),
    "credit-catalogue-2022": date(2023, 12, 31),
    "debtor-list-2013": date(2017, 4, 30),
    "express-regulation-2018": date(2019, 3, 1),
    "ndrc-order-58-2023": date(2026, 3, 31),
}
"""Instruments that are no longer in force, and their last day."""


IN_FORCE_FROM = {
    "action-plan-2016": date(2016, 11, 10),
    "administrative-penalty-law-2021": date(2021, 7, 15),
    "agreement-2016": date(2016, 10, 25),
    "anti-unfair-competition-2019": date(2019, 4, 23),
    "anti-unfair-competition-2025": date(2025, 10, 15),
    "credit-catalogue-2021": date(2021, 1, 1),
    "credit-catalogue-2022": date(2022, 1, 1),
    "credit-catalogue-2024": date(2024, 1, 1),
    "credit-reporting-2013": date(2013, 3, 15),
    "debtor-list-2013": date(2013, 10, 1),
    "debtor-list-2017": date(2017, 5, 1),
    "ecommerce-law": date(2019, 1, 1),
    "enterprise-publicity-2014": date(2014, 10, 1),
    "express-regulation-2018": date(2018, 5, 1),
    "express-regulation-2019": date(2019, 3, 2),
    "general-offices-2025": date(2025, 3, 21),
    "guangdong-credit-2021": date(2021, 6, 1),
    "guangdong-market-2021": date(2021, 9, 29),
    "huizhou-notice-2018": date(2018, 2, 27),
    "live-commerce-2026": date(2026, 2, 1),
    "name-registration-2021": date(2021, 3, 1),
    "natural-person-shops-2025": date(2025, 4, 1),
    "ndrc-1798-2017": date(2017, 10, 30),
    "ndrc-2794-2016": date(2016, 12, 30),
    "ndrc-716-2018": date(2018, 5, 14),
    "ndrc-87-2018": date(2018, 1, 19),
    "ndrc-order-36-2025": date(2026, 4, 1),
    "ndrc-order-58-2023": date(2023, 5, 1),
    "personal-information-law": date(2021, 11, 1),
    "platform-rules-2026": date(2026, 2, 1),
    "samr-order-37-2021": date(2021, 5, 1),
    "samr-order-44-2021": date(2021, 9, 1),
    "samr-order-45-2021": date(2021, 9, 1),
    "samr-repair-2025": date(2025, 12, 25),
    "shenzhen-credit-2023": date(2023, 3, 1),
    "state-council-22-2025": date(2025, 6, 22),
    "state-council-49-2020": date(2020, 12, 7),
    "transport-memorandum-2017": date(2017, 1, 1),
}


def test_every_instrument_is_looked_at(catalogue: Catalogue) -> None:
    assert {code: entry.in_force.from_ for code, entry in catalogue.instruments.items()} == IN_FORCE_FROM


@pytest.mark.parametrize(("code", "first"), IN_FORCE_FROM.items(), ids=IN_FORCE_FROM)
def test_an_instrument_is_in_force_from_its_first_day_to_its_last(catalogue: Catalogue, code: str, first: date) -> None:
    assert [in_force(catalogue, code, first + days * DAY) for days in (-1, 0, 1)] == [False, True, True]
    last = REPEALED.get(code)
    if last is not None:
        assert [in_force(catalogue, code, last + days * DAY) for days in (-1, 0, 1)] == [True, True, False]


def test_what_has_been_repealed_is_kept_with_its_last_day(catalogue: Catalogue) -> None:
    ended = {code: entry.in_force.to for code, entry in catalogue.instruments.items() if entry.in_force.to}
    assert ended == REPEALED


PROMOTION, CONTRACT = ("brushing_black", "promotion", "platform"), ("ecommerce_watch", "logistics", "logistics")
EXPOSURE = ("ecommerce_joint", "review", "department")
CITED = [
    # what is asked, day, rule, cited the day before, cited on the day and the day after
    (PROMOTION, date(2018, 5, 14), "black-promotion", "1798", "1798 716"),
    (PROMOTION, date(2019, 1, 1), "black-promotion", "1798 716", "1798 716 law"),
    (PROMOTION, date(2019, 4, 23), "black-promotion", "1798 716 law", "1798 716 law 2019"),
    (PROMOTION, date(2025, 10, 15), "black-promotion", "1798 716 law 2019", "1798 716 law 2025"),
    (CONTRACT, date(2019, 3, 2), "sender-verification", "express-2018", "express-2019"),
    (EXPOSURE, date(2019, 1, 1), "department-exposure", "plan 716", "plan 716 law-86"),
]
NAMES = {
    "1798": "ndrc-1798-2017",
    "716": "ndrc-716-2018",
    "law": "ecommerce-law/36",
    "law-86": "ecommerce-law/86",
    "2019": "anti-unfair-competition-2019/8",
    "2025": "anti-unfair-competition-2025/9",
    "express-2018": "express-regulation-2018/22",
    "express-2019": "express-regulation-2019/22",
    "plan": "action-plan-2016",
}


@pytest.mark.parametrize(("asked", "day", "rule", "before", "since"), CITED, ids=lambda value: str(value))
def test_only_the_grounds_in_force_are_cited(
    judge: Callable[..., Evaluation],
    listed: Callable[..., Record],
    on_day: Callable[[date], Window],
    asked: tuple[str, str, str],
    day: date,
    rule: str,
    before: str,
    since: str,
) -> None:
    code, scene, actor = asked

    def cited(on: date) -> set[str]:
        found = judge(listed(code), scene=scene, actor=MemberKind(actor), window=on_day(on))
        grounds = [g for p in found.verdict.proposals if p.rule == rule for g in p.grounds]
        return {f"{ground.instrument}/{ground.article}".removesuffix("/None") for ground in grounds}

    assert cited(day - DAY) == {NAMES[name] for name in before.split()}
    assert cited(day) == cited(day + DAY) == {NAMES[name] for name in since.split()}


def test_what_is_unverified_says_why(catalogue: Catalogue) -> None:
    silent = [code for code, entry in catalogue.instruments.items() if not entry.verified and not entry.note]
    assert silent == []


@pytest.mark.parametrize(
    "code", ["ndrc-1798-2017", "ndrc-716-2018", "action-plan-2016", "state-council-49-2020", "samr-order-44-2021"]
)
def test_what_nobody_has_checked_is_shown_so(catalogue: Catalogue, code: str) -> None:
    assert catalogue.instruments[code].verified is False


@pytest.mark.parametrize(
    ("code", "rank", "first"),
    [
        ("ecommerce-law", Rank.LAW, date(2019, 1, 1)),
        ("anti-unfair-competition-2025", Rank.LAW, date(2025, 10, 15)),
        ("express-regulation-2019", Rank.ADMIN_REGULATION, date(2019, 3, 2)),
        ("state-council-22-2025", Rank.CENTRAL_POLICY, date(2025, 6, 22)),
        ("guangdong-market-2021", Rank.LOCAL_REGULATION, date(2021, 9, 29)),
        ("ndrc-order-58-2023", Rank.DEPT_RULE, date(2023, 5, 1)),
        ("ndrc-order-36-2025", Rank.DEPT_RULE, date(2026, 4, 1)),
        ("platform-rules-2026", Rank.DEPT_RULE, date(2026, 2, 1)),
        ("huizhou-notice-2018", Rank.NORMATIVE_DOCUMENT, date(2018, 2, 27)),
    ],
)
def test_rank_and_first_day_of_what_was_read(catalogue: Catalogue, code: str, rank: Rank, first: date) -> None:
    instrument: Instrument = catalogue.instruments[code]
    assert (instrument.rank, instrument.in_force.from_, instrument.verified) == (rank, first, True)
