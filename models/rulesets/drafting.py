"""Working on a version that is not in force: its documents, from the first copy to the submission."""

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, func, select
from sqlmodel.sql.expression import SelectOfScalar

from huixin.core.vocabulary import MemberKind
from huixin.types.ruleset import MOST_OF_ONE, NewRuleset
from models.base import new_id
from models.caller import Caller
from models.database import Database
from models.errors import Conflict, Fault, Forbidden, Invalid, NotFound
from models.personal import personal_faults, refuse_personal
from models.rulesets.in_force import RuleBook, keep_entries, keep_written
from models.rulesets.judging import JudgedDraft, Judging
from models.rulesets.tables import Ruleset, RulesetDocument, RulesetEvent, RulesInForce
from rules.analysis import Analysis
from rules.finding_words import in_chinese
from rules.findings import Finding, PackErrors
from rules.ruleset import RuleSet
from rules.written import compile_packs, shipped_documents

MOST_DOCUMENTS = 300
MOST_CHARACTERS = 4_000_000
"""In all documents of a version together."""
_PATH = re.compile(r"[a-z0-9_-]{1,32}(?:/[a-z0-9_-]{1,64}){1,4}\.yaml")


class ChangedMeanwhile(Conflict):
    """The document is no longer what its writer has seen."""

    code = "precondition_failed"


@dataclass(frozen=True, slots=True)
class RuleWork:
    """Who works on rule sets, at one instant."""

    session: Session
    caller: Caller
    book: RuleBook
    now: datetime

    @property
    def person(self) -> str:
        return self.caller.person or self.caller.name


def note(work: RuleWork, version: Ruleset, action: str, words: str | None = None) -> None:
    work.session.add(
        RulesetEvent(
            ruleset_id=version.id,
            at=work.now,
            action=action,
            client_id=work.caller.client_id,
            person=work.person,
            note=words,
        )
    )
    work.session.flush()


def find_version(session: Session, version_id: str) -> Ruleset:
    """Raises NotFound."""
    version = session.get(Ruleset, version_id)
    if version is None:
        raise NotFound(f"There is no rule set {version_id}.")
    return version


SEES_DRAFTS = frozenset({MemberKind.CENTRE, MemberKind.AUDITOR})
"""Who sees what nobody has published yet."""


def versions(caller: Caller) -> SelectOfScalar[Ruleset]:
    """Everybody's: what is or was in force, and what will be. Drafts are the centre's, and the auditors'."""
    return select(Ruleset) if caller.kind in SEES_DRAFTS else published_versions()


def published_versions() -> SelectOfScalar[Ruleset]:
    """What everybody may read."""
    return select(Ruleset).where(Ruleset.state == "published")


def named(seen: SelectOfScalar[Ruleset], digest: str) -> SelectOfScalar[Ruleset]:
    """Those of them that say what the digest stands for, or were in force as that under suspensions."""
    entered = select(RulesInForce.ruleset_id).where(RulesInForce.digest == digest)
    return seen.where((col(Ruleset.digest) == digest) | col(Ruleset.id).in_(entered))


def find_seen(session: Session, caller: Caller, version_id: str) -> Ruleset:
    """Raises NotFound, also for a draft that is not the caller's to see."""
    version = session.exec(versions(caller).where(Ruleset.id == version_id)).first()
    if version is None:
        raise NotFound(f"There is no rule set {version_id}.")
    return version


def find_own(work: RuleWork, version_id: str, *states: str) -> Ruleset:
    """To work on it, locked. Raises NotFound, Forbidden for whoever is not the centre, Conflict in another state."""
    version = find_seen(work.session, work.caller, version_id)
    centre_only(work)
    work.session.refresh(version, with_for_update=True)
    if states and version.state not in states:
        raise Conflict(f"It is {version.state}; this is for versions that are {' or '.join(states)}.")
    return version


def centre_only(work: RuleWork) -> None:
    if work.caller.kind is not MemberKind.CENTRE:
        raise Forbidden("The credit centre keeps the rules.", zh="规则由信用中心管理。")


def keepers_only(caller: Caller) -> None:
    """Who sees drafts. Raises Forbidden."""
    if caller.kind not in SEES_DRAFTS:
        raise Forbidden("This is for the credit centre and auditors.", zh="仅供信用中心和审计方查阅。")


def create_draft(work: RuleWork, body: NewRuleset) -> Ruleset:
    """A copy of a version's documents, by default of the one in force."""
    centre_only(work)
    refuse_personal(body)
    source, documents = _source(work, body.copy_of)
    version = Ruleset(
        id=new_id("rls"),
        title=body.title,
        reason=body.reason,
        state="draft",
        based_on=source,
        author=work.caller.client_id,
        created_at=work.now,
    )
    work.session.add(version)
    work.session.flush()
    work.session.add_all(
        RulesetDocument(ruleset_id=version.id, path=path, content=content) for path, content in documents.items()
    )
    note(work, version, "create", body.reason)
    return version


def _source(work: RuleWork, version_id: str | None) -> tuple[str, dict[str, str]]:
    """Digest and documents of the version to copy."""
    if version_id is None:
        row = work.book.timeline().at(work.now)
        version_id = None if row is None else row.ruleset_id
    if version_id is None:
        return keep_entries(work.session, work.book.at(work.now), work.now), shipped_documents()
    version = find_version(work.session, version_id)
    if version.digest is None:
        raise Conflict("That version was never submitted; copy one that was.")
    return version.digest, documents_of(work.session, version.id)


def documents_of(session: Session, version_id: str) -> dict[str, str]:
    rows = session.exec(
        select(RulesetDocument).where(RulesetDocument.ruleset_id == version_id).order_by(col(RulesetDocument.path))
    )
    return {row.path: row.content for row in rows}


def find_document(session: Session, version_id: str, path: str) -> RulesetDocument:
    row = session.get(RulesetDocument, (version_id, path))
    if row is None:
        raise NotFound(f"The version has no document {path}.")
    return row


def etag_of(content: str) -> str:
    return f'"{hashlib.sha256(content.encode()).hexdigest()[:32]}"'


def write_document(work: RuleWork, version_id: str, path: str, content: str, seen: str | None) -> RulesetDocument:
    """A whole document of a draft, new or replaced. `seen`: its ETag when its writer read it; None for a new one.

    Raises ChangedMeanwhile where somebody else has written it since, or it is there already.
    """
    version = find_own(work, version_id, "draft")
    refuse_unfit(path, content)
    _refuse_stale(work.session.get(RulesetDocument, (version.id, path)), seen)
    return put_document(work, version, path, content)


def refuse_unfit(path: str, content: str) -> None:
    """Raises Invalid for what is no document of the rules."""
    if not _PATH.fullmatch(path):
        message = "A path is the pack, folders, and a name in small letters, digits, '-' and '_', ending in .yaml."
        raise Invalid("That is no path of a document.", Fault("path", "bad_path", message))
    if faults := personal_faults({"path": path, "/content": content}, "whoever reads the rules would read it"):
        raise Invalid("No resident ID belongs in the rules.", *faults, zh="规则文件中不得含有身份证号码。")


def put_document(work: RuleWork, version: Ruleset, path: str, content: str) -> RulesetDocument:
    """A fit document into a draft that is locked. Raises Invalid where it is too much."""
    _refuse_much(work.session, version.id, path, content)
    row = work.session.get(RulesetDocument, (version.id, path))
    if row is None:
        row = RulesetDocument(ruleset_id=version.id, path=path, content=content)
    row.content = content
    work.session.add(row)
    _edited(work, version, "write", path)
    return row


def remove_document(work: RuleWork, version_id: str, path: str, seen: str | None) -> None:
    version = find_own(work, version_id, "draft")
    _refuse_stale(find_document(work.session, version.id, path), seen)
    drop_document(work, version, path)


def drop_document(work: RuleWork, version: Ruleset, path: str) -> None:
    """Out of a draft that is locked."""
    work.session.delete(find_document(work.session, version.id, path))
    _edited(work, version, "remove", path)


def _edited(work: RuleWork, version: Ruleset, action: str, path: str) -> None:
    version.revision += 1
    version.author = work.caller.client_id
    work.session.flush()
    note(work, version, action, path)


def _refuse_stale(row: RulesetDocument | None, seen: str | None) -> None:
    if row is None and seen is not None:
        raise ChangedMeanwhile("There is no such document any more.", zh="该文件已不存在。")
    if row is not None and seen != etag_of(row.content):
        raise ChangedMeanwhile("Somebody has written this document since you read it.", zh="该文件已被他人修改。")


def _refuse_much(session: Session, version_id: str, path: str, content: str) -> None:
    others = (RulesetDocument.ruleset_id == version_id, RulesetDocument.path != path)
    count, length = session.exec(
        select(func.count(), func.coalesce(func.sum(func.length(RulesetDocument.content)), 0)).where(*others)
    ).one()
    if len(content) > MOST_OF_ONE:
        raise Invalid(f"A document holds at most {MOST_OF_ONE} characters.", Fault(path, "too_much", "Divide it."))
    if count + 1 > MOST_DOCUMENTS or length + len(content) > MOST_CHARACTERS:
        limits = f"{MOST_DOCUMENTS} documents, {MOST_CHARACTERS} characters"
        raise Invalid(f"A version holds at most {limits}.", Fault("", "too_much", "Leave some out."))


def judged(database: Database, judging: Judging, version_id: str) -> JudgedDraft:
    """Raises NotFound."""

    def read() -> tuple[int, dict[str, str]]:
        with database.read() as session:
            return find_version(session, version_id).revision, documents_of(session, version_id)

    return judging.judged(read)


def submit(work: RuleWork, version_id: str, judgement: JudgedDraft) -> Ruleset:
    """Names the draft by its digest and lays it before a second person. Raises Invalid with every finding, also of the
    analysis: what the law has so, the documents accept with a reason."""
    version, found = find_own(work, version_id, "draft"), judgement.found
    if version.revision != judgement.revision:
        raise ChangedMeanwhile("Somebody has edited the draft meanwhile; look at it again.", zh="草案已被他人修改。")
    if found.entries is None or found.failed:
        raise Invalid("The rules cannot be submitted as they are.", *faults_of(found.findings + found.failed))
    if found.analysis is None or found.analysis.findings:
        raise Invalid("The analysis finds what is to be mended, or accepted with a reason.", *_found(found.analysis))
    if found.digest == version.based_on:
        raise Conflict("The draft says what the version says from which it was made.")
    version.digest, version.state = keep_written(work.session, found.entries, work.now), "submitted"
    note(work, version, "submit")
    return version


def rules_of(session: Session, book: RuleBook, version: Ruleset) -> RuleSet:
    """What a version says. Raises Invalid with every finding for a draft that says nothing yet."""
    if version.digest is not None:
        return book.named(version.digest)
    try:
        return compile_packs(documents_of(session, version.id))
    except PackErrors as error:
        raise Invalid("The draft cannot be read as it is.", *faults_of(error.findings)) from None


def _found(analysis: Analysis | None) -> Iterator[Fault]:
    for one in analysis.findings if analysis else ():
        example = f" For example: {one.example.en}." if one.example else ""
        yield Fault(f"{one.file or one.entry}:{one.line or 1}", one.code, f"{one.message.en}{example} {one.hint.en}")


def faults_of(findings: Sequence[Finding]) -> list[Fault]:
    """Document and line as the pointer."""
    return [
        Fault(f"{one.file.as_posix()}:{one.line}", one.code, f"{one.message} {one.hint}", in_chinese(one))
        for one in findings
    ]
