"""What the centre makes of a suspect: a case, which a unit verifies like any lead, or nothing."""

from huixin.core.identifiers import IdentifierError, kind_of_uscc, parse_uscc
from huixin.core.records import Record
from huixin.core.vocabulary import MemberKind, Provenance, Standing
from huixin.core.windows import Window
from huixin.types.suspect import Dismiss, OpenCase, SuspectAct
from models.cases.opening import open_cases
from models.cases.work import Work, wrong
from models.errors import Conflict, Forbidden
from models.imports.keys import natural_key
from models.listings import enter_listing
from models.personal import refuse_personal
from models.subjects import enter_subject, enterprise, find_by_key
from models.suspects.reading import Reading, listening, read
from models.suspects.seen import find_suspect
from models.suspects.tables import Suspect
from rules.ruleset import RuleSet

SOURCE = "alliance"


def decide_on(work: Work, ruleset: RuleSet, key: str, act: SuspectAct) -> Suspect:
    """By the centre, once. Raises NotFound, Forbidden, Conflict, Invalid."""
    row = find_suspect(work, key, for_update=True)
    if work.caller.kind is not MemberKind.CENTRE:
        raise Forbidden("The centre decides what becomes of a suspect.", zh="疑似对象由信用中心处置。")
    refuse_personal(act)
    if row.state != "open":
        raise Conflict(f"It was decided on {row.decided_on}.")
    if isinstance(act, Dismiss):
        row.state, row.reason = "dismissed", act.reason
    else:
        _open_case(work, ruleset, row, act)
    row.decided_on, row.decided_by = work.today, work.caller.person or work.caller.name
    work.session.flush()
    return row


def _open_case(work: Work, ruleset: RuleSet, row: Suspect, act: OpenCase) -> None:
    said = read(work, row, listening(work)(row.alliance_id))
    subject_id = _subject(work, said, act)
    lead = Record(
        id="",
        list=row.list,
        window=Window(work.today, None),
        standing=Standing.LEAD,
        problem_types=frozenset(said.problem_types),
        provenance=Provenance.AUTHORITY,
        reason=act.basis,
        source=SOURCE,
    )
    key = natural_key(row.id, None, SOURCE, act.basis, str(work.today))
    listing = enter_listing(work.session, subject_id, lead, key)
    [case_id] = open_cases(work.session, [listing.id], work.now, ruleset)
    row.state, row.reason, row.subject_id, row.case_id = "case_opened", act.basis, subject_id, case_id


def _subject(work: Work, said: Reading, act: OpenCase) -> str:
    """What the centre has found out goes before what members say; the name that they give goes with their code."""
    code = act.uscc or said.uscc
    if code is None:
        raise wrong("/uscc", "missing_field", "A case is about a merchant: say its code.")
    try:
        uscc = parse_uscc(code)
    except IdentifierError as error:
        raise wrong("/uscc", f"bad_uscc_{error.problem}", error.message) from error
    known = find_by_key(work.session, f"uscc:{uscc}")
    if known is not None:
        return known.id
    name = act.name or (said.name if uscc == said.uscc else None)
    if name is None:
        raise wrong("/name", "missing_field", "Nobody knows this merchant yet: say its name.")
    return enter_subject(work.session, enterprise(uscc, name, kind=kind_of_uscc(uscc))).id
