"""/v1/warnings: which series are watched, what stands out, and how counts of complaints come in."""

import asyncio
from datetime import date, timedelta
from pathlib import Path

import httpx
import pytest

import huixin
from huixin import AsyncClient, Client
from huixin.core.vocabulary import MemberKind
from huixin.types.warning import Series, SeriesPeriod
from tests.api.conftest import AssertProblem, World
from tests.api.test_duties import client_of
from tests.docs.programs import programs
from tests.docs.session import DOCS

SUNDAY = date(2026, 11, 1)
"""The last day of the last week that is over."""


@pytest.fixture
def centre(world: World) -> Client:
    return client_of(world, MemberKind.CENTRE)


def written(folder: Path, *rows: str, header: str = "day,source,count") -> Path:
    path = folder / "complaints.csv"
    path.write_text("\n".join((header, *rows)) + "\n", encoding="utf-8")
    return path


def weeks(*, last: int) -> list[str]:
    """Thirteen weeks of twenty complaints a day, but for the last one."""
    days = [SUNDAY - timedelta(days=back) for back in range(13 * 7)]
    return [f"{day},12315,{last if back < 7 else 20 + back % 3}" for back, day in enumerate(days)]


def periods(client: Client, series: Series, every: str = "week") -> list[SeriesPeriod]:
    found = client.warnings.all(every=every)  # type: ignore[arg-type]
    return next(one.periods for one in found.items if one.series is series)


def test_a_week_of_many_complaints_stands_out_from_those_before(
    centre: Client, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    usual = centre.warnings.add_complaints(written(tmp_path, *weeks(last=21)))
    assert (usual.days, usual.changed) == (91, 91)
    assert [one.warned for one in periods(centre, Series.COMPLAINTS_12315)] == [False] * 12
    again = centre.warnings.add_complaints(written(tmp_path, *weeks(last=60)))
    assert (again.days, again.changed) == (91, 7), "a day that comes again is replaced"
    *_, before, last = periods(centre, Series.COMPLAINTS_12315)
    assert (last.first, last.last, last.count, last.warned) == (date(2026, 10, 26), SUNDAY, 420, True)
    assert (last.expected, before.warned) == (147.0, False)
    days = periods(centre, Series.COMPLAINTS_12315, "day")
    assert [one.first for one in days if one.warned] == [SUNDAY - timedelta(days=back) for back in range(6, -1, -1)]
    assert periods(centre, Series.COMPLAINTS_12345) == []
    [program] = [one for one in programs(DOCS / "monitoring.md") if "client.warnings" in one]
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(huixin, "Client", lambda: centre)
        exec(compile(program, "docs", "exec"), {})  # noqa: S102 - our own page
    assert capsys.readouterr().out == "12315 投诉 2026-10-26 420 147.0\n"


def test_a_county_is_held_against_its_own_past(centre: Client, tmp_path: Path) -> None:
    """A week that is nothing for the city is much for one county."""
    days = [SUNDAY - timedelta(days=back) for back in range(13 * 7)]
    rows = [f"{day},12315,{9 if back < 7 else 2},博罗县" for back, day in enumerate(days)]
    rows += [f"{day},12315,{193 if back < 7 else 200},惠城区" for back, day in enumerate(days)]
    done = centre.warnings.add_complaints(written(tmp_path, *rows, header="日期,来源,件数,区县"))
    assert (done.days, done.changed) == (182, 182)
    warned = {}
    for unit in (None, "boluo", "huicheng", "huidong"):
        found = {one.series: one.periods for one in centre.warnings.all(unit=unit).items}
        last = found[Series.COMPLAINTS_12315][-1]
        warned[unit] = (last.count, last.warned, len(found))
    assert warned == {
        None: (1414, False, 5),
        "boluo": (63, True, 3),
        "huicheng": (1351, False, 3),
        "huidong": (0, False, 3),
    }
    with pytest.raises(huixin.InvalidContent):
        centre.warnings.all(unit="nowhere")


def test_a_day_that_comes_again_is_replaced_with_all_its_places(centre: Client, tmp_path: Path) -> None:
    def counts(unit: str | None) -> list[int]:
        found = {one.series: one.periods for one in centre.warnings.all(every="day", unit=unit).items}
        return [one.count for one in found[Series.COMPLAINTS_12345]]

    placed = "day,source,count,unit"
    centre.warnings.add_complaints(written(tmp_path, f"{SUNDAY},12345,7"))
    assert (counts(None), counts("boluo")) == ([7], []), "of no place anything is known"
    again = written(
        tmp_path, f"{SUNDAY},12345,3,boluo", f"{SUNDAY},12345,2,huicheng", f"{SUNDAY},12345,1,", header=placed
    )
    assert centre.warnings.add_complaints(again).changed == 3
    assert (counts(None), counts("boluo"), counts("huidong")) == ([6], [3], [0])
    assert centre.warnings.add_complaints(again).changed == 0
    centre.warnings.add_complaints(written(tmp_path, f"{SUNDAY},12345,4,boluo", header=placed))
    assert (counts(None), counts("boluo"), counts("huicheng")) == ([4], [4], [0])


def test_what_the_service_does_itself_is_counted(world: World, centre: Client) -> None:
    world.enter({})
    world.enter({"属地": "博罗县", "YXQZ": ""}, list_code="ecommerce_pushed")
    for _ in range(3):
        assert world.ask(world.headers()).json()["outcome"] == "refuse"
    assert periods(centre, Series.REFUSED, "day") == [], "today is not over"
    world.pass_time(days=2)
    for series, number in ((Series.REFUSED, 3), (Series.LEADS, 1)):
        counts = [(one.first, one.count) for one in periods(centre, series, "day")]
        assert counts == [(date(2026, 11, 2), number), (date(2026, 11, 3), 0)], series
    for unit, number in (("boluo", 1), ("huicheng", 0)):
        [leads] = [one for one in centre.warnings.all(every="day", unit=unit).items if one.series is Series.LEADS]
        assert [one.count for one in leads.periods] == [number, 0], unit
    assert periods(centre, Series.SIGNALS, "day") == []


def test_a_file_with_anything_but_counts_is_refused_whole(
    world: World, centre: Client, tmp_path: Path, assert_problem: AssertProblem
) -> None:
    headers = world.headers(MemberKind.CENTRE, name=str(MemberKind.CENTRE))
    for content, pointer, code in (
        ("day,source,count,name\n2026-11-01,12315,1,张三\n", "/file", "wrong_columns"),
        ("day,source,count\n2026-11-01,12315,1\n2026-11-03,12315,1\n", "/file/3", "wrong_day"),
        ("日期,来源,件数\n2026-11-01,12346,1\n", "/file/2", "unknown_source"),
        ("日期,来源,件数\n2026-11-01,12315,-1\n", "/file/2", "no_count"),
        ("日期,来源,件数,区县\n2026-11-01,12315,1,某地\n", "/file/2", "unknown_unit"),
    ):
        sent = {"file": ("x.csv", content.encode())}
        got = world.client.post("/v1/warnings/complaints", files=sent, headers=headers)
        assert_problem(got, "invalid_content", pointer, code)
    gibberish = {"file": ("x.csv", b"\xff\xfe\x00")}
    got = world.client.post("/v1/warnings/complaints", files=gibberish, headers=headers)
    assert_problem(got, "invalid_content", "/file", "unreadable")
    assert periods(centre, Series.COMPLAINTS_12315, "day") == []


def test_others_see_no_series(world: World) -> None:
    unit = client_of(world, MemberKind.UNIT, unit="boluo")
    with pytest.raises(huixin.Forbidden):
        unit.warnings.all()


def test_the_async_client_does_the_same(world: World, tmp_path: Path) -> None:
    member, path = world.member(MemberKind.CENTRE), written(tmp_path, "2026-11-01,12345,7")

    async def read() -> tuple[int, int]:
        transport = httpx.ASGITransport(app=world.client.app)
        async with httpx.AsyncClient(transport=transport, base_url="http://testserver") as http:
            client = AsyncClient("http://testserver", member.client_id, member.client_secret, http=http)
            done = await client.warnings.add_complaints(path)
            return done.changed, (await client.warnings.all(every="day")).items[-1].periods[0].count

    assert asyncio.run(read()) == (1, 7)
