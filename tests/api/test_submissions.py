"""/v1/submissions against a platform on a real socket: sent until every record is answered for, compared, resolved."""

import csv
import io
import json
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from sqlmodel import select

import huixin
from api.worker import step
from huixin import Client
from huixin.core.vocabulary import EndKind, MemberKind, Standing
from huixin.types.submission import AcknowledgementEntry, ReconciliationState, SubmissionState
from models.listings import Listing, change_listing, end_listing
from models.submissions import reconciling, submitting
from models.submissions.submitting import add_platform
from tests.api.conftest import AssertProblem, World
from tests.api.test_duties import client_of
from tests.factories import uscc_of
from tests.submissions.platform import Receiver, receiving
from tests.upstream.platform import hangs_up, saying, status, truncated

PROVINCE = "guangdong"
PENALTY = {
    "number": "惠城市监处罚〔2026〕5号",
    "kind": "罚款",
    "facts": "虚构交易",
    "violation": "虚假宣传",
    "legal_basis": "《反不正当竞争法》",
    "content": "罚款人民币2000.5元",
    "fine_yuan": "2000.50",
    "authority": "惠城区市场监督管理局",
}


@pytest.fixture
def receiver(world: World) -> Iterator[Receiver]:
    with receiving() as found:
        enter_platform(world, found.url)
        yield found


@pytest.fixture
def centre(world: World) -> Client:
    """Two records that the city's own department recognised, one that it did not, and a lead."""
    for number in (800, 801):
        world.enter({"TYSHXYDM": uscc_of(number), "文书号": f"惠市监认〔2026〕{number}号"})
    world.enter({"TYSHXYDM": uscc_of(802), "RDBM": "广东省市场监督管理局", "文书号": "粤1号"})
    world.enter({"TYSHXYDM": uscc_of(803), "RDBM": "国家公共信用信息中心"}, list_code="ecommerce_pushed")
    return client_of(world, MemberKind.CENTRE)


def enter_platform(world: World, url: str | None, code: str = PROVINCE) -> None:
    with world.context.database.write() as session:
        add_platform(session, world.context.keys, code, "广东省信用平台", url, "secret-token", world.context.now())


def work(world: World, seconds: float = 0) -> None:
    world.pass_time(seconds=seconds)
    for _ in range(200):
        if not step(world.context):
            return
    raise AssertionError("the queue never came to its end")


def own(world: World) -> list[str]:
    """Ids of the two records that are this city's own."""
    with world.context.database.read() as session:
        found = session.exec(select(Listing).where(Listing.list == "brushing_black")).all()
        return sorted(one.id for one in found if "惠市监认" in one.natural_key)


def change(world: World, key: str, **fields: Any) -> None:
    with world.context.database.write() as session:
        change_listing(session, key, **fields)


def test_what_is_ours_is_submitted_in_its_columns_and_acknowledged(
    world: World, receiver: Receiver, centre: Client
) -> None:
    made = centre.submissions.add(PROVINCE)
    assert (made.records, made.state) == (2, SubmissionState.PENDING)
    work(world)
    got = centre.submissions.get(made.id)
    assert (got.state, {item.state for item in got.items}) == (SubmissionState.ACKNOWLEDGED, {"accepted"})
    assert sorted(receiver.records) == own(world), "nothing of others, no lead"
    record = receiver.records[own(world)[0]]
    assert record["TYSHXYDM"] in {uscc_of(800), uscc_of(801)}
    assert (record["RDRQ"], record["YXQZ"], record["TCRQ"]) == ("2026-09-01", "2027-08-31", None)
    assert record["RDBM"] == "惠州市市场监督管理局"
    assert (receiver.tokens, receiver.keys) == (["Bearer secret-token"], [made.id])
    with pytest.raises(huixin.Conflict):
        centre.submissions.add(PROVINCE)


def test_a_penalty_goes_in_the_columns_of_its_publication(world: World, receiver: Receiver) -> None:
    """双公示: once it is published, and its annulment in the remark; nothing of it before."""
    pushed = {
        "TYSHXYDM": uscc_of(803),
        "JGMC": "惠州市受罚商贸有限公司",
        "RDBM": "国家公共信用信息中心",
        "属地": "博罗县",
    }
    world.enter(pushed, list_code="ecommerce_pushed")
    centre = client_of(world, MemberKind.CENTRE)
    headers = world.headers(MemberKind.CENTRE, name=str(MemberKind.CENTRE))
    [case] = world.client.get("/v1/cases", headers=headers).json()["items"]

    def act(action: str, **said: Any) -> Any:
        got = world.client.post(f"/v1/cases/{case['id']}/actions", json={"action": action, **said}, headers=headers)
        assert got.status_code == 200, got.text
        return got.json()

    today = str(world.context.today())
    evidence = [{"kind": "on_site_record", "description": "现场核查记录"}]
    act("confirm", problem_types=["false_advertising"], evidence=evidence)
    body = {**PENALTY, "decided_on": today}
    [penalty] = act("record_penalty", **body)["penalties"]
    with pytest.raises(huixin.Conflict):
        centre.submissions.add(PROVINCE)
    act("publish_penalty", penalty_id=penalty["id"], on=today)
    made = centre.submissions.add(PROVINCE)
    work(world)
    assert centre.submissions.get(made.id).state is SubmissionState.ACKNOWLEDGED
    said = {
        "CF_XDR_MC": "惠州市受罚商贸有限公司",
        "CF_XDR_LB": "法人及非法人组织",
        "CF_XDR_SHXYM": uscc_of(803),
        "CF_WSH": "惠城市监处罚〔2026〕5号",
        "CF_WFXW": "虚假宣传",
        "CF_SY": "虚构交易",
        "CF_YJ": "《反不正当竞争法》",
        "CF_CFLB": "罚款",
        "CF_NR": "罚款人民币2000.5元",
        "CF_NR_FK": "0.20005",
        "CF_NR_WFFF": None,
        "CF_NR_ZKDX": None,
        "CF_JDRQ": today,
        "CF_YXQ": None,
        "CF_GSJZQ": None,
        "CF_CFJG": "惠城区市场监督管理局",
        "CF_CFJGDM": None,
        "CF_SJLY": None,
        "CF_SJLYDM": None,
        "BZ": None,
    }
    assert receiver.records == {penalty["id"]: said}
    act("annul_penalty", penalty_id=penalty["id"], on=today)
    centre.submissions.add(PROVINCE)
    work(world)
    assert receiver.records == {penalty["id"]: said | {"BZ": f"{today}已撤销"}}


def test_only_changes_go_again_and_an_end_is_told(world: World, receiver: Receiver, centre: Client) -> None:
    centre.submissions.add(PROVINCE)
    work(world)
    first, second = own(world)
    with world.context.database.write() as session:
        end_listing(session, first, world.context.today(), EndKind.REMOVED, "整改完成")
    change(world, second, reason="组织刷单")
    again = centre.submissions.add(PROVINCE)
    work(world)
    assert again.records == 2
    assert (receiver.records[first]["TCRQ"], receiver.records[first]["TCMDYY"]) == ("2026-11-02", "整改完成")
    assert receiver.records[second]["LRMDSY"] == "组织刷单"


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        (status(503), "http_status"),
        (status(429), "http_status"),
        (truncated, "not_json"),
        (hangs_up, "unreachable"),
        (saying({"batch": "smt_other", "results": []}), "wrong_shape"),
        (saying([]), "wrong_shape"),
    ],
)
def test_what_is_not_answered_whole_is_sent_again(
    world: World, receiver: Receiver, centre: Client, fault: Any, code: str
) -> None:
    """A lost acknowledgement too: the platform has it, and gets the same under the same key."""
    receiver.faults = [fault, fault]
    made = centre.submissions.add(PROVINCE)
    work(world)
    waiting = centre.submissions.get(made.id)
    assert (waiting.state, waiting.error, waiting.tries) == (SubmissionState.PENDING, code, 1)
    with pytest.raises(huixin.Conflict):
        centre.submissions.add(PROVINCE)
    work(world, 1)
    assert centre.submissions.get(made.id).tries == 2
    work(world, 2)
    done = centre.submissions.get(made.id)
    assert (done.state, done.error) == (SubmissionState.ACKNOWLEDGED, None)
    assert receiver.batches == [made.id] * 3
    assert receiver.keys == [made.id] * 3
    assert len(receiver.records) == 2


def test_an_answer_about_less_than_was_sent_is_none(world: World, receiver: Receiver, centre: Client) -> None:
    made = centre.submissions.add(PROVINCE)
    receiver.faults = [saying({"batch": made.id, "results": [{"id": own(world)[0], "status": "accepted"}]})]
    work(world)
    assert centre.submissions.get(made.id).error == "inconsistent"
    work(world, 1)
    assert centre.submissions.get(made.id).state is SubmissionState.ACKNOWLEDGED


def test_what_trying_again_would_not_change_is_refused(world: World, receiver: Receiver, centre: Client) -> None:
    receiver.faults = [status(401)]
    made = centre.submissions.add(PROVINCE)
    work(world)
    assert centre.submissions.get(made.id).state is SubmissionState.REFUSED
    again = centre.submissions.add(PROVINCE)
    work(world)
    assert centre.submissions.get(again.id).state is SubmissionState.ACKNOWLEDGED, "it was never accepted"


def test_refused_records_say_why_and_go_again(world: World, receiver: Receiver, centre: Client) -> None:
    first, _ = own(world)
    receiver.refuses = {first: "统一社会信用代码不存在"}
    made = centre.submissions.add(PROVINCE)
    work(world)
    got = centre.submissions.get(made.id)
    assert got.state is SubmissionState.REFUSED
    assert {item.id: item.message for item in got.items if item.state == "refused"} == receiver.refuses
    receiver.refuses = {}
    assert centre.submissions.add(PROVINCE).records == 1


def test_what_they_hold_is_compared_and_brought_in_line(world: World, receiver: Receiver, centre: Client) -> None:
    centre.submissions.add(PROVINCE)
    work(world)
    first, second = own(world)
    receiver.records[first]["LRMDSY"] = "别的事由"
    del receiver.records[second]
    receiver.records["R-national"] = {"JGMC": "某公司"}
    receiver.records["penalty-elsewhere"] = {"CF_XDR_MC": "某公司"}
    begun = centre.submissions.reconcile(PROVINCE)
    receiver.faults = [status(500), truncated]
    work(world)
    assert next(centre.submissions.reconciliations()).error == "http_status"
    work(world, 1)
    work(world, 2)
    [found] = centre.submissions.reconciliations()
    assert (found.state, found.ours, found.theirs) == (ReconciliationState.DONE, 2, 3)
    assert {(one.id, one.kind, one.what, one.fields, one.truth) for one in found.differences} == {
        (first, "list", "different", ("LRMDSY",), "ours"),
        (second, "list", "missing_there", (), "ours"),
        ("R-national", "list", "missing_here", (), "theirs"),
        ("penalty-elsewhere", "penalty", "missing_here", (), "theirs"),
    }
    resolved = centre.submissions.resolve(begun.id)
    assert resolved.submission_id is not None
    work(world)
    others = ["R-national", "penalty-elsewhere"]
    assert sorted(receiver.records) == sorted([first, second, *others]), (
        "what others sent there is not ours to take out"
    )
    assert receiver.records[first]["LRMDSY"] == "组织虚假交易"
    for one in others:
        del receiver.records[one]
    centre.submissions.reconcile(PROVINCE)
    work(world)
    again = next(centre.submissions.reconciliations())
    assert (again.state, again.differences) == (ReconciliationState.RESOLVED, [])
    with pytest.raises(huixin.Conflict):
        centre.submissions.resolve(begun.id)


def test_what_had_come_from_here_and_is_here_no_more_is_taken_out(
    world: World, receiver: Receiver, centre: Client
) -> None:
    centre.submissions.add(PROVINCE)
    work(world)
    first, second = own(world)
    change(world, second, standing=Standing.LEAD)
    begun = centre.submissions.reconcile(PROVINCE)
    work(world)
    [found] = next(centre.submissions.reconciliations()).differences
    assert (found.id, found.kind, found.truth) == (second, "withdrawal", "ours")
    centre.submissions.resolve(begun.id)
    work(world)
    assert list(receiver.records) == [first]


def test_more_than_one_submission_holds_is_left_for_the_next(
    world: World, receiver: Receiver, centre: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (reconciling, submitting):
        monkeypatch.setattr(module, "MOST", 1)
    begun = centre.submissions.reconcile(PROVINCE)
    work(world)
    assert centre.submissions.resolve(begun.id).state is ReconciliationState.DONE
    work(world)
    assert len(receiver.records) == 1
    assert centre.submissions.resolve(begun.id).state is ReconciliationState.RESOLVED
    work(world)
    assert sorted(receiver.records) == own(world)


def test_what_came_from_them_is_theirs_to_say(world: World, receiver: Receiver, centre: Client) -> None:
    theirs = {"RDBM": "国家发展改革委", "文书号": "国1号", "TYSHXYDM": uscc_of(810)}
    world.enter(theirs, list_code="ecommerce_joint")
    centre.submissions.reconcile(PROVINCE)
    work(world)
    found = next(centre.submissions.reconciliations()).differences
    assert sorted(one.truth for one in found) == ["ours", "ours", "theirs"]
    assert centre.submissions.add(PROVINCE).records == 2, "it is never submitted"


def test_a_platform_without_an_address_takes_files(world: World, centre: Client) -> None:
    enter_platform(world, None, "files")
    made = centre.submissions.add("files")
    work(world)
    assert centre.submissions.get(made.id).state is SubmissionState.PENDING
    sent = json.loads(centre.submissions.file(made.id))
    assert (sent["batch"], sorted(one["id"] for one in sent["records"])) == (made.id, own(world))
    lines = list(csv.DictReader(io.StringIO(centre.submissions.file(made.id, "csv").decode("utf-8-sig"))))
    assert [line["TYSHXYDM"] for line in lines] == [one["record"]["TYSHXYDM"] for one in sent["records"]]
    with pytest.raises(huixin.InvalidContent):
        centre.submissions.acknowledge(made.id, AcknowledgementEntry(by="x", refused={"lst_x": "x"}))
    done = centre.submissions.acknowledge(made.id, AcknowledgementEntry(by="回执1号", refused={own(world)[0]: "x"}))
    assert done.state is SubmissionState.REFUSED
    assert centre.submissions.add("files").records == 1


def test_natural_persons_are_never_submitted(world: World, receiver: Receiver, centre: Client) -> None:
    world.enter({"TYSHXYDM": "", "JGMC": "张三", "SFZH": "440524188001010014", "文书号": "惠市监认〔2026〕9号"})
    centre.submissions.add(PROVINCE)
    work(world)
    assert sorted(one["TYSHXYDM"] for one in receiver.records.values()) == sorted([uscc_of(800), uscc_of(801)])


def test_only_the_centre_reports_upward(world: World, receiver: Receiver, assert_problem: AssertProblem) -> None:
    every = frozenset({"submissions:read", "submissions:write"})
    headers = world.headers(MemberKind.UNIT, name="unit", scopes=every, unit="boluo")
    said = {"platform": PROVINCE}
    for path in ("/v1/submissions", "/v1/submissions/reconciliations"):
        assert_problem(world.client.get(path, headers=headers), "forbidden")
        assert_problem(world.client.post(path, json=said, headers=headers), "forbidden")
    centre = world.headers(MemberKind.CENTRE)
    nowhere = world.client.post("/v1/submissions", json={"platform": "x"}, headers=centre)
    assert_problem(nowhere, "invalid_content", "/platform")
    assert receiver.batches == []
    assert world.context.today() == date(2026, 11, 2)
