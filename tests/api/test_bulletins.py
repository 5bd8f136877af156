"""/v1/bulletins and /public/bulletins: who may be named, until when, and that no name is anywhere else."""

import asyncio
import csv
import io
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as Xml

import httpx
import pytest
from sqlalchemy import update
from sqlmodel import col, select

import huixin
from clients.upstream.fetching import Patience
from clients.upstream.pull import pull
from huixin import AsyncClient, Client
from huixin.core.vocabulary import EndKind, MemberKind, Provenance, Severity, SubjectKind
from huixin.core.windows import Window
from huixin.types.bulletin import (
    BulletinApproval,
    BulletinDiscarding,
    BulletinRequest,
    BulletinState,
    BulletinText,
    BulletinWithdrawal,
)
from huixin.types.report import ReportRequest
from models.bulletins.naming import Unfit
from models.bulletins.pages import ATOM
from models.listings import Listing, end_listing
from models.members import add_credential
from models.public_names import public_name
from models.subjects.tables import SubjectVersion
from tests.api.conftest import CLEAN, AssertProblem, World
from tests.api.square import FORMS, OCTOBER, Square, public_square
from tests.docs.programs import programs
from tests.docs.session import DOCS
from tests.factories import uscc_of
from tests.sharing_desk import SharingDesk
from tests.upstream.conftest import FEED, LIST, listed

WHY = BulletinText(zh="统计有误", en="It was counted wrongly")


@pytest.fixture
def square(world: World, tmp_path: Path) -> Iterator[Square]:
    with public_square(world, tmp_path) as square:
        yield square


class TestApproval:
    def test_it_is_published_by_its_day_after_another_person_approved_it(self, square: Square) -> None:
        tomorrow = square.world.context.today() + timedelta(days=1)
        made = square.author.bulletins.add(OCTOBER.model_copy(update={"publish_on": tomorrow}))
        assert (made.state, len(made.names), made.first) == (BulletinState.DRAFT, 9, date(2026, 10, 1))
        with pytest.raises(huixin.SecondPersonNeeded):
            square.author.bulletins.act(made.id, BulletinApproval())
        assert square.page(made.id).status_code == 404
        assert square.second.bulletins.act(made.id, BulletinApproval()).state is BulletinState.APPROVED
        assert square.page(made.id).status_code == 404
        assert list(square.author.bulletins.notices()) == []
        square.world.pass_time(hours=13)
        assert square.named(made.id) == set(range(9))
        assert [one.lists[0].named for one in square.author.bulletins.notices()] == [9]

    def test_one_person_with_two_credentials_is_one_person(self, square: Square) -> None:
        context, author = square.world.context, square.world.members["author"]
        held = []
        with context.database.write() as session:
            for holder in ("李四", "李 四"):
                held.append(add_credential(session, author.member_id, holder, None, context.now()))
        one, other = (
            Client("http://testserver", made.client_id, made.client_secret, http=square.world.client) for made in held
        )
        made = one.bulletins.add(OCTOBER)
        with pytest.raises(huixin.SecondPersonNeeded):
            other.bulletins.act(made.id, BulletinApproval())

    def test_what_may_not_be_named_when_it_is_approved_never_comes_into_it(self, square: Square) -> None:
        made = square.author.bulletins.add(OCTOBER)
        square.change(3, disputed=True)
        approved = square.second.bulletins.act(made.id, BulletinApproval())
        assert (len(approved.names), approved.named) == (8, {LIST: 8})
        square.change(3, disputed=False)
        assert square.named(made.id) == set(range(9)) - {3}
        assert len(square.author.bulletins.add(OCTOBER).names) == 1, "it is told by the next one"

    def test_others_neither_draft_nor_see_drafts(self, square: Square) -> None:
        made = square.author.bulletins.add(OCTOBER)
        scopes = frozenset({"bulletins:read", "bulletins:write"})
        member = square.world.member(MemberKind.UNIT, "unit", scopes, unit="boluo")
        unit = Client("http://testserver", member.client_id, member.client_secret, http=square.world.client)
        with pytest.raises(huixin.Forbidden):
            unit.bulletins.add(OCTOBER)
        with pytest.raises(huixin.NotFound):
            unit.bulletins.get(made.id)
        square.second.bulletins.act(made.id, BulletinApproval())
        assert [one.id for one in unit.bulletins.iter()] == [made.id]

    def test_days_and_lists_that_do_not_fit_are_refused(self, square: Square, assert_problem: AssertProblem) -> None:
        headers = square.world.headers(MemberKind.CENTRE, name="author")
        for said, pointer in (
            ({"on": "2026-12-01"}, "/on"),
            ({"on": "2026-10-31", "publish_on": "2026-11-01"}, "/publish_on"),
            ({"on": "2026-10-31", "lists": [LIST, "brushing_black"]}, "/lists/1"),
            ({"on": "2026-10-31", "corrects": f"bul_{'0' * 32}"}, "/corrects"),
        ):
            got = square.world.client.post("/v1/bulletins", json=said, headers=headers)
            assert_problem(got, "invalid_content", pointer)


class TestNames:
    def test_what_is_in_doubt_is_not_named_whatever_bulletin_it_stands_in(self, square: Square) -> None:
        key = square.published().id
        today = square.world.context.today()
        square.change(1, severity=Severity.MINOR, decided_on=date(2026, 9, 1))
        square.change(2, disputed=True)
        square.change(3, relief=True)
        square.change(4, provenance=Provenance.PLATFORM)
        square.change(5, display_ended_on=today)
        square.change(6, measures_lifted_on=today)
        assert square.named(key) == {0, 7, 8}
        unfit = {"disputed": 1, "ended": 2, "minor": 1, "not_recognised": 1, "relief": 1}
        assert square.author.bulletins.get(key).unfit == unfit

    def test_only_what_its_source_has_confirmed_within_a_day_is_named(self, square: Square) -> None:
        key = square.published().id
        square.world.pass_time(hours=24)
        assert square.named(key) == set(range(9))
        square.world.pass_time(seconds=1)
        assert square.named(key) == set()
        square.platform.records = [listed(number) for number in range(1, 9)]
        run = pull(square.desk, FEED, sure=True, patience=Patience(seconds=5.0, sleep=lambda _: None))
        assert run.dropped == 1
        assert square.named(key) == set(range(1, 9)), "what the source no longer names is not confirmed by it"
        assert square.author.bulletins.get(key).unfit == {"not_confirmed": 1}

    def test_a_list_without_a_ground_in_force_is_never_named(self, square: Square) -> None:
        square.world.enter({})
        square.world.enter({"YXQZ": "2029-03-01"}, list_code="serious_violation")
        key = square.published().id
        assert square.author.bulletins.get(key).named == {LIST: 9}, "the other one nobody has confirmed"

    def test_a_list_is_displayed_as_long_as_its_ground_is_in_force(
        self, square: Square, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """From the first day on which it no longer is, nobody is named, in the oldest bulletin either."""
        key, today = square.published().id, square.world.context.today()
        terms = square.world.context.ruleset.catalogue.terms
        for end, named in ((today + timedelta(days=1), 9), (today, 0)):
            until = replace(terms.lists[LIST], displayed=Window(None, end))
            monkeypatch.setitem(terms.lists, LIST, until)
            assert len(square.named(key)) == named
        assert square.author.bulletins.get(key).unfit == {"not_public": 9}
        assert square.author.bulletins.add(OCTOBER.model_copy(update={"on": date(2026, 11, 2)})).names == []

    @pytest.mark.parametrize(
        ("changes", "why"),
        [({"kind": SubjectKind.NATURAL_PERSON, "sealed": b"x"}, Unfit.NATURAL_PERSON), ({"uscc": None}, Unfit.NO_CODE)],
    )
    def test_a_person_and_whoever_has_no_code_is_not_named(
        self, square: Square, changes: dict[str, Any], why: Unfit
    ) -> None:
        key = square.published().id
        name = str(listed(4)["accurate_entity_name"])
        assert name in square.page(key).text
        with square.world.context.database.write() as session:
            subject_id = session.exec(select(Listing.subject_id).where(Listing.id == square.listing(4))).one()
            about = (col(SubjectVersion.subject_id) == subject_id, col(SubjectVersion.seq_to).is_(None))
            session.execute(update(SubjectVersion).where(*about).values(**changes))
        assert name not in square.page(key).text
        assert square.author.bulletins.get(key).unfit == {str(why): 1}
        assert name not in {one.name for one in square.author.bulletins.add(OCTOBER).names}

    def test_a_name_stands_with_its_ground_its_document_and_the_link_to_its_source(self, square: Square) -> None:
        made = square.published(OCTOBER.model_copy(update={"remarks": BulletinText(zh="<b>重点</b>", en="<i>x</i>")}))
        page = square.page(made.id).text
        english = square.world.client.get(f"/public/bulletins/{made.id}.html?lang=en").text
        one = made.names[0]
        for said in (one.name, one.uscc, str(one.document_number)):
            assert said in page
            assert said in english
        assert one.title.zh in page
        assert one.ground.zh in page
        assert one.title.en in english
        assert f'<a href="{one.source}"' in page
        assert (one.source, "&lt;b&gt;重点&lt;/b&gt;" in page, "<script" in page) == (
            "https://www.creditchina.gov.cn/",
            True,
            False,
        )
        assert "公示名单" in page
        assert "Names" in english

    @pytest.mark.parametrize(
        ("name", "told"),
        [
            ("张三", "张*"),
            ("欧阳小明", "欧***"),
            ("惠城区张记百货商行", "惠城区张记百货商行"),
            ("老王饭店", "老王饭店"),
        ],
    )
    def test_a_trader_that_bears_only_a_persons_name_is_masked(self, name: str, told: str) -> None:
        assert public_name(SubjectKind.INDIVIDUAL_BUSINESS, name) == told
        assert public_name(SubjectKind.COMPANY, name) == name

    @pytest.mark.both_databases
    def test_no_text_of_it_names_anybody(self, square: Square) -> None:
        """Remarks and reasons go into feeds, and would outlive the record."""
        one = listed(3)
        name, code = str(one["accurate_entity_name"]), str(one["accurate_entity_code"])
        made = square.published()
        for text in (f"本期曝光{name}。", f"本期曝光 {name[:5]} {name[5:]}", f"见{code.lower()}"):
            with pytest.raises(huixin.InvalidContent) as refused:
                square.author.bulletins.add(OCTOBER.model_copy(update={"remarks": BulletinText(zh=text, en="x")}))
            assert [(fault.pointer, fault.code) for fault in refused.value.errors] == [("/remarks/zh", "name_in_text")]
            with pytest.raises(huixin.InvalidContent):
                square.author.bulletins.act(made.id, BulletinWithdrawal(reason=BulletinText(zh="x", en=text)))
        with pytest.raises(huixin.InvalidContent):
            square.author.reports.add(ReportRequest(every="month", on=date(2026, 11, 1), remarks=name))

    def test_what_a_member_alone_calls_somebody_bars_no_word(self, world: World) -> None:
        """An association that has a member called so would else have a say in what is published."""
        desk = SharingDesk(world)
        for number, name in enumerate(("重点核查", "惠州市重点核查有限公司")):
            joined = {"uscc": uscc_of(74_000_001 + number), "grade": "会员", "joined_on": "2025-03-01"}
            desk.done("association", "/v1/memberships", name=name, **joined)
        world.pass_time(days=1)
        said = {"every": "month", "on": desk.today}
        desk.done("centre", "/v1/reports", **said, remarks="本月重点核查直播电商")
        named = desk.post("centre", "/v1/reports", **said, remarks="见惠州市重点核查有限公司")
        assert (named.status_code, named.json()["errors"][0]["code"]) == (422, "name_in_text")


class TestExits:
    def test_what_is_still_to_end_is_named_until_it_does(self, square: Square) -> None:
        tomorrow = square.world.context.today() + timedelta(days=1)
        with square.world.context.database.write() as session:
            end_listing(session, square.listing(7), tomorrow, EndKind.REMOVED, "修复完成")
            end_listing(session, square.listing(8), tomorrow, EndKind.DISPLAY_ENDED)
        key = square.published().id
        assert square.named(key) == set(range(9))
        square.world.pass_time(hours=13)
        assert square.named(key) == set(range(7))

    def test_an_ended_record_is_gone_from_every_bulletin_at_once(self, square: Square) -> None:
        key = square.published().id
        before = square.page(key)
        assert "no-cache" in before.headers["cache-control"]
        kept = {"If-None-Match": before.headers["etag"]}
        assert square.page(key, **kept).status_code == 304
        listing, today = square.listing(7), square.world.context.today()
        with square.world.context.database.write() as session:
            end_listing(session, listing, today, EndKind.REMOVED, "修复完成")
        after = square.page(key, **kept)
        assert after.status_code == 200, "nobody keeps what was true before"
        gone = listed(7)
        for said in (gone["accurate_entity_code"], gone["accurate_entity_name"], gone["wsh"], listing):
            assert str(said) not in after.text + square.everything()
        [left] = square.author.bulletins.exits()
        assert (left.on, left.list, left.left) == (today, LIST, 1)
        assert "退出公示" in square.world.client.get("/public/bulletins.html").text

    def test_feeds_carry_counts_and_links_and_no_names(self, square: Square) -> None:
        made = square.published()
        told = square.everything()
        for form in FORMS:
            kept = square.world.client.get(f"/public/bulletins{form}").headers["cache-control"]
            assert kept == "public, max-age=300", "copies of what has changed are gone within minutes"
        for number in range(9):
            one = listed(number)
            assert str(one["accurate_entity_code"]) not in told
            assert str(one["accurate_entity_name"]) not in told
            assert str(one["wsh"]) not in told
        feed = Xml.fromstring(square.world.client.get("/public/bulletins.atom").text)  # noqa: S314 (our own)
        [entry] = feed.findall(f"{{{ATOM}}}entry")
        assert entry.find(f"{{{ATOM}}}link").attrib["href"] == f"/public/bulletins/{made.id}.html"  # type: ignore[union-attr]
        lines = list(
            csv.DictReader(io.StringIO(square.world.client.get("/public/bulletins.csv").text.lstrip("\ufeff")))
        )
        assert [(line["list"], line["count"]) for line in lines] == [("", "9"), (LIST, "9")]

    def test_a_withdrawn_bulletin_says_so_and_nothing_else(self, square: Square) -> None:
        made = square.published()
        withdrawn = square.author.bulletins.act(made.id, BulletinWithdrawal(reason=WHY))
        assert (withdrawn.state, withdrawn.names) == (BulletinState.WITHDRAWN, [])
        assert square.named(made.id) == set()
        assert WHY.zh in square.page(made.id).text
        assert "已撤回 Withdrawn" in square.world.client.get("/public/bulletins.atom").text
        again = square.published(OCTOBER.model_copy(update={"corrects": made.id}))
        assert square.named(again.id) == set(range(9)), "what it named may be told anew"
        assert f"/public/bulletins/{made.id}.html" in square.page(again.id).text
        with pytest.raises(huixin.Conflict):
            square.author.bulletins.act(made.id, BulletinDiscarding(reason=WHY))

    def test_one_that_is_withdrawn_before_its_day_is_never_public(self, square: Square) -> None:
        tomorrow = square.world.context.today() + timedelta(days=1)
        made = square.published(OCTOBER.model_copy(update={"publish_on": tomorrow}))
        assert square.author.bulletins.act(made.id, BulletinWithdrawal(reason=WHY)).state is BulletinState.WITHDRAWN
        for days in (0, 1, 40):
            square.world.pass_time(days=days)
            assert square.page(made.id).status_code == 404
            assert made.id not in square.everything()
            assert WHY.zh not in square.everything()
            assert list(square.author.bulletins.notices()) == []
        with pytest.raises(huixin.InvalidContent):
            square.author.bulletins.add(OCTOBER.model_copy(update={"corrects": made.id}))
        assert square.author.bulletins.get(made.id).state is BulletinState.WITHDRAWN, (
            "its keepers see what became of it"
        )

    def test_one_that_is_withdrawn_on_its_day_was_public_and_is_told(self, square: Square) -> None:
        tomorrow = square.world.context.today() + timedelta(days=1)
        made = square.published(OCTOBER.model_copy(update={"publish_on": tomorrow}))
        square.world.pass_time(days=1)
        square.author.bulletins.act(made.id, BulletinWithdrawal(reason=WHY))
        assert WHY.zh in square.page(made.id).text


def test_progress_is_told_as_it_was_on_the_day_of_drafting(square: Square) -> None:
    square.world.enter({"属地": "博罗县", "YXQZ": ""}, list_code="ecommerce_pushed")
    made = square.published(BulletinRequest(on=date(2026, 11, 2), lists=()))
    assert (made.named, [(row.figure, row.counted, row.of) for row in made.progress]) == ({}, [("verification", 0, 1)])
    square.world.enter({"属地": "博罗县", "TYSHXYDM": CLEAN, "YXQZ": ""}, list_code="ecommerce_pushed")
    assert square.author.bulletins.get(made.id).progress == made.progress
    assert "专项治理进展" in square.page(made.id).text


def test_the_schedule_says_what_is_due(square: Square) -> None:
    def states() -> list[str]:
        return [one.state for one in square.author.bulletins.schedule()]

    assert states() == ["open", "open"], "November runs, and October is told until the tenth"
    square.published()
    assert states() == ["open", "published"]
    square.world.pass_time(days=45)
    assert states() == ["open", "overdue", "published"], "in the middle of December"


def test_the_page_on_publicity_says_all_of_it_and_its_program_runs(
    square: Square, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    page = DOCS / "publicity.md"
    for word in {*Unfit, *BulletinState}:
        assert re.search(rf"^\| `{word}` \|", page.read_text(encoding="utf-8"), re.MULTILINE), word
    monkeypatch.setattr(huixin, "Client", lambda: square.author)
    [program] = programs(page)
    exec(compile(program, page.name, "exec"), {})  # noqa: S102 - our own page
    assert capsys.readouterr().out.count("https://www.creditchina.gov.cn/") == 9


def test_the_async_client_reads_the_same(square: Square) -> None:
    made = square.published()
    member = square.world.members["author"]

    async def read() -> tuple[str, list[str], int, int]:
        transport = httpx.ASGITransport(app=square.world.client.app)
        async with httpx.AsyncClient(transport=transport, base_url="http://testserver") as http:
            client = AsyncClient("http://testserver", member.client_id, member.client_secret, http=http)
            notices = [one.id async for one in client.bulletins.notices()]
            got = await client.bulletins.get(made.id)
            return got.id, notices, len(await client.bulletins.exits()), len(await client.bulletins.schedule())

    assert asyncio.run(read()) == (made.id, [made.id], 0, 2)
