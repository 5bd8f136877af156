"""The rest of the planted world: what members have and answered, what merchants ask for, what comes from outside."""

import secrets
from datetime import date
from typing import Any

from sqlmodel import col, update

from api.report_examples import REPORT_VIEW
from huixin.core.vocabulary import Standing
from models.bulletins.tables import Bulletin
from models.cases.opening import open_cases
from models.outbox import put
from models.reports.reports import Report
from models.roster import RosterEntry
from models.rulesets.deciding import publish_shipped
from models.upstream.feeds import FeedPlan, add_feed
from models.upstream.tables import Reappearance
from rules.routing import Place
from tests.api.bodies import RUN
from tests.api.conftest import csv_of
from tests.api.isolation.cast import AUTHORITIES, CAST, DECIDING, KEEPERS, MARKET, MERCHANTS, PLACES, SIDES
from tests.api.isolation.planted import BODIES, ON_SITE, Planted, enter, handling, pdf, secret
from tests.factories import DEPARTMENTS_MEASURES, make_plan, uscc_of

FEED = "national-joint"
SPEAKING = ("platform A", "platform B", "association A", "association B", "agency")
"""Members that have things of their own; the other kinds see as these do."""


def plant_rights(planted: Planted) -> None:
    _ended(planted)
    _plan(planted)
    _punished(planted)
    for role in SPEAKING:
        _clause(planted, role)
        _webhook(planted, role)
        _screening(planted, role)
    for number, role in enumerate(DECIDING):
        _roster(planted, role, uscc_of(78_000_000 + number))
    for role in (*SPEAKING, "unit A", "unit B"):
        _decision(planted, role)
    for side in SIDES:
        _claims(planted, side)
        _untold(planted, side)
        _attachment(planted, side)
        _import(planted, side)
    _liaison(planted)
    _duties(planted)
    _supervisions(planted)
    _report(planted)
    _bulletin(planted)
    _upstream(planted)
    _rules(planted)


def recognised(side: str, **fields: Any) -> dict[str, Any]:
    """A record that the department of that side has recognised."""
    usual = {"recogniser": BODIES[side], "recogniser_code": f"{PLACES[side]}/{MARKET}", "decided_on": date(2026, 1, 5)}
    return {"list": "ecommerce_black", **usual, **fields}


def _ended(planted: Planted) -> None:
    """Records that two members had received before they ended: each member has a notice of its own."""
    for side, which in (("A", 81), ("B", 82)):
        record = enter(planted, f"ended {side}", side, 77_000_000 + which, **recognised(side))
        for role in ("platform A", "platform B"):
            check = {"subject": {"uscc": uscc_of(77_000_000 + which)}, "scene": "promotion"}
            planted.cast.done(role, "/v1/check", **check)
        planted.work()
        end = {"kind": "removed", "on": planted.today, "document_number": secret("移出文号", side)}
        end |= {"document_on": planted.today, "reason": secret("移出理由", side), "listing_id": record.id}
        decided = planted.cast.done(f"department {side}", "/v1/ends", **end)
        department, words = f"department {side}", (end["document_number"], end["reason"])
        planted.things.add("ended", record.id, side, handling(side), owner=department, known=True)
        planted.things.add("end", decided["id"], side, KEEPERS | {department}, owner=department, secrets=words)
    planted.work()
    for role in ("platform A", "platform B"):
        for notice in planted.cast.get(role, "/v1/notices")["items"]:
            planted.things.add("notice", notice["id"], role[-1], KEEPERS | {role}, owner=role)


def _plan(planted: Planted) -> None:
    """One in force, which not all have signed; and a version to come, for those whom it binds."""
    measures = [{"measure": "interview", "grounds": ["ndrc-716-2018"]}]
    said = {"title": secret("行动计划", "A"), "document_number": "x", "ground": "huizhou-notice-2018"}
    with planted.world.context.database.write() as session:
        make_plan(session, planted.world.context.ruleset.catalogue, parts={MARKET: DEPARTMENTS_MEASURES})
    parts = [{"department": code, "measures": measures} for code in (MARKET, "commerce")]
    made = planted.cast.done("centre", "/v1/plans", **said, effective_from="2099-01-01", signatories=parts)
    planted.things.add("plan", made["id"], "A", AUTHORITIES, secrets=(said["title"],))


def _punished(planted: Planted) -> None:
    """Merchants under joint punishment: tasks of the departments of their place, prompts to every member."""
    for side, which in (("A", 51), ("B", 52)):
        fields = {"list": "ecommerce_joint", "problem_types": frozenset({"counterfeit"})}
        enter(planted, f"joint {side}", side, 77_000_000 + which, **fields)
        fields["problem_types"] = frozenset({"personal_data"})
        enter(planted, f"joint too {side}", side, 77_000_000 + which + 2, **fields)
    planted.work()
    for gap in planted.cast.get("centre", "/v1/plans/gaps")["items"]:
        side = next(side for side, place in PLACES.items() if place == gap["unit"])
        planted.things.add("gap", gap["id"], side, KEEPERS)
    for side in SIDES:
        department, note = f"department {side}", secret("任务办理", side)
        task = planted.cast.get(department, "/v1/tasks")["items"][0]
        done = {"action": "done", "on": planted.today, "officer": "张三", "note": note}
        planted.cast.done(department, f"/v1/tasks/{task['id']}/actions", **done)
        readers = handling(side) | {"city market"}
        planted.things.add("task", task["id"], side, readers, owner=department, secrets=(note,))
    for role in DECIDING:
        prompt, why = planted.cast.get(role, "/v1/prompts")["items"][0], secret("不采用理由", role)
        declined = {"action": "do_not_apply", "why": why, "by": "a-17"}
        planted.cast.done(role, f"/v1/prompts/{prompt['id']}/actions", **declined)
        planted.things.add("prompt", prompt["id"], role[-1], KEEPERS | {role}, owner=role, secrets=(why,))


def _clause(planted: Planted, role: str) -> None:
    """Of the standard ones, which each has from the first day."""
    clauses = planted.cast.get(role, "/v1/clauses")["items"]
    if clauses:
        planted.things.add("clause", clauses[0]["id"], role[-1], {role}, owner=role)


def _webhook(planted: Planted, role: str) -> None:
    """With a message that waits to be delivered."""
    address = f"https://{secret('推送', role).encode().hex()}.example/hook"
    made = planted.cast.done(role, "/v1/webhooks", url=address, types=["notice.exit"])["webhook"]
    planted.things.add("webhook", made["id"], role[-1], {role}, owner=role, secrets=(address,))
    context = planted.world.context
    with context.database.write() as session:
        put(session, planted.cast.members[role].member_id, "notice.exit", {"id": secret("通知", role)}, context.now())
    [delivery] = planted.cast.get(role, f"/v1/webhooks/{made['id']}/deliveries")["items"]
    planted.things.add("delivery", delivery["id"], role[-1], {role}, owner=role)


def _decision(planted: Planted, role: str) -> None:
    """About the merchant of its side that everybody knows."""
    side = role[-1] if role[-1] in SIDES else "A"
    operator = secret("经办", role)
    subject = {"uscc": planted.known(side)}
    made = planted.cast.done(role, "/v1/check", subject=subject, scene="promotion", operator=operator)
    told = role in DECIDING  # its merchant is told which decision it may appeal against, and nothing else of it
    readers = KEEPERS | {role}
    planted.things.add("decision", made["decision_id"], side, readers, owner=role, secrets=(operator,), known=told)


def _roster(planted: Planted, role: str, code: str) -> None:
    """Of one merchant, whose verdict has turned."""
    sent = {"files": {"file": ("roster.csv", csv_of({"uscc": code}).encode())}}
    assert planted.cast.ask(role, "PUT", "/v1/roster", **sent).status_code == 200
    with planted.world.context.database.write() as session:
        session.exec(update(RosterEntry).where(col(RosterEntry.uscc) == code).values(turn=1))
    planted.things.add("roster", code, "", {role}, owner=role)


def _screening(planted: Planted, role: str) -> None:
    run = f"scr_{secrets.token_hex(16)}"
    sent = RUN | {"id": run, "manifest": secrets.token_hex(32)}
    told = planted.cast.ask(role, "POST", "/v1/screenings", json=sent).json()
    planted.things.add("run", run, "", KEEPERS | {role}, owner=role, secrets=(told["manifest"],))


def _claims(planted: Planted, side: str) -> None:
    """What the known merchant asks for, and its unit for it."""
    cast, merchant, listing_id = planted.cast, f"merchant {side}", planted.one("effective", side).id
    readers, words = handling(side) | {merchant}, [secret(what, side) for what in ("移出申请", "异议", "履行", "申诉")]
    said, department = {"listing_id": listing_id}, f"department {side}"
    exit_ = cast.done(f"unit {side}", "/v1/exits", **said, reasons=words[0], evidence=[ON_SITE])
    planted.things.add("exit", exit_["id"], side, readers, owner=department, secrets=(words[0],))
    objection = cast.done(merchant, "/v1/objections", **said, statement=words[1])
    planted.things.add("objection", objection["id"], side, readers, owner=department, secrets=(words[1],))
    stayed = {"kind": "review", "on": planted.today, "decided_by": "市政府", "reason": "停止执行"}
    stayed |= {"document_number": secret("复议文号", side), "document_on": planted.today}
    stay = cast.done(department, "/v1/stays", **said, **stayed)
    keepers = KEEPERS | {merchant, department}
    planted.things.add("stay", stay["id"], side, keepers, owner=department, secrets=(stayed["document_number"],))
    applied = {"applied_on": planted.today, "commitment": True, "performed": words[2]}
    repair = cast.done(merchant, "/v1/repairs", **said, **applied)
    cast.done("centre", f"/v1/repairs/{repair['id']}/actions", action="hand_down", unit=PLACES[side])
    planted.things.add("repair", repair["id"], side, readers, owner=department, secrets=(words[2],))
    platform = f"platform {side}"
    [decision] = [thing for thing in planted.things.of("decision") if thing.owner == platform]
    appeal = cast.done(merchant, "/v1/appeals", decision_id=decision.id, statement=words[3])
    readers = KEEPERS | {merchant, platform}
    planted.things.add("appeal", appeal["id"], side, readers, owner=platform, secrets=(words[3],))


def _untold(planted: Planted, side: str) -> None:
    """What others enter on a lead, and on a decision not served yet, of the merchant that has come in: it is not told
    of these, nor of that."""
    cast, unit, department = planted.cast, f"unit {side}", f"department {side}"
    named = {"list": "ecommerce_pushed", "standing": Standing.LEAD, "problem_types": frozenset()}
    lead = enter(planted, f"known {side}", side, 0, **named, document_number=secret("未告知线索", side))
    place = {lead.id: Place(division=PLACES[side])}
    context = planted.world.context
    with context.database.write() as session:
        open_cases(session, [lead.id], context.now(), context.ruleset, place)
    number = secret("未送达文号", side)
    unserved = enter(
        planted, f"known {side}", side, 0, **recognised(side, standing=Standing.PROPOSED, document_number=number)
    )
    words = [secret(what, side) for what in ("线索异议", "未送达移出", "未送达裁定")]
    objection = cast.done(unit, "/v1/objections", listing_id=lead.id, statement=words[0])
    planted.things.add("objection", objection["id"], side, KEEPERS | {unit}, secrets=(words[0],))
    said = {"listing_id": unserved.id}
    exit_ = cast.done("centre", "/v1/exits", **said, reasons=words[1], evidence=[ON_SITE])
    planted.things.add("exit", exit_["id"], side, handling(side), owner=department, secrets=(words[1],))
    stayed = {"kind": "court", "on": planted.today, "decided_by": "法院", "reason": "停止执行"}
    stayed |= {"document_number": words[2], "document_on": planted.today}
    stay = cast.done(department, "/v1/stays", **said, **stayed)
    readers = KEEPERS | {department}
    planted.things.add("stay", stay["id"], side, readers, owner=department, secrets=(words[2],))


def _attachment(planted: Planted, side: str) -> None:
    """Nothing rests on it yet, so it is the sender's alone."""
    name = secret("附件", side)
    got = planted.cast.ask(f"unit {side}", "POST", "/v1/attachments", files={"file": pdf(name)})
    planted.things.add("attachment", got.json()["id"], side, {f"unit {side}"}, owner=f"unit {side}", secrets=(name,))


def _import(planted: Planted, side: str) -> None:
    """What a platform has sent on paper, and the centre took in for it; none of its rows is any good."""
    name, platform = secret("名单文件", side), f"platform {side}"
    form = {"list": "brushing_black", "source": platform}
    file = (f"{name}.csv", csv_of({"TYSHXYDM": "91441302MADEM0003X"}).encode())
    got = planted.cast.ask("centre", "POST", "/v1/imports", files={"file": file}, data=form)
    planted.things.add("import", got.json()["id"], side, KEEPERS | {platform}, owner=platform, secrets=(name,))


def _liaison(planted: Planted) -> None:
    """The working group's, which all authorities read that have cases."""
    person = {"body": "huicheng", "name": "联络员", "since": "2026-01-01"}
    made = planted.cast.done("centre", "/v1/liaisons", **person)
    planted.things.add("liaison", made["id"], "A", AUTHORITIES | set(DECIDING))


def _duties(planted: Planted) -> None:
    """What the units of both sides did about their part of the plan."""
    for side in SIDES:
        note = secret("督办事项", side)
        said = {"duty": "verify_and_rectify", "on": planted.today, "note": note}
        made = planted.cast.done(f"unit {side}", "/v1/duties/reports", **said)
        planted.things.add("duty report", made["id"], side, KEEPERS | {f"unit {side}"}, secrets=(note,))


def _supervisions(planted: Planted) -> None:
    """Of the units of both sides."""
    for side in SIDES:
        reason = secret("督导", side)
        said = {"kind": "circular", "body": PLACES[side], "reason": reason}
        made = planted.cast.done("centre", "/v1/supervisions", **said)
        planted.things.add("supervision", made["id"], side, KEEPERS | {f"unit {side}"}, secrets=(reason,))


def _report(planted: Planted) -> None:
    """A draft of the centre's, as if drawn up on a day of which figures are kept."""
    context, remarks, day = planted.world.context, secret("报告", "A"), date(2026, 10, 31)
    contents = REPORT_VIEW.contents.model_copy(update={"remarks": remarks}).model_dump(mode="json")
    days = {"every": "month", "first": date(2026, 10, 1), "last": day, "as_of": day}
    with context.database.write() as session:
        key = f"rep_{'1' * 32}"
        hands = planted.cast.members["centre"].client_id
        made = {"state": "draft", "contents": contents, "drawn_up_by": hands, "created_at": context.now()}
        session.add(Report(id=key, **days, **made))
    planted.things.add("report", key, "A", KEEPERS, secrets=(remarks,))


def _bulletin(planted: Planted) -> None:
    """A draft of the centre's."""
    context, remarks, day = planted.world.context, secret("通报", "A"), date(2026, 10, 31)
    said = {"remarks": {"zh": remarks, "en": remarks}, "progress": [], "named": {}}
    with context.database.write() as session:
        key = f"bul_{'1' * 32}"
        hands = planted.cast.members["centre"].client_id
        days = {"first": date(2026, 10, 1), "last": day, "as_of": day, "publish_on": day}
        session.add(Bulletin(id=key, drafted_by=hands, created_at=context.now(), **days, **said))
    planted.things.add("bulletin", key, "A", KEEPERS, secrets=(remarks,))


def _upstream(planted: Planted) -> None:
    """A feed, and a record of it that has ended here and that upstream names again."""
    context, ended = planted.world.context, planted.one("ended", "A")
    with context.database.write() as session:
        plan = FeedPlan(FEED, "ecommerce_joint", "国家公共信用信息平台")
        secret_of_feed = "whsec_dGhpcyBpcyBhIHNlY3JldCBmb3IgdGVzdHM="
        add_feed(session, context.ruleset.catalogue, context.keys, plan, secret_of_feed, context.now())
        key = "rea_" + "5" * 32
        session.add(
            Reappearance(
                id=key,
                feed=FEED,
                listing_id=ended.id,
                natural_key=secret("重现", "A"),
                ended_on=context.today(),
                ended_seq=1,
                seen_at=context.now(),
            )
        )
    planted.things.add("reappearance", key, "A", KEEPERS, secrets=(secret("重现", "A"),))


FAILING = """
- test: Nobody is refused
  on: 2026-06-01
  given: {records: [{list: ecommerce_joint}]}
  cases: [{ask: {scene: promotion, actor: platform}, expect: {outcome: clear}}]
"""


def _rules(planted: Planted) -> None:
    """A draft of the centre, which auditors see; a suspension of a measure, which everybody hears of."""
    context = planted.world.context
    with context.database.write() as session:
        publish_shipped(session, context.shipped, context.now())
    context.book.refresh()
    title = secret("规则草案", "A")
    draft = planted.cast.done("centre", "/v1/rulesets", title=title, reason=secret("起草理由", "A"))
    # it fails a test of its own, so that whoever checks it need not wait for the analysis
    path = f"/v1/rulesets/{draft['id']}/document?path=national/tests/failing.yaml"
    written = planted.cast.ask("centre", "PUT", path, json={"content": FAILING})
    assert written.status_code == 200, written.text
    planted.things.add("draft", draft["id"], "A", KEEPERS, secrets=(title, secret("起草理由", "A")))
    suspended = planted.cast.done("centre", "/v1/suspensions", measure="honour_display", reason="复核")
    planted.things.add("suspension", suspended["id"], "A", set(CAST) - MERCHANTS)
