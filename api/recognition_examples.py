"""Examples of recognitions in the API description. All of it is fictional."""

from datetime import date

from api import examples
from api.example_case import AT, BODY, DAY, EVIDENCE, HEX, LISTING, SUBJECT
from huixin.core.vocabulary import Severity
from huixin.types.document import PrintableView
from huixin.types.recognition import (
    Correct,
    Decide,
    Drop,
    NoticeOfRecognition,
    Publish,
    RecognitionPage,
    RecognitionView,
    RecordStatement,
    Remedies,
    Serve,
)

NOTICE_OF_RECOGNITION = NoticeOfRecognition(
    list="ecommerce_black",
    uscc=examples.USCC,
    name=examples.NAME,
    notice_number="惠城市监告〔2026〕7号",
    noticed_on=date(2026, 10, 12),
    facts="销售假冒商品，货值12万元。",
    grounds="《中华人民共和国电子商务法》第十三条、第八十五条",
    problem_types=("counterfeit",),
)
STATEMENT = RecordStatement(on=date(2026, 10, 15), statement="不申辩。", complete=True)
DECIDE = Decide(
    number="惠城市监认〔2026〕7号",
    decided_on=date(2026, 10, 26),
    facts="销售假冒商品，货值12万元。",
    grounds="《中华人民共和国电子商务法》第十三条、第八十五条",
    evidence=EVIDENCE,
    severity="general",
    measures=("promotion_limit",),
    exit_conditions="停止违法行为，召回并销毁库存，赔付消费者。",
    repair_notice_number="惠城市监修〔2026〕7号",
    valid_to=date(2027, 10, 25),
)
SERVE = Serve(on=DAY, mode="direct", proof="送达回证，法定代表人签收")
RECOGNITION_ACTIONS = {
    "record_a_statement": STATEMENT,
    "decide": DECIDE,
    "serve": SERVE,
    "drop": Drop(reasons="申辩成立，不予认定。"),
    "correct": Correct(
        document_number="惠城市监更〔2026〕1号",
        document_on=DAY,
        reasons="公示的事实有误。",
        facts="销售假冒商品，货值2万元。",
    ),
    "publish": Publish(on=DAY, channel="信用惠州网站"),
}
RECOGNITION = RecognitionView(
    id=f"rec_{HEX}",
    list="ecommerce_black",
    subject_id=SUBJECT,
    listing_id=LISTING,
    recogniser=BODY,
    state="served",
    notice_number=NOTICE_OF_RECOGNITION.notice_number,
    noticed_on=NOTICE_OF_RECOGNITION.noticed_on,
    statement_until=date(2026, 10, 19),
    statement_provisional=False,
    statement=STATEMENT.statement,
    statement_complete=True,
    consent=None,
    corrections=(),
    number=DECIDE.number,
    decided_on=DECIDE.decided_on,
    facts=DECIDE.facts,
    grounds=DECIDE.grounds,
    evidence=EVIDENCE,
    severity=Severity.GENERAL,
    problem_types=("counterfeit",),
    measures=DECIDE.measures,
    exit_conditions=DECIDE.exit_conditions,
    remedies=Remedies(
        review_days=60,
        review_until=date(2027, 1, 1),
        litigation_months=6,
        litigation_until=date(2027, 5, 2),
    ),
    repair_notice_number=DECIDE.repair_notice_number,
    served_on=SERVE.on,
    mode=SERVE.mode,
    proof=SERVE.proof,
    takes_effect_on=SERVE.on,
    published_on=None,
    channel=None,
    reasons=None,
    created_at=AT,
)
RECOGNITION_PAGE = RecognitionPage(items=[RECOGNITION], next=None)
PRINTABLE = PrintableView(title="认定决定书", number=DECIDE.number, html="<!DOCTYPE html><html>…</html>")
