"""What a check asks, understood: every code known, every day allowed, every ground stated."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from huixin.core.identifiers import (
    Identifier,
    IdentifierError,
    parse_organisation_code,
    parse_registration_number,
    parse_resident_id,
    parse_uscc,
)
from huixin.core.names import normalise
from huixin.core.vocabulary import MemberKind, Role, SubjectKind
from huixin.core.windows import LONGEST_CAMPAIGN, Window, campaign_days
from huixin.types.question import CampaignQuery, CheckRequest, SubjectQuery
from models.caller import Caller
from models.errors import Fault, Forbidden, Invalid
from models.personal import personal_faults
from models.scopes import HISTORY
from rules.catalogue import Catalogue

MAY_ASK_AS = frozenset({MemberKind.CENTRE, MemberKind.DEPARTMENT, MemberKind.AUDITOR})
_PARSERS = (
    ("uscc", parse_uscc),
    ("registration_number", parse_registration_number),
    ("organisation_code", parse_organisation_code),
    ("resident_id", parse_resident_id),
)


class AsNotAllowed(Forbidden):
    code = "as_not_allowed"


class HistoryScopeNeeded(Forbidden):
    code = "history_scope_needed"


@dataclass(frozen=True, slots=True)
class Question:
    """`window`: the campaign's days from `on` where the scene looks at it whole, else `on` alone. `known_on`: only what
    was known at the end of that day counts; None: what is known now."""

    code: Identifier | None
    name: str | None
    kind: SubjectKind | None
    role: Role
    scene: str
    actor: MemberKind
    campaign: str
    on: date
    window: Window
    purpose: str
    known_on: date | None = None


def days_asked(request: CheckRequest, today: date) -> tuple[date, Window]:
    """The day, and the days of the campaign, as far as both can be understood."""
    on = request.on or request.as_known_on or today
    return on, _window(request.campaign, on, [])


def understand(
    request: CheckRequest, caller: Caller, catalogue: Catalogue, today: date, furthest: timedelta, *, whole: bool
) -> Question:
    """The question, in the words of the rules of its first day; or `Invalid` with every fault at once, `Forbidden` for
    what the caller may not ask. `furthest`: how far ahead of today anybody may ask; `whole`: whether the scene looks at
    all days of the campaign."""
    faults = [*_unknown_codes(request, catalogue), *_personal_text(request)]
    code = _code(request.subject, faults)
    _authorised(request, today, faults)
    _known_on(request, today, faults)
    on = request.on or request.as_known_on or today
    if on > today + furthest:
        last = today + furthest
        message = f"on lies beyond {last}, the last day that can be asked about today."
        faults.append(Fault("/on", "on_out_of_range", message, f"所查日期超出范围，今天最远可查到{last}。"))
    days = _window(request.campaign, on, faults)
    if faults:
        raise Invalid("The check cannot be understood.", *faults, zh="查询内容有误，无法受理。")
    _allowed(request, caller, on, today)
    return Question(
        code=code,
        name=request.subject.name if normalise(request.subject.name or "") else None,
        kind=request.subject.kind,
        role=request.subject.role,
        scene=request.scene,
        actor=request.as_ or caller.kind,
        campaign="none" if request.campaign is None else request.campaign.kind,
        on=on,
        window=days if whole else Window.inclusive(on, on),
        purpose=request.purpose or catalogue.scenes[request.scene].default_purpose,
        known_on=request.as_known_on,
    )


def _unknown_codes(request: CheckRequest, catalogue: Catalogue) -> list[Fault]:
    asked: list[tuple[str, str, str, Collection[str]]] = [("/scene", "unknown_scene", request.scene, catalogue.scenes)]
    if request.campaign is not None:
        asked.append(("/campaign/kind", "unknown_campaign", request.campaign.kind, catalogue.campaigns))
    if request.purpose is not None:
        asked.append(("/purpose", "unknown_purpose", request.purpose, catalogue.purposes))
    return [
        Fault(
            pointer,
            code,
            f"{value!r} is not known; one of: {', '.join(sorted(known))}.",
            f"未知的代码 {value!r}，可用：{'、'.join(sorted(known))}。",
        )
        for pointer, code, value, known in asked
        if value not in known
    ]


def _personal_text(request: CheckRequest) -> list[Fault]:
    texts = {
        "/operator": request.operator,
        "/reference": request.reference,
        "/subject/name": request.subject.name,
        "/authorisation/reference": None if request.authorisation is None else request.authorisation.reference,
    }
    return personal_faults(texts, "it belongs in subject.resident_id only", "只能填入 subject.resident_id")


def _code(subject: SubjectQuery, faults: list[Fault]) -> Identifier | None:
    given = [(field, parse) for field, parse in _PARSERS if getattr(subject, field) is not None]
    if len(given) > 1:
        fields = ", ".join(field for field, _ in given)
        message, zh = f"Give one code, not several ({fields}).", f"只须给出一种代码，不要同时给出多种（{fields}）。"
        faults.append(Fault("/subject", "one_code_only", message, zh))
        return None
    if not given:
        if not normalise(subject.name or ""):
            message, zh = "Give a code (uscc, …), or a name, or both.", "请给出代码（uscc 等）或名称，也可两者都给。"
            faults.append(Fault("/subject", "subject_empty", message, zh))
        return None
    field, parse = given[0]
    try:
        value = parse(getattr(subject, field))
    except IdentifierError as error:
        problem = error.problem.replace("-", "_")
        faults.append(Fault(f"/subject/{field}", f"bad_{field}_{problem}", error.message, error.message_zh))
        return None
    return Identifier(field, value)  # type: ignore[arg-type]


def _authorised(request: CheckRequest, today: date, faults: list[Fault]) -> None:
    if request.authorisation is not None and request.authorisation.date > today:
        message, zh = "An authorisation is given before it is used.", "授权日期不得晚于今天。"
        faults.append(Fault("/authorisation/date", "authorisation_to_come", message, zh))
    person = request.subject.kind is SubjectKind.NATURAL_PERSON or request.subject.resident_id is not None
    if not person:
        return
    if request.authorisation is None:
        message = "A natural person is checked only on a stated ground: give authorisation {kind, reference, date}."
        zh = "查询自然人须说明依据，请给出 authorisation {kind, reference, date}。"
        faults.append(Fault("/authorisation", "authorisation_required", message, zh))
    if request.subject.resident_id is None:
        message = "A natural person is found by resident_id only; names of persons are not searched."
        zh = "自然人只能以身份证号码（resident_id）查询，不按姓名检索。"
        faults.append(Fault("/subject/resident_id", "resident_id_required", message, zh))


def _known_on(request: CheckRequest, today: date, faults: list[Fault]) -> None:
    if request.as_known_on is None:
        return
    if request.as_known_on > today:
        message, zh = f"What will be known then nobody knows; today is {today}.", f"该日期尚未到来，今天是{today}。"
        faults.append(Fault("/as_known_on", "known_on_to_come", message, zh))
    if request.purpose is None:
        message, zh = "State the purpose of asking what was known then.", "查询当时已知的情况须说明用途（purpose）。"
        faults.append(Fault("/purpose", "purpose_required", message, zh))


def _window(campaign: CampaignQuery | None, on: date, faults: list[Fault]) -> Window:
    if campaign is None:
        return Window.inclusive(on, on)
    if campaign.from_ is not None and campaign.to is not None and campaign.to < campaign.from_:
        message, zh = "The campaign ends before it begins.", "活动的结束日期早于开始日期。"
        faults.append(Fault("/campaign/to", "campaign_reversed", message, zh))
        return Window.inclusive(on, on)
    days = campaign_days(on, campaign.from_, campaign.to)
    if days.last is None or days.last - on > LONGEST_CAMPAIGN:
        message, zh = f"Ask for at most {LONGEST_CAMPAIGN.days} days ahead.", f"最多查询{LONGEST_CAMPAIGN.days}天以内。"
        faults.append(Fault("/campaign/to", "campaign_too_far", message, zh))
        return Window.inclusive(on, on)
    return days


def _allowed(request: CheckRequest, caller: Caller, on: date, today: date) -> None:
    if request.as_ is not None and request.as_ is not caller.kind and caller.kind not in MAY_ASK_AS:
        raise AsNotAllowed(
            "Only the centre, departments and auditors ask as another kind of member.",
            Fault("/as", "as_not_allowed", "Leave `as` out: you are answered as what you are.", "请去掉 as。"),
            zh="只有信用中心、部门和审计人员可以其他类型的身份查询。",
        )
    if (request.as_ or caller.kind) is MemberKind.MERCHANT:
        fault = Fault("/as", "as_merchant", _NOT_AS_MERCHANT, "请以会进行查询的成员类型查询；商户可查看自己的信息页。")
        raise AsNotAllowed("Merchants are asked about and do not ask.", fault, zh="商户是被查询的对象，不进行查询。")
    if HISTORY in caller.scopes:
        return
    if request.as_known_on is not None:
        raise HistoryScopeNeeded(
            "What was known on a day can be asked about with scope history only.",
            Fault("/as_known_on", "history_scope_needed", "Leave `as_known_on` out.", "请去掉 as_known_on。"),
            zh="查询某日当时已知的情况须有 history 权限。",
        )
    if on < today and caller.kind is not MemberKind.DEPARTMENT:
        raise history_needed(today)


_NOT_AS_MERCHANT = "Ask as the kind of member that would ask; a merchant reads its own page."


def history_needed(today: date) -> HistoryScopeNeeded:
    """What is said to who asks about the past without the scope, and about no case of its own."""
    return HistoryScopeNeeded(
        "The past can be asked about with scope history only, and by a department in its own cases.",
        Fault("/on", "history_scope_needed", f"Ask for {today} or a later day.", f"请查询{today}或以后的日期。"),
        zh="查询过去日期须有 history 权限；部门只能就自己承办的案件查询过去日期。",
    )
