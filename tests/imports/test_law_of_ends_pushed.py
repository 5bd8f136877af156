"""The law of ends where what was pushed stands on several lists: as a name that waits for verification, and as what was
recognised; and where another file states one of those lists."""

from dataclasses import dataclass
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huixin.core.windows import day_of
from models.imports.keys import plain
from models.keys import KeyRing
from tests.conftest import STORED_EXAMPLES, NewDatabase

from .conftest import NOW, TCL, Rules, World

HEADER = "记录编号,JGMC,TYSHXYDM,RDBM,WSH,RDRQ,LRMDSY,TCRQ"
BODIES = {"国市监认〔2026〕1号": "国家市场监督管理总局", "惠城市监认〔2026〕2号": "惠城区市场监督管理局"}
"""By document, who recognises: upward for joint punishment, in the county for serious violations."""
PUSHED, JOINT = "ecommerce_pushed", "ecommerce_joint"
FIRST = "国市监认〔2026〕1号"


@dataclass(frozen=True)
class Row:
    document: str
    text: str
    ended: bool


@dataclass(frozen=True)
class File:
    rows: tuple[Row, ...]
    list: str = PUSHED
    mode: str = "increment"

    def text(self) -> str:
        return "\n".join([HEADER, *(row.text for row in self.rows)]) + "\n"


@st.composite
def rows(draw: st.DrawFn) -> Row:
    """Whole or with the body left out, which leaves a name to verify."""
    document = draw(st.sampled_from(sorted(BODIES)))
    recid = draw(st.sampled_from(["", "1", "2"]))
    body = draw(st.sampled_from([BODIES[document], ""]))
    ended = draw(st.booleans())
    cells = (recid and f"{recid}-{document[0]}", "惠州市益永畅商贸有限公司", TCL, body, document, "2026-09-30", "刷单")
    return Row(document, ",".join([*cells, "2026-10-20" if ended else ""]), ended)


pushes = st.builds(
    File, st.lists(rows(), max_size=2).map(tuple), st.just(PUSHED), st.sampled_from(["increment", "increment", "full"])
)
exits_on_the_list = st.builds(
    lambda recid: File(
        (Row(FIRST, f"{recid},甲,{TCL},{BODIES[FIRST]},{FIRST},2026-09-30,刷单,2026-10-20", True),), JOINT
    ),
    st.sampled_from(["", "1-国", "J1"]),
)


def standing(world: World) -> set[tuple[str, str]]:
    """Lists and documents of what counts."""
    return {
        (listing.list, next(one for one in BODIES if plain(one) == plain(version.document_number or "")))
        for _, listing, version in world.records()
        if version.ended_on is None or version.ended_on > day_of(NOW)
    }


@settings(
    max_examples=STORED_EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(history=st.lists(st.one_of(pushes, pushes, pushes, exits_on_the_list), min_size=2, max_size=5))
def test_what_a_push_has_ended_stays_so_on_every_list(
    new_database: NewDatabase, tmp_path: Path, history: list[File]
) -> None:
    world, over = World(new_database(), KeyRing.open(tmp_path), Rules(), tmp_path), set[str]()
    ended_on_the_list = False
    for file in history:
        world.take(file.text(), list_code=file.list, mode=file.mode, confirm=True)
        if file.list == PUSHED:
            over |= {row.document for row in file.rows if row.ended}
        ended_on_the_list |= file.list == JOINT
        found = standing(world)
        assert not over & {document for _, document in found}, history
        assert not (ended_on_the_list and (JOINT, FIRST) in found), history


@settings(
    max_examples=STORED_EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(history=st.lists(pushes, min_size=2, max_size=4))
def test_what_a_push_has_not_ended_stands(new_database: NewDatabase, tmp_path: Path, history: list[File]) -> None:
    """On whichever list: of a decision that every file since names, and none has ended."""
    world, stands, over = World(new_database(), KeyRing.open(tmp_path), Rules(), tmp_path), set[str](), set[str]()
    lacking: set[str] = set()
    for file in history:
        world.take(file.text(), list_code=PUSHED, mode=file.mode, confirm=True)
        named = {row.document for row in file.rows}
        over |= {row.document for row in file.rows if row.ended}
        if file.mode == "full":
            stands, lacking = stands & named, (lacking | stands) - named
        stands = (stands | named) - over - lacking
        assert stands <= {document for _, document in standing(world)}, history
