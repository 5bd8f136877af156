"""反“炒信”联盟: who shares what, what independent members say alike, and what the centre asks members."""

from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any

from nicegui import ui
from starlette.requests import Request

from api.console.dossier import Shapes, begin, facts, shapes_of, steps
from api.console.forms import Choices
from api.console.frame import Pages, Part, parts, telling
from api.console.looks import Look, badge, day_of_moment
from api.console.signing_in import SignedIn
from api.console.tables import PAGE, cards, paged, table
from api.console.titles import members, titles
from huixin.core.vocabulary import MemberKind
from huixin.types.alliance import AgreementRequest, AllianceRequest, AllianceView, Leaving, SignatureRequest
from huixin.types.inquiry import InquiryAnswer, InquiryRequest, InquiryView
from huixin.types.signal import Retraction, SignalRequest, SignalView
from huixin.types.suspect import SuspectAct, SuspectView

ANSWERS = shapes_of(InquiryAnswer, "answer")
SUSPECTS = shapes_of(SuspectAct)
OF_ALLIANCE: Shapes = {"sign": SignatureRequest, "leave": Leaving, "agree": AgreementRequest}
SHAPES: Shapes = {
    **ANSWERS, **SUSPECTS, **OF_ALLIANCE, "retract": Retraction, "share": SignalRequest, "ask": InquiryRequest,
    "found": AllianceRequest,
}  # fmt: skip
SHARING = (MemberKind.PLATFORM, MemberKind.LOGISTICS, MemberKind.INTERNET, MemberKind.ASSOCIATION)
"""Who may belong to an alliance."""
_GREY, _AMBER = "bg-slate-700 text-white", "bg-amber-200 text-black"
BECAME = {
    "kept": Look("Kept", _AMBER),
    "expired": Look("Kept no longer", _GREY),
    "retracted": Look("Retracted", _GREY),
    "recognised": Look("Recognised", "bg-green-800 text-white"),
}
SUSPECTED = {
    "open": Look("Not answered yet", _AMBER),
    "case_opened": Look("A case was opened", "bg-green-800 text-white"),
    "dismissed": Look("Dismissed", _GREY),
}


def show(pages: Pages) -> None:
    @pages.at("/alliance")
    async def alliance(request: Request) -> None:
        with pages.page(request, "Alliance") as who, telling(who):
            known = [one async for one in who.client.alliances.iter()]
            names = {"alliance_id": {one.id: one.name for one in known}}
            shared_in = [one for one in known if one.may_share]
            of = (
                Part("Alliances", "alliances:read", partial(_alliances, who, known)),
                Part("Signals", "signals:read", partial(_signals, who, shared_in)),
                Part("Suspects", "suspects:read", partial(_suspects, who)),
                Part("Inquiries", "inquiries:read", partial(_inquiries, who, names)),
            )
            await parts(who, of)

    @pages.at("/suspects/{key}")
    async def suspect(request: Request, key: str) -> None:
        with pages.page(request, "Suspect") as who, telling(who):
            await _suspect(who, await who.client.suspects.get(key))


async def _alliances(who: SignedIn, known: list[AllianceView]) -> None:
    async def leads() -> Choices:
        return {"lead": await members(who, *SHARING)}

    if who.me.kind is MemberKind.CENTRE and who.may("alliances:write"):
        begin(who, "Found an alliance", AllianceRequest, who.client.alliances.add, offered=leads)
    kinds = (await titles(who)).by_field["signal_kind"]
    for one in known:
        with ui.card().classes("w-full gap-2"):
            _alliance(who, one, kinds)
    if not known:
        ui.label(who.language.say("There is no alliance yet.")).classes("italic")


def _alliance(who: SignedIn, one: AllianceView, kinds: Mapping[str, str]) -> None:
    say, client = who.language.say, who.client.alliances
    with ui.row().classes("items-center gap-2"):
        ui.label(one.name).classes("text-lg font-bold")
        if one.may_share:
            badge(Look("You may share", "bg-green-800 text-white"), who.language)
    facts(who, {"charter": one.charter, "founded_on": one.founded_on, "lead": one.lead, "members": one.members})
    for agreement in one.agreements:
        ui.label(f"{agreement.number}. {agreement.title} · {say('from {day}', day=agreement.effective_from)}")
    for signature in one.signatures:
        left = say("left on {day}", day=signature.left_on) if signature.left_on else ""
        ui.label(" · ".join(part for part in (signature.member, signature.by, str(signature.signed_on), left) if part))
    if not who.may("alliances:write"):
        return
    mine = [] if who.me.kind is MemberKind.CENTRE else ["sign", *(["leave"] if one.signatures else [])]
    if one.leads or who.me.kind is MemberKind.CENTRE:
        mine.append("agree")

    async def act(request: Any) -> None:
        match request:
            case SignatureRequest():
                await client.sign(one.id, request.agreement_id, by=request.by, group=request.group)
            case Leaving():
                await client.leave(one.id, on=request.on, reason=request.reason)
            case _:
                await client.agree(one.id, request)

    choices = {"agreement_id": _versions([one]), "personal_kinds": kinds}
    steps(who, mine, OF_ALLIANCE, act, choices=choices, told_by=None)


def _versions(alliances: Iterable[AllianceView]) -> dict[str, str]:
    return {version.id: version.title for one in alliances for version in one.agreements}


async def _signals(who: SignedIn, alliances: list[AllianceView]) -> None:
    known = await titles(who)
    if who.may("signals:write"):
        of = {"alliance_id": {one.id: one.name for one in alliances}, "agreement_id": _versions(alliances)}
        choices = {**of, "purpose": known.by_field["purpose"], "kind": known.by_field["signal_kind"]}
        begin(who, "Share a signal", SignalRequest, who.client.signals.share, choices=choices)
        for one in alliances:
            counts = await who.client.signals.counts(one.id)
            if counts:
                ui.label(who.language.say("What others share in {alliance}", alliance=one.name)).classes("font-bold")
                rows = [
                    {"id": place, **count.model_dump(), "kind": known.of("signal_kind", count.kind)}
                    for place, count in enumerate(counts)
                ]
                table(who, ("kind", "month", "count"), rows)

    def made(signal: SignalView) -> None:
        with ui.row().classes("items-center gap-2"):
            ui.label(known.of("signal_kind", signal.kind)).classes("font-bold")
            badge(BECAME[signal.became], who.language)
        period = f"{signal.period_from} – {signal.period_to}"
        target = " ".join(
            part for part in (signal.platform, who.language.word(signal.target_kind), signal.target) if part
        )
        about = {"name": signal.name, "uscc": signal.uscc, "target": target, "period": period}
        facts(who, {**about, "confidence": signal.confidence, "ground": signal.ground, "shared_on": signal.shared_on})
        if signal.became != "expired" and signal.retracted_on is None and who.may("signals:write"):
            retract = partial(_retract, who, signal.id)
            steps(who, ("retract",), {"retract": Retraction}, retract, told_by=None)

    await cards(who, who.client.signals.iter(limit=PAGE), made, "There are no signals yet.")


async def _retract(who: SignedIn, key: str, request: Retraction) -> None:
    await who.client.signals.retract(key, reason=request.reason)


async def _suspects(who: SignedIn) -> None:
    def row(one: SuspectView) -> dict[str, Any]:
        called = one.name or one.uscc or " ".join(part for part in (one.platform, one.target) if part)
        told = {"state": who.language.say(SUSPECTED[one.state].words), "signals": len(one.signals)}
        days = {"opened_at": day_of_moment(one.opened_at)}
        kind = who.language.word(one.target_kind)
        return {"id": one.id, "to": f"/suspects/{one.id}", "name": called or one.id, "kind": kind, **told, **days}

    names = ("name", "kind", "state", "signals", "opened_at")
    await paged(who, names, who.client.suspects.iter(limit=PAGE), row, "There are no suspects.")


async def _suspect(who: SignedIn, one: SuspectView) -> None:
    known = await titles(who)
    badge(SUSPECTED[one.state], who.language)
    about = {"name": one.name, "uscc": one.uscc, "platform": one.platform, "target": one.target}
    problems = known.all("problem_types", one.problem_types)
    told = {"problem_types": problems, "unit": known.of("unit", one.unit), "reason": one.reason}
    facts(who, {**about, **told, "decided_on": one.decided_on, "decided_by": one.decided_by})
    if one.case_id:
        ui.link(who.language.say("Case"), f"/cases/{one.case_id}")
    names = ("kind", "member_kind", "weight", "confidence", "period_from", "period_to", "shared_on")
    rows = [
        {"id": place, **signal.model_dump(mode="json"), "kind": known.of("signal_kind", signal.kind)}
        | {"member_kind": who.language.word(signal.member_kind)}
        for place, signal in enumerate(one.signals)
    ]
    table(who, names, rows)
    if one.state == "open" and who.may("suspects:decide"):
        steps(who, SUSPECTS, SUSPECTS, partial(who.client.suspects.act, one.id))


async def _inquiries(who: SignedIn, alliances: Choices) -> None:
    async def asked() -> Choices:
        return {"members": await members(who, *SHARING)}

    if who.may("inquiries:write"):
        begin(who, "Ask members", InquiryRequest, who.client.inquiries.add, choices=alliances, offered=asked)

    def made(one: InquiryView) -> None:
        say, word = who.language.say, who.language.word
        with ui.row().classes("items-center gap-2"):
            ui.label(one.question).classes("font-bold")
            if one.overdue:
                badge(Look("Overdue", "bg-red-800 text-white"), who.language)
        facts(who, {"period": f"{one.period_from} – {one.period_to}", "due": one.due, "total": one.total})
        for answer in one.answers:
            said = word(answer.answer) if answer.answer else say("Not answered yet")
            told = (word(answer.member_kind), said, answer.count, answer.reason, answer.note, answer.by)
            ui.label(" · ".join(str(part) for part in told if part is not None))
        if who.may("inquiries:answer") and any(answer.answer is None for answer in one.answers):
            steps(who, ANSWERS, ANSWERS, partial(who.client.inquiries.answer, one.id), told_by="answer")

    await cards(who, who.client.inquiries.iter(limit=PAGE), made, "There are no inquiries.")
