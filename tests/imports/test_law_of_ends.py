"""What a source has ended never answers again by itself, whatever files come after, under whatever number or code."""

from datetime import date
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huixin.core.windows import day_of
from models.keys import KeyRing
from tests.conftest import STORED_EXAMPLES, NewDatabase

from .conftest import NOW, TCL, Rules, World

HEADER = "记录编号,JGMC,TYSHXYDM,组织机构代码,RDBM,WSH,RDRQ,LRMDSY,TCRQ"
NAME = "惠州市益永畅商贸有限公司"
IDS = {"国市监认〔2026〕1号": ["", "A1", "A2"], "国市监认〔2026〕2号": ["", "B1", "B2"]}
"""Numbers of the source for the record of a decision, by the decision's own."""
ENDED = "2026-10-20"


@st.composite
def rows(draw: st.DrawFn, document: str) -> tuple[str, bool]:
    """A row about the decision, and whether it says that its record has ended."""
    ended = draw(st.booleans())
    cells = (
        draw(st.sampled_from(IDS[document])),
        NAME,
        *draw(st.sampled_from([(TCL, ""), ("", f"{TCL[8:16]}-{TCL[16]}")])),
        draw(st.sampled_from(["国家市场监督管理总局", "市场监管总局"])),
        document.replace("〔", "[").replace("〕", "]") if draw(st.booleans()) else document,
        draw(st.sampled_from(["2026-09-30", "2026-09-29"])),
        draw(st.sampled_from(["刷单", "刷单炒信"])),
        ENDED if ended else draw(st.sampled_from(["", "", "2027-12-20"])),
    )
    return ",".join(cells), ended


@st.composite
def files(draw: st.DrawFn) -> tuple[str, str, set[str]]:
    """A file, how it is to be taken, and the decisions that it says have ended."""
    about = draw(st.lists(st.sampled_from(sorted(IDS)), unique=True, max_size=2))
    said = {document: draw(rows(document)) for document in about}
    text = "\n".join([HEADER, *(row for row, _ in said.values())]) + "\n"
    return text, draw(st.sampled_from(["increment", "full"])), {one for one, (_, ended) in said.items() if ended}


def standing(world: World) -> set[str]:
    today: date = day_of(NOW)
    return {
        str(version.document_number).replace("[", "〔").replace("]", "〕")
        for _, _, version in world.records()
        if version.ended_on is None or version.ended_on > today
    }


@settings(
    max_examples=STORED_EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(sequence=st.lists(files(), min_size=2, max_size=5))
def test_what_has_ended_stays_so(
    new_database: NewDatabase, tmp_path: Path, sequence: list[tuple[str, str, set[str]]]
) -> None:
    world, over = World(new_database(), KeyRing.open(tmp_path), Rules(), tmp_path), set[str]()
    for text, mode, ended in sequence:
        report = world.take(text, mode=mode, confirm=True)
        assert report.rejected == 0
        over |= ended
        assert not standing(world) & over
