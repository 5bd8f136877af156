"""/v1/reports: drawn up, approved by a second person, published; its numbers are those of the figures, and stay."""

import csv
import io
import re
from datetime import date
from typing import Any

import pytest
from pypdf import PdfReader

import huixin
from huixin import Client
from huixin.core.vocabulary import MemberKind
from huixin.types.base import Label
from huixin.types.bulletin import BulletinRequest
from huixin.types.duty import DutyReportRequest
from huixin.types.monitoring import SupervisionAnswer, SupervisionClosing, SupervisionRequest, SupervisionReturn
from huixin.types.report import (
    ReportApproval,
    ReportDiscarding,
    ReportPublication,
    ReportRequest,
    ReportRow,
    ReportState,
)
from models.reports.charts import FULL, bars, drawing, svg
from tests.api.conftest import AssertProblem, World
from tests.api.test_duties import client_of
from tests.factories import uscc_of
from tests.sharing_desk import SharingDesk

QUARTER = ReportRequest(every="quarter", on=date(2026, 10, 31), remarks="<b>本季</b>重点核查直播电商")
PUSHED = {"RDBM": "国家公共信用信息中心", "RDRQ": "2026-10-20", "YXQS": "2026-10-20", "YXQZ": ""}


def push(world: World, numbers: range, place: str) -> None:
    rows = [PUSHED | {"属地": place, "TYSHXYDM": uscc_of(one), "文书号": f"推{one}号"} for one in numbers]
    world.enter(*rows, list_code="ecommerce_pushed")


@pytest.fixture
def centre(world: World) -> Client:
    """On the day after three names were pushed."""
    push(world, range(700, 702), "博罗县")
    push(world, range(702, 703), "惠东县")
    world.pass_time(days=1)
    return client_of(world, MemberKind.CENTRE)


def second(world: World) -> Client:
    member = world.member(MemberKind.CENTRE, "second")
    return Client("http://testserver", member.client_id, member.client_secret, http=world.client)


def test_it_is_published_after_another_person_approved_it(world: World, centre: Client) -> None:
    made = centre.reports.add(QUARTER)
    assert (made.first, made.last, made.as_of) == (date(2026, 10, 1), date(2026, 12, 31), date(2026, 11, 2))
    platform = client_of(world, MemberKind.PLATFORM)
    with pytest.raises(huixin.SecondPersonNeeded):
        centre.reports.act(made.id, ReportApproval())
    with pytest.raises(huixin.Conflict):
        centre.reports.act(made.id, ReportPublication())
    second(world).reports.act(made.id, ReportApproval())
    with pytest.raises(huixin.NotFound):
        platform.reports.get(made.id)
    assert centre.reports.act(made.id, ReportPublication()).state is ReportState.PUBLISHED
    assert platform.reports.get(made.id).contents == made.contents
    assert [one.id for one in platform.reports.iter()] == [made.id]
    with pytest.raises(huixin.Forbidden):
        client_of(world, MemberKind.UNIT, unit="boluo").reports.add(QUARTER)
    with pytest.raises(huixin.Conflict):
        centre.reports.act(made.id, ReportDiscarding(reason="x"))


def test_its_numbers_are_those_of_the_figures_and_stay(world: World, centre: Client) -> None:
    made = centre.reports.add(QUARTER)
    for table in made.contents.tables:
        figures = centre.monitoring.figures(
            by=table.by, first=made.first, last=made.last, as_of=made.as_of, published=True
        )
        assert table.rows == [ReportRow.model_validate(one.model_dump()) for one in figures.items]
        for row in table.rows:
            behind = followed(world, str(row.cases))
            assert (len(behind["counted"]), len(behind["counted"]) + len(behind["others"])) == (row.counted, row.of)
    push(world, range(710, 720), "博罗县")
    kept = centre.reports.get(made.id)
    assert kept.contents == made.contents
    lines = list(csv.reader(io.StringIO(centre.reports.document(made.id, "csv").decode("utf-8-sig"))))
    by_unit = [line for line in lines if line[:2] == ["unit", "verification"]]
    assert [line[2:7] for line in by_unit] == [
        ["boluo", "博罗县", "0", "2", "0.0"],
        ["huidong", "惠东县", "0", "1", "0.0"],
    ]


def followed(world: World, address: str) -> dict[str, Any]:
    """What the centre reads where a number says that it comes from."""
    headers = world.headers(MemberKind.CENTRE, name=str(MemberKind.CENTRE))
    return dict(world.client.get(address, headers=headers).json())


def test_what_is_counted_of_duties_and_supervisions_stood_so_on_its_day(world: World, centre: Client) -> None:
    """And is told where the CSV says, whatever has been done since."""
    boluo = client_of(world, MemberKind.UNIT, unit="boluo")
    said = SupervisionRequest(kind="circular", body="boluo", reason="核查率低", due=date(2026, 11, 4))
    early, returned, answered = (centre.supervisions.add(said) for _ in range(3))
    centre.supervisions.act(early.id, SupervisionClosing(reason="改正"))
    world.pass_time(days=30)
    boluo.supervisions.act(answered.id, SupervisionAnswer(note="已核查"))
    boluo.supervisions.act(returned.id, SupervisionAnswer(note="x"))
    boluo.duties.report(DutyReportRequest(duty="verify_and_rectify", on=date(2026, 12, 1), note="核查十户"))
    world.pass_time(days=1)
    centre.supervisions.act(returned.id, SupervisionReturn(reason="无佐证", due=date(2026, 12, 30)))
    centre.supervisions.act(answered.id, SupervisionClosing(reason="改正"))
    for as_of, stood in (
        (date(2026, 11, 4), {"closed": 1, "open": 2}),
        (date(2026, 11, 5), {"closed": 1, "overdue": 2}),
        (date(2026, 12, 3), {"answered": 2}),
    ):
        told = centre.reports.add(ReportRequest(every="month", on=as_of, as_of=as_of))
        assert told.contents.supervisions == stood, as_of
        assert bool(told.contents.duties.get("done")) == (as_of.month == 12), "what was reported later counts later"
        lines = list(csv.DictReader(io.StringIO(centre.reports.document(told.id, "csv").decode("utf-8-sig"))))
        counts = [line for line in lines if line["by"] == "state"]
        assert {line["figure"] for line in counts} == {"duties", "supervisions"}
        for line in counts:
            assert len(followed(world, line["cases"])["items"]) == int(line["counted"]), line
    [one] = followed(world, "/v1/supervisions?as_of=2026-11-04&state=closed")["items"]
    assert (one["id"], [event["action"] for event in one["history"]]) == (early.id, ["close"])


def test_what_everybody_reads_says_nothing_of_what_became_of_a_suspect(world: World) -> None:
    """Members learn of a merchant once it is recognised; the centre's own figures count its case."""
    desk = SharingDesk(world)
    desk.found("platform", "courier")
    for who in ("platform", "courier"):
        desk.share(who, uscc=uscc_of(701), name="某公司")
    [suspect] = desk.suspects()
    desk.done("centre", f"/v1/suspects/{suspect['id']}/actions", action="open_case", basis="两类成员相互印证")
    world.pass_time(days=1)
    centre = client_of(world, MemberKind.CENTRE)
    made = centre.reports.add(ReportRequest(every="month", on=date(2026, 11, 2)))
    assert [row for table in made.contents.tables for row in table.rows] == []
    own = centre.monitoring.figures(by="list", first=made.first, last=made.last, as_of=made.as_of).items
    assert [(one.group, one.of) for one in own] == [("alliance_lead", 1)]
    bulletin = centre.bulletins.add(BulletinRequest(on=date(2026, 11, 2)))
    assert centre.bulletins.get(bulletin.id).progress == []


def test_it_prints_with_charts_and_says_that_it_is_a_draft(world: World, centre: Client) -> None:
    made = centre.reports.add(QUARTER)
    page = centre.reports.document(made.id).decode()
    assert "草稿" in page
    assert "&lt;b&gt;本季&lt;/b&gt;" in page, "what people write is no markup"
    assert len(re.findall("<svg", page)) == sum(
        1 if table.by == "all" else len({row.figure for row in table.rows}) for table in made.contents.tables
    )
    assert "http" not in page.replace("http://www.w3.org/2000/svg", ""), "it needs nothing else"
    pdf = centre.reports.document(made.id, "pdf")
    assert pdf == centre.reports.document(made.id, "pdf"), "the same bytes"
    text = "".join(one.extract_text() for one in PdfReader(io.BytesIO(pdf)).pages)
    assert "2026年第4季度" in text.replace("\n", "")
    assert "博罗县" in text
    assert not re.search(r"cas_|lst_|sub_", page + text), "no case is named"


def test_days_that_are_not_over_are_refused(world: World, assert_problem: AssertProblem, centre: Client) -> None:
    headers = world.headers(MemberKind.CENTRE, name=str(MemberKind.CENTRE))
    for said, pointer in (
        ({"every": "month", "on": "2026-12-01"}, "/on"),
        ({"every": "month", "on": "2026-11-02", "as_of": "2026-11-03"}, "/as_of"),
        ({"every": "month", "on": "2026-11-02", "as_of": "2026-10-31"}, "/as_of"),
    ):
        got = world.client.post("/v1/reports", json=said, headers=headers)
        assert_problem(got, "invalid_content", pointer, "not_over")
    made = centre.reports.add(QUARTER)
    assert centre.reports.act(made.id, ReportDiscarding(reason="重拟")).state is ReportState.DISCARDED


def test_a_bar_is_as_long_as_its_percentage() -> None:
    label = Label(zh="<甲>", en="A")
    rows = [
        ReportRow(figure="removal", group="a", title=label, counted=1, of=4, percent=25.0),
        ReportRow(figure="removal", group="b", title=label, counted=0, of=0, percent=None),
    ]
    assert [bar.length for bar in bars(rows)] == [FULL / 4, 0.0]
    made = svg(rows, "x")
    assert "&lt;甲&gt;" in made
    assert f'width="{FULL / 4:.1f}"' in made
    widths = [shape.width for shape in drawing(rows, "Helvetica").contents if hasattr(shape, "width")]
    assert widths == [FULL, FULL / 4, FULL, 0.0]
