"""A referral to the police is known to the handling unit, to public security and to the centre's named officer. For all
others nothing at all is different, whatever they call."""

from pathlib import Path

from models.cases.ledger import read_ledger, write_ledger
from models.cases.seen import find_case
from models.cases.views import case_detail
from models.cases.work import Work
from tests.api.isolation.cast import CAST
from tests.api.isolation.planted import Planted, refer
from tests.api.isolation.rules import one
from tests.api.isolation.test_isolation import both_at_full_size, everything, one_of_each_kind
from tests.api.isolation.tries import Try, ask_all, tries
from tests.case_desk import CENTRE
from tests.conftest import FULL

KNOW = {"unit A", "police A", "city police", "officer"}
ASKED = set(CAST) if FULL else KNOW | set(one_of_each_kind())
REFERRALS = "GET /v1/cases/{case_id}/referrals"
"""Of a case of side A."""
ALL = "GET /v1/referrals"


@both_at_full_size
def test_nothing_that_anybody_else_reads_is_different(planted: Planted) -> None:
    reading = [one for one in tries(planted) if one.route.startswith("GET") and one.role in ASKED]
    reading += _asking_for_them(planted)
    before = {met.tried: met.told for met in ask_all(planted, reading)}
    assert {tried.role for tried in before} == ASKED
    refer(planted, "A")
    after = {met.tried: met.told for met in ask_all(planted, reading)}
    different = {(tried.role, tried.route) for tried in before if before[tried] != after[tried]}
    assert different == {(role, route) for role in KNOW for route in (REFERRALS, ALL)}


@both_at_full_size
def test_it_leaves_no_trace_in_any_other_table(planted: Planted) -> None:
    """No event, no job, no message in the outbox, no number of the sequence, no version of the case."""
    before = everything(planted.world.context.database)
    refer(planted, "A")
    after = everything(planted.world.context.database)
    assert [table for table in before if before[table] != after[table]] == ["case_referral"]


@both_at_full_size
def test_what_is_done_to_the_case_later_tells_nothing_of_it(planted: Planted, tmp_path: Path) -> None:
    case = planted.one("case", "A")
    referral = refer(planted, "A")
    order = {"action": "issue_order", "number": "改1号", "requirements": "停止销售", "issued_on": planted.today}
    told = [str(planted.cast.done("centre", f"/v1/cases/{case.id}/actions", **order))]
    reading = [one for one in tries(planted) if one.route.startswith("GET") and one.role in ASKED - KNOW]
    told += [met.response.text for met in ask_all(planted, reading)]
    told += [
        str(rows) for table, rows in everything(planted.world.context.database).items() if table != "case_referral"
    ]
    told.append(str(_ledger(planted, case.id, tmp_path / "ledger.xlsx")))
    assert [word for word in referral.secrets for text in told if word in text] == []


def _asking_for_them(planted: Planted) -> list[Try]:
    case = planted.one("case", "A")
    return [Try(role, REFERRALS, one("case"), case, case.id, None) for role in sorted(ASKED)]


def _ledger(planted: Planted, case_id: str, path: Path) -> object:
    context = planted.world.context
    with context.database.read() as session:
        work = Work(session, CENTRE, context.ruleset.catalogue, context.now())
        write_ledger(path, context.ruleset.catalogue, [case_detail(work, find_case(session, CENTRE, case_id))])
    return read_ledger(path)
