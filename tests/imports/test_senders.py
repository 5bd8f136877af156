"""Who sends a file limits what it may say: no member speaks for an authority, none changes what another keeps."""

import pytest
from sqlmodel import select

from huixin.core.vocabulary import MemberKind
from models.errors import Invalid
from models.imports.sources import Source
from models.subjects import SubjectIdentifier
from tests.factories import make_member

from .conftest import BYD, DESAY, EVE, TCL, World

BODY = "惠州市市场监督管理局"
HEADER = "JGMC,TYSHXYDM,RDBM,RDRQ,LRMDSY,WSH,TCRQ\n"
OWN = f"甲公司,{TCL},{BODY},2026-09-01,组织刷单,惠市监〔2026〕1号,\n"


@pytest.fixture
def members(world: World) -> dict[str, str]:
    """A platform and an association; name → id."""
    names = {"某平台": MemberKind.PLATFORM, "惠州市网商会": MemberKind.ASSOCIATION}
    with world.database.write() as session:
        return {name: make_member(session, kind, name=name).member_id for name, kind in names.items()}


def test_a_member_that_names_an_authority_does_not_become_one(world: World, members: dict[str, str]) -> None:
    world.take(HEADER + OWN, source="某平台")
    [(_, _, version)] = world.records()
    assert (version.provenance, version.inside) == ("platform", None)
    world.take(HEADER + OWN.replace(TCL, DESAY), source="惠州市网商会")
    kept = {version.source: (version.provenance, version.inside) for _, _, version in world.records()}
    assert kept["惠州市网商会"] == ("association", members["惠州市网商会"])


@pytest.mark.usefixtures("members")
@pytest.mark.parametrize("sender", ["某平台", "惠州市网商会"])
@pytest.mark.parametrize(
    "row", [OWN.replace(",\n", ",2026-10-20\n"), OWN.replace("甲公司", "改名公司").replace("组织刷单", "无事")]
)
def test_no_member_ends_or_changes_or_renames_what_another_keeps(world: World, sender: str, row: str) -> None:
    world.take(HEADER + OWN)
    [before] = [(version.seq_from, version.provenance) for _, _, version in world.records()]
    report = world.take(HEADER + row, source=sender)
    assert (report.changed, report.exited, report.unchanged) == (0, 0, 1)
    assert "other_source" in {issue.code for issue in report.warnings}
    assert [(version.seq_from, version.provenance) for _, _, version in world.records()] == [before]


@pytest.mark.usefixtures("members")
def test_its_own_record_a_member_ends(world: World) -> None:
    world.take(HEADER + OWN, source="某平台")
    assert world.take(HEADER + OWN.replace(",\n", ",2026-10-20\n"), source="某平台").exited == 1


@pytest.mark.usefixtures("members")
def test_the_centres_own_file_corrects_anybodys(world: World) -> None:
    world.take(HEADER + OWN, source="某平台")
    assert world.take(HEADER + OWN.replace("组织刷单", "另有事实")).changed == 1


def test_no_member_is_taken_for_the_centre(world: World) -> None:
    """One that bore the name of the centre's files before that was refused."""
    world.take(HEADER + OWN)
    before = world.record()
    world.member("file", "platform")
    with pytest.raises(Invalid, match="the centre's own"):
        world.take(HEADER + OWN.replace(",\n", ",2026-10-20\n"), source="file")
    assert world.record() == before


def test_the_centre_is_who_is_no_member_under_the_name_of_its_files() -> None:
    def sent(name: str, kind: MemberKind | None) -> tuple[bool, str | None]:
        source = Source(name, kind, None, {}, frozenset())
        return source.is_centre, source.owns_only

    assert sent("file", None) == (True, None)
    assert sent("惠州市信用中心", MemberKind.CENTRE) == (True, None)
    assert sent("省平台", None) == (False, None)
    assert sent("file", MemberKind.PLATFORM) == (False, "file")


WORD = "甲公司,{},{},2026-09-01,组织刷单,惠市监〔2026〕1号,\n"


@pytest.mark.usefixtures("members")
@pytest.mark.parametrize("list_code", ["ecommerce_joint", "red"])
def test_a_word_that_the_list_does_not_take_is_said_and_kept_as_what_it_is(world: World, list_code: str) -> None:
    bodies = [(TCL, BODY), (DESAY, "惠州市电子商务协会"), (BYD, "某平台")]
    report = world.take(HEADER + "".join(WORD.format(*body) for body in bodies), list_code=list_code)
    sent = world.take(HEADER + WORD.format(EVE, BODY), list_code=list_code, source="惠州市网商会")
    assert (report.entered, sent.entered) == (3, 1)
    assert [(issue.row, issue.code) for issue in report.warnings] == [
        (3, "recogniser_not_of_list"), (4, "recogniser_not_of_list"),
    ]  # fmt: skip
    assert [issue.code for issue in sent.warnings] == ["recogniser_not_of_list"]
    kept = {subject.key[5:]: version.provenance for subject, _, version in world.records()}
    assert kept == {TCL: "authority", DESAY: "association", BYD: "platform", EVE: "association"}


@pytest.mark.usefixtures("members")
def test_a_list_of_associations_and_platforms_takes_their_word(world: World) -> None:
    report = world.take(HEADER + WORD.format(TCL, "惠州市电子商务协会") + WORD.format(DESAY, "某平台"))
    assert (report.entered, report.warnings) == (2, ())


@pytest.mark.usefixtures("members")
@pytest.mark.parametrize(("sender", "linked"), [(None, ["440301105984804"]), ("某平台", [])])
def test_only_an_authority_links_a_number_to_a_code(world: World, sender: str | None, linked: list[str]) -> None:
    number = HEADER.replace(",TCRQ", ",工商注册号"), OWN.replace(",\n", ",440301105984804\n")
    world.take("".join(number), source=sender)
    assert world.read(lambda session: list(session.exec(select(SubjectIdentifier.value)))) == linked
