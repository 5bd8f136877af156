"""Both clients and the command against the real service over a socket, with the demo's members and lists."""

import csv
import json
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import uvicorn
from typer.testing import CliRunner

import huixin
from api.app import create_app
from api.clock import Clock
from api.context import AppContext
from api.demo import BRUSHER, CLEAR, Demo
from api.routers.upstream import desk_of
from api.settings import Settings
from huixin import SubjectQuery
from huixin.cli import app as command
from models.database import Database
from models.keys import KeyRing
from models.upstream.feeds import FeedPlan, add_feed
from models.upstream.intake import take_in
from rules.ruleset import RuleSet
from tests.demo_home import NOW, copied
from tests.sdk.conftest import Ask, asking
from tests.upstream.conftest import listed

NAME = "惠州市顺达优品贸易有限公司"


@dataclass(frozen=True)
class Service:
    url: str
    demo: Demo
    context: AppContext


@pytest.fixture(scope="module")
def service(demo_home: Path, ruleset: RuleSet, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    home = tmp_path_factory.mktemp("service") / "home"
    demo = copied(demo_home, home)
    clock_file = home / "clock"
    clock_file.write_text(NOW.isoformat())
    settings = Settings(home=home, clock_file=clock_file)
    clock = Clock.of(settings)
    database, keys = Database.open(home, clock.today), KeyRing.open(home)
    context = AppContext(database, keys, ruleset, clock, settings)
    server = uvicorn.Server(uvicorn.Config(create_app(context), port=0, log_level="warning"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield Service(f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}", demo, context)
    server.should_exit = True
    thread.join()
    database.close()


@pytest.fixture(params=["sync", "async"])
def platform(request: pytest.FixtureRequest, service: Service) -> Ask:
    return asking(request.param, service.url, service.demo.platform_id, service.demo.platform_secret)


@pytest.fixture(params=["sync", "async"])
def centre(request: pytest.FixtureRequest, service: Service) -> Ask:
    return asking(request.param, service.url, service.demo.centre_id, service.demo.centre_secret)


def test_a_clear_merchant(platform: Ask) -> None:
    answer = platform(lambda client: client.check(CLEAR, scene="onboarding"))
    assert answer.outcome is huixin.Outcome.CLEAR
    assert answer.measures == []


def test_a_refused_merchant_with_its_measures_and_reasons(platform: Ask) -> None:
    answer = platform(lambda client: client.check(BRUSHER, scene="promotion", name=NAME, campaign="double_11"))
    assert answer.outcome is huixin.Outcome.REFUSE
    assert answer.identity.name_agrees is True
    assert "promotion_limit" in {measure.code for measure in answer.measures}
    assert all(measure.grounds for measure in answer.measures)
    assert answer.explanation.zh


def test_a_name_alone_is_for_a_person(platform: Ask) -> None:
    answer = platform(lambda client: client.check(scene="promotion", name=NAME))
    assert answer.outcome is huixin.Outcome.REVIEW
    assert BRUSHER in {candidate.uscc for candidate in answer.identity.candidates}
    assert answer.measures == []


@pytest.mark.parametrize(("kind", "name"), [("sync", "博罗县万家鲜果有限公司"), ("async", "惠阳区诚品家居有限公司")])
def test_a_judgement_is_kept_with_its_decision(service: Service, kind: str, name: str) -> None:
    platform = asking(kind, service.url, service.demo.platform_id, service.demo.platform_secret)
    answer = platform(lambda client: client.check(scene="review", name=name))
    candidate = answer.identity.candidates[0].subject_id
    said = {"subject_id": candidate, "judgement": "same", "by": "a-17", "why": "Same address and legal person."}
    judged = platform(lambda client: client.decisions.review(answer.decision_id, **said))
    kept = platform(lambda client: client.decisions.get(answer.decision_id))
    assert judged in kept.judgements
    assert kept.answer.outcome is huixin.Outcome.REVIEW
    later = platform(lambda client: client.check(scene="review", name=name))
    assert (later.identity.matched_by, later.identity.subject_id) == ("person", candidate)


def test_the_notice_of_a_decision(platform: Ask) -> None:
    answer = platform(lambda client: client.check(CLEAR, scene="onboarding"))
    page = platform(lambda client: client.decisions.document(answer.decision_id))
    assert answer.decision_id in page.decode()
    assert platform(lambda client: client.decisions.document(answer.decision_id, "pdf")).startswith(b"%PDF-")


def test_one_key_is_one_decision(platform: Ask) -> None:
    key = uuid4().hex
    first, second = (
        platform(lambda client: client.check(CLEAR, scene="onboarding", idempotency_key=key)) for _ in range(2)
    )
    assert first.decision_id == second.decision_id
    with pytest.raises(huixin.IdempotencyKeyReused):
        platform(lambda client: client.check(CLEAR, scene="promotion", idempotency_key=key))


def test_a_batch_answers_and_refuses_one_by_one(platform: Ask) -> None:
    items = [
        BRUSHER,
        CLEAR,
        "91441302MADEM0003A",
        SubjectQuery(name=NAME),
        "nul\x00",
        *[CLEAR] * 300,
        "91441302MADEM0003A",
    ]
    results = platform(lambda client: client.check_many(items, scene="promotion"))
    assert [item.answer and item.answer.outcome for item in results[:5]] == ["refuse", "clear", None, "review", None]
    assert all(item.answer.outcome == "clear" for item in results[5:-1])
    pointers = [results[place].problem.errors[0].pointer for place in (2, -1)]
    assert pointers == ["/items/2/subject/uscc", "/items/305/subject/uscc"], "counted as the caller does"
    assert len(results) == len(items)


def test_pages_of_listings_join_without_gaps(platform: Ask) -> None:
    by_two = platform(lambda client: client.listings.iter(limit=2))
    at_once = platform(lambda client: client.listings.iter())
    assert [item.record.id for item in by_two] == [item.record.id for item in at_once]
    assert len({item.record.id for item in at_once}) == len(at_once) > 4
    only = platform(lambda client: client.listings.iter(list="brushing_black"))
    assert {item.record.list for item in only} == {"brushing_black"}


def test_subjects_lists_and_clauses(platform: Ask) -> None:
    assert platform(lambda client: client.subjects.get(BRUSHER)).name == NAME
    assert "brushing_black" in {entry.code for entry in platform(lambda client: client.lists.all())}
    assert all(clause.standard for clause in platform(lambda client: client.clauses.all()))


def test_a_file_is_imported_and_its_report_stays(centre: Ask, tmp_path: Path) -> None:
    file = tmp_path / "名单.csv"
    file.write_text(f"JGMC,TYSHXYDM,RDRQ,LRMDSY\n{NAME},{BRUSHER},2026-10-01,虚假交易\n坏,9144,2026-10-01,x\n")
    report = centre(lambda client: client.imports.upload(file, list="brushing_black", dry_run=False))
    assert (report.rows, report.rejected, report.errors[0].row) == (2, 1, 3)
    assert centre(lambda client: client.imports.get(report.id)) == report


@pytest.mark.parametrize(
    ("question", "error"),
    [
        (lambda client: client.check("91441302MADEM0003A", scene="promotion"), huixin.InvalidContent),
        (lambda client: client.check(CLEAR, scene="no_such_scene"), huixin.InvalidContent),
        (lambda client: client.check(CLEAR, scene="promotion", as_="logistics"), huixin.AsNotAllowed),
        (lambda client: client.decisions.get("dec_" + "0" * 32), huixin.NotFound),
        (lambda client: client.subjects.get("91330100799655058B"), huixin.NotFound),
        (lambda client: client.imports.get("imp_" + "0" * 32), huixin.MissingScope),
        (lambda client: client.listings.iter(list="no_such_list"), huixin.InvalidContent),
    ],
)
def test_refusals_have_their_classes(
    platform: Ask, question: Callable[[Any], Any], error: type[huixin.ServiceError]
) -> None:
    with pytest.raises(error) as raised:
        platform(question)
    assert raised.value.request_id
    assert raised.value.request_id in str(raised.value)


def test_a_wrong_secret(service: Service) -> None:
    client = huixin.Client(service.url, service.demo.platform_id, "wrong")
    with pytest.raises(huixin.InvalidClient):
        client.check(CLEAR, scene="promotion")


def test_a_file_is_screened(service: Service, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HUIXIN_URL", service.url)
    monkeypatch.setenv("HUIXIN_CLIENT_ID", service.demo.platform_id)
    monkeypatch.setenv("HUIXIN_CLIENT_SECRET", service.demo.platform_secret)
    file, out = tmp_path / "in.csv", tmp_path / "out.csv"
    file.write_text(f"信用代码,商家名称\n{BRUSHER},{NAME}\n{CLEAR},\n9144,坏\n,{NAME}\n")
    result = CliRunner().invoke(command, ["screen", str(file), "--scene", "promotion", "-o", str(out)])
    assert result.exit_code == 2, result.output
    with out.open(encoding="utf-8-sig", newline="") as rows:
        found = list(csv.reader(rows))[1:]
    assert [row[2] for row in found] == ["refuse", "clear", "error", "review"]
    assert "promotion_limit" in found[0][3]
    assert NAME in found[0][4]


def test_an_attachment_comes_back_as_it_was_sent(centre: Ask, tmp_path: Path) -> None:
    path = tmp_path / "现场核查记录.pdf"
    path.write_bytes(b"%PDF-1.7 a report")
    sent = centre(lambda client: client.attachments.upload(path))
    assert (sent.name, sent.media_type, sent.size) == (path.name, "application/pdf", 17)
    assert centre(lambda client: client.attachments.get(sent.id)) == sent
    assert sent in centre(lambda client: client.attachments.iter(sha256=sent.sha256, limit=1))
    assert centre(lambda client: client.attachments.iter(of="cas_" + "0" * 32)) == []
    assert centre(lambda client: client.attachments.content(sent.id)) == b"%PDF-1.7 a report"
    with pytest.raises(huixin.NotFound):
        centre(lambda client: client.attachments.content("att_" + "0" * 32))


@pytest.fixture
def feed(service: Service, tmp_path: Path) -> str:
    """A feed with three records that came, ended, and came again; and one that nobody has confirmed since spring."""
    desk, code = desk_of(service.context), f"feed-{uuid4().hex[:8]}"
    with desk.database.write() as session:
        plan = FeedPlan(code, "ecommerce_joint", code)
        feed = add_feed(session, service.context.ruleset.catalogue, desk.keys, plan, "whsec_eA==", NOW)
    start = int(uuid4().hex[:5], 16)
    for ended in ({}, {"tcrq": "2026-06-01"}, {}):
        rows = [listed(start + number, recid=f"{code}-{number}", **ended) for number in range(3)]
        path = tmp_path / "rows.jsonl"
        path.write_text("\n".join(map(json.dumps, rows)))
        take_in(desk, feed, path, filename="rows.jsonl")
    path.write_text(json.dumps(listed(start + 3, recid=f"{code}-3")))
    in_spring = replace(desk, clock=lambda: datetime(2026, 3, 2, 4, 0, tzinfo=UTC))
    take_in(in_spring, feed, path, filename="rows.jsonl", complete_on=date(2026, 3, 2), sure=True)
    return code


def test_what_a_feed_leaves_to_a_person(centre: Ask, feed: str) -> None:
    [stands] = [one for one in centre(lambda client: client.upstream.feeds()) if one.code == feed]
    assert (stands.waiting, stands.unconfirmed, stands.confirmed_on) == (3, 1, date(2026, 3, 2))
    [unconfirmed] = centre(lambda client: client.upstream.unconfirmed(feed))
    assert unconfirmed.startswith("lst_")
    waiting = [one for one in centre(lambda client: client.upstream.reappearances()) if one.feed == feed]
    assert len(waiting) == 3
    said = {"answer": "stays_ended", "by": "registry-03", "why": "Upstream is late."}
    answered = centre(lambda client: client.upstream.answer(waiting[0].id, **said))
    assert (answered.answer, answered.answered_by) == ("stays_ended", "registry-03")
    with pytest.raises(huixin.Conflict):
        centre(lambda client: client.upstream.answer(waiting[0].id, **said))
