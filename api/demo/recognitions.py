"""Steps of a recognition (认定): notice, statement, decision, service, publication."""

from api.demo.cast import CENTRE, MARKET
from api.demo.office import Day, Step
from api.demo.steps import evidence
from huixin.types.recognition import (
    Decide,
    Drop,
    NoticeOfRecognition,
    Publish,
    RecognitionAct,
    RecordStatement,
    Serve,
)
from models.recognitions.deciding import give_notice, take_step

CHANNEL = "信用中国（广东惠州）"
GROUNDS = "《中华人民共和国电子商务法》第十七条"


def notice(unit: str, facts: str, *problem_types: str, list_code: str = "ecommerce_black") -> Step:
    """事先告知 by the market supervision of the unit."""

    def step(day: Day) -> None:
        body = NoticeOfRecognition(
            list=list_code,
            uscc=day.firm.uscc,
            name=day.firm.name,
            notice_number=day.number(unit, "市监告"),
            noticed_on=day.today,
            facts=facts,
            grounds=GROUNDS,
            problem_types=problem_types,
        )
        row = give_notice(day.work(f"{unit}/{MARKET}"), body)
        day.office.recognitions[day.firm.brand] = row.id

    return step


def _take(day: Day, body: RecognitionAct, who: str | None = None) -> None:
    key = day.office.recognitions[day.firm.brand]
    take_step(day.work(who or day.recogniser), key, body)


def statement(text: str) -> Step:
    return lambda day: _take(day, RecordStatement(on=day.today, statement=text, complete=True))


def decide(*measures: str, severity: str = "general") -> Step:
    """认定决定书, with its 信用修复告知书."""

    def step(day: Day) -> None:
        recognition = day.recognition
        said = {
            "number": day.number(recognition.unit, "市监认"),
            "decided_on": day.today,
            "facts": recognition.facts,
            "grounds": recognition.grounds,
            "evidence": evidence("on_site_record"),
            "severity": severity,
            "measures": measures,
            "exit_conditions": "改正违法行为，消除不良影响，并作出信用承诺。",
            "repair_notice_number": day.number(recognition.unit, "市监修告"),
        }
        _take(day, Decide.model_validate(said))

    return step


def serve(*, by_public_notice: bool = False) -> Step:
    def step(day: Day) -> None:
        mode, proof = ("public_notice", "公告截图") if by_public_notice else ("direct", "送达回证")
        _take(day, Serve.model_validate({"on": day.today, "mode": mode, "proof": proof}))

    return step


def publish(day: Day) -> None:
    """By the centre."""
    _take(day, Publish(on=day.today, channel=CHANNEL), CENTRE)


def drop(reasons: str) -> Step:
    return lambda day: _take(day, Drop(reasons=reasons))
