"""A screening of many says just what checks say, one by one from the bundle and in batches online."""

from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huixin.bulk import screen, verdicts_of
from huixin.bulk.codes import normal_codes
from huixin.bulk.verdicts import ERROR, NOT_COVERED, Verdict
from huixin.core.identifiers import IdentifierError, parse_uscc
from huixin.core.vocabulary import MemberKind
from huixin.errors import BadArgument
from huixin.local.checker import BundleChecker, NotCovered
from huixin.types.batch import BatchItem
from huixin.types.question import CheckRequest
from tests.api.bundles.register import NAMES, Register
from tests.api.bundles.test_parity import LISTED, checker, questions, with_the_same_organisation_code
from tests.api.conftest import BLACK, CLEAN, World
from tests.conftest import FULL, STORED_EXAMPLES
from tests.factories import fresh_usccs, make_listing, make_subject

KIND = MemberKind.PLATFORM
WRONG = ("91441300MA5ABCDEFX", "9144", "", "  ", "914413001234567800", "9.1441300192203E+17", "91441300MA5ABCDEÉX")
RESIDENT = "110101199003077459"
SLOW = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large]
Roster = list[tuple[str | None, str | None]]


def frame_of(roster: Roster) -> pl.DataFrame:
    return pl.DataFrame(roster, schema={"uscc": pl.String, "name": pl.String}, orient="row").with_row_index("row")


def screened(local: BundleChecker, question: CheckRequest, roster: Roster, **options: Any) -> list[Verdict | None]:
    frame = screen(frame_of(roster), verdicts_of(local, question), name="name", language="en", **options)
    assert frame["row"].to_list() == [*range(len(roster))]
    rows = zip(frame["outcome"], frame["measures"], frame["reasons"], strict=True)
    return [None if row[0] is None else Verdict(*row) for row in rows]


def told_locally(local: BundleChecker, request: CheckRequest) -> Verdict | None:
    subject = request.subject
    if not (subject.uscc or "").strip() and not (subject.name or "").strip():
        return None
    try:
        return Verdict.of(local.answer(request))
    except NotCovered as reason:
        if reason.reason == "code" and (subject.uscc or "").strip():
            return Verdict(ERROR, reasons=said_of(subject.uscc or ""))
        return Verdict(NOT_COVERED)


def said_of(code: str) -> str:
    with pytest.raises(IdentifierError) as error:
        parse_uscc(code)
    return error.value.message


def told_online(world: World, request: CheckRequest) -> Verdict:
    body = {"items": [request.model_dump(mode="json", by_alias=True, exclude_none=True)]}
    headers = world.headers(KIND) | {"Accept-Language": "en"}
    response = world.client.post("/v1/check/batch", json=body, headers=headers)
    assert response.status_code == 200, response.text
    item = BatchItem.model_validate(response.json()["items"][0])
    if item.answer is not None:
        return Verdict.of(item.answer)
    assert item.problem is not None
    return Verdict(ERROR, reasons=" ".join(error.message for error in item.problem.errors))


def asked(question: CheckRequest, code: str | None, name: str | None) -> CheckRequest:
    return question.model_copy(update={"subject": question.subject.model_copy(update={"uscc": code, "name": name})})


@settings(max_examples=10 if FULL else 2, suppress_health_check=SLOW)
@given(data=st.data())
def test_random_lists_and_rosters(world: World, tmp_path: Path, data: st.DataObject) -> None:
    codes = [code for code, _ in zip(fresh_usccs(), range(12), strict=False)]
    with world.context.database.write() as session:
        for code, fields in zip(codes, data.draw(LISTED), strict=True):
            subject = make_subject(session, uscc=code, name=data.draw(st.sampled_from(NAMES)))
            for each in fields:
                make_listing(session, subject, **each)
    local = checker(world, KIND, tmp_path)
    who = st.sampled_from([*codes, *map(str.lower, codes), f" {codes[0]} ", CLEAN, None, *WRONG])
    called = st.sampled_from(
        [None, *NAMES, NAMES[0].replace("有限", "有限责任"), "丙店", " ", f"某{RESIDENT}", "长" * 300]
    )
    roster = data.draw(st.lists(st.tuples(who, called), min_size=1, max_size=40))
    for _ in range(3):
        fields = data.draw(questions()) | {"subject": {"role": "merchant"}}
        question = CheckRequest.model_validate(fields)
        found = screened(local, question, roster)
        for (code, name), verdict in zip(roster, found, strict=True):
            request = asked(question, code, name)
            if name is not None and len(name) > 256:
                assert verdict == Verdict(NOT_COVERED)
                continue
            assert verdict == told_locally(local, request), request
            if verdict is not None and verdict.outcome != NOT_COVERED:
                assert verdict == told_online(world, request), request


# all examples of a run are entered into one world, which grows
@settings(max_examples=40 if FULL else STORED_EXAMPLES, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_merchants_who_share_names_and_codes(world: World, tmp_path: Path, data: st.DataObject) -> None:
    with world.context.database.write() as session:
        register = Register(session, data.draw)
        for _ in range(data.draw(st.integers(1, 8))):
            register.act()
    local = checker(world, KIND, tmp_path)
    codes = [*register.codes, *map(with_the_same_organisation_code, register.codes)]
    roster: Roster = [(code, name) for code in codes for name in (None, *NAMES)]
    question = CheckRequest.model_validate({"subject": {}, "scene": "onboarding"})
    for (code, name), verdict in zip(roster, screened(local, question, roster), strict=True):
        assert verdict == told_locally(local, asked(question, code, name))


def test_without_validation_only_a_wrong_check_character_passes(world: World, tmp_path: Path) -> None:
    world.enter({})
    local = checker(world, KIND, tmp_path)
    wrong = CLEAN[:17] + ("0" if CLEAN[17] != "0" else "1")
    roster: Roster = [(BLACK, None), (BLACK.lower(), None), (wrong, None), ("9144", None)]
    question = CheckRequest.model_validate({"subject": {}, "scene": "promotion"})
    outcomes = [one and one.outcome for one in screened(local, question, roster, validate=False)]
    assert outcomes == ["refuse", "refuse", "clear", "error"]
    assert [one and one.outcome for one in screened(local, question, roster)][2] == "error"


def test_a_lazy_frame_stays_lazy_and_its_columns_are_its_own(world: World, tmp_path: Path) -> None:
    world.enter({})
    verdicts = verdicts_of(
        checker(world, KIND, tmp_path), CheckRequest.model_validate({"subject": {}, "scene": "live"})
    )
    plan = screen(pl.LazyFrame({"code": [BLACK] * 1000, "n": range(1000)}), verdicts, code="code")
    plan.sink_parquet(tmp_path / "out.parquet")
    written = pl.read_parquet(tmp_path / "out.parquet")
    assert written.columns == ["code", "n", "outcome", "measures", "reasons"]
    assert written["n"].to_list() == [*range(1000)]
    with pytest.raises(BadArgument, match="outcome"):
        screen(written, verdicts, code="code")


@given(st.lists(st.one_of(st.none(), st.text(max_size=20), st.from_regex(r"[0-9A-Y]{18}", fullmatch=True))))
def test_codes_are_read_as_one_by_one(texts: list[str | None]) -> None:
    codes = [code for code, _ in zip(fresh_usccs(), range(3), strict=False)]
    given = [*texts, *codes]
    found, problems = normal_codes(pl.Series(given, dtype=pl.String), validate=True, language="en")
    assert [*zip(found, problems, strict=True)] == [read(text) for text in given]


def read(text: str | None) -> tuple[str | None, str | None]:
    if text is None or not text.strip():
        return None, None
    try:
        return parse_uscc(text), None
    except IdentifierError as error:
        return None, error.message
