"""Loads the demo through the same operations that everybody uses; a second time changes nothing."""

import csv
import json
import os
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import datetime, timedelta
from pathlib import Path

from sqlmodel import Session

from api.demo.alliance import ally
from api.demo.associations import associate
from api.demo.campaigns import campaigns
from api.demo.cast import CENTRE, FIRMS, LIAISONS, PLATFORM, roles
from api.demo.merchants import CREDENTIALS_FILE, ListFile, list_files
from api.demo.office import Day, Office, Step
from api.demo.plan import sign
from api.demo.promises import promise
from api.demo.publicity import publish_bulletin, state_upstream
from api.demo.punishments import follow_rules
from api.demo.pushes import pushes
from api.demo.recognised import RECOGNISED
from api.demo.stories import PUSHED
from api.demo.trainings import train
from api.demo.working_group import count_complaints, publish_report, report_duties, submit_upward
from huixin.core.windows import day_of
from huixin.types.liaison import LiaisonRequest
from models.caller import Caller
from models.clauses import enter_standard_clauses
from models.database import Database
from models.decision_rows import Row
from models.decisions import Decision
from models.imports.run import run_import
from models.keys import KeyRing
from models.liaisons import enter_liaison
from models.log_writer import Entering, LogWriter
from models.members import NewCredential, add_member
from rules.catalogue import Catalogue
from rules.ruleset import RuleSet

FOUNDED = -400
"""Day since which everybody has been a member."""
FOLLOWED = -10
"""Day after which tasks and prompts are answered; the second time is the day of loading."""


@dataclass(frozen=True, slots=True)
class Demo:
    """The demo members' credentials: shown again at each start, because they open nothing but the demo."""

    platform_id: str
    platform_secret: str
    centre_id: str
    centre_secret: str
    members: dict[str, list[str]] = field(default_factory=dict)
    """Client id and secret of everybody, by name."""
    codes: dict[str, str] = field(default_factory=dict)
    """One-time codes of merchants, by their own code."""


def read_demo(home: Path) -> Demo | None:
    """The credentials of a demo that was loaded before, perhaps by a version that knew fewer, or more."""
    path = home / CREDENTIALS_FILE
    if not path.exists():
        return None
    known = {one.name for one in fields(Demo)}
    kept = json.loads(path.read_text(encoding="utf-8"))
    return Demo(**{name: value for name, value in kept.items() if name in known})


def load_demo(database: Database, keys: KeyRing, ruleset: RuleSet, home: Path, now: datetime) -> Demo:
    """Members, lists, cases and what became of them; what is there already stays.

    The files first, which change nothing when they come again; all else in one transaction: whatever breaks it off,
    the next try begins anew.
    """
    demo = read_demo(home)
    if demo is not None:
        return demo
    _take_in_files(database, keys, ruleset, now)
    state_upstream(database, keys, ruleset, now)
    with database.write() as session:
        credentials = _enrol(session, ruleset.catalogue, now + timedelta(days=FOUNDED))
        office = Office(session, ruleset, keys, now, {key: caller for key, (caller, _) in credentials.items()})
        sign(office, FOUNDED)
        _play(office)
        promise(office, home)
        train(office)
        ally(office)
        associate(office)
        campaigns(office)
    _log(database, keys, office.decisions, now)
    demo = _shown({key: (caller.name, made) for key, (caller, made) in credentials.items()}, office)
    _keep(home, demo)
    return demo


def _take_in_files(database: Database, keys: KeyRing, ruleset: RuleSet, now: datetime) -> None:
    """They were known before any story begins."""
    today = day_of(now)
    files = [*((0, file) for file in list_files(today)), *pushes(today)]
    first = today + timedelta(days=min(day for day, _ in files))
    dated = replace(database, today=lambda: first)
    with tempfile.TemporaryDirectory() as folder:
        for day, file in files:
            path = _written(file, Path(folder))
            run_import(dated, keys, ruleset, path, list_code=file.list, now=now + timedelta(days=day))


def _written(file: ListFile, folder: Path) -> Path:
    path = folder / file.filename
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        csv.writer(stream).writerows([file.columns, *file.rows])
    return path


def _enrol(session: Session, catalogue: Catalogue, at: datetime) -> dict[str, tuple[Caller, NewCredential]]:
    """By the key of their role."""
    made = {}
    for role in roles(catalogue):
        unit, department = role.unit, role.department
        credential = add_member(session, role.name, role.kind, role.scopes, at, unit=unit, department=department)
        enter_standard_clauses(session, catalogue, credential.member_id)
        caller = Caller(credential.member_id, role.name, role.kind, role.scopes, unit, department)
        made[role.key] = replace(caller, client_id=credential.client_id), credential
    for unit, name in LIAISONS.items():
        enter_liaison(session, catalogue, LiaisonRequest(body=unit, name=name, since=day_of(at)))
    return made


def _play(office: Office) -> None:
    """All stories at once, day by day."""
    followed = False
    for offset, brand, step in sorted(_steps(), key=lambda one: one[0]):
        if offset > FOLLOWED and not followed:
            office.reach(FOLLOWED)
            follow_rules(office, FOLLOWED)
            followed = True
        office.reach(offset)
        step(Day(office, offset, FIRMS[brand]))
    office.reach(0)
    follow_rules(office, 0)
    report_duties(office)
    publish_report(office)
    publish_bulletin(office)
    count_complaints(office)
    submit_upward(office)


def _steps() -> Iterator[tuple[int, str, Step]]:
    stories = {brand: pushed.steps for brand, pushed in PUSHED.items()} | dict(RECOGNISED)
    for brand, steps in stories.items():
        yield from ((offset, brand, step) for offset, step in steps.items())


def _log(database: Database, keys: KeyRing, decisions: list[Decision], now: datetime) -> None:
    if decisions:
        LogWriter(database, keys).enter(Entering([Row.of(decision) for decision in decisions], now))


def _shown(made: dict[str, tuple[str, NewCredential]], office: Office) -> Demo:
    platform, centre = made[PLATFORM][1], made[CENTRE][1]
    return Demo(
        platform.client_id,
        platform.client_secret,
        centre.client_id,
        centre.client_secret,
        {name: [one.client_id, one.client_secret] for name, one in made.values()},
        {FIRMS[brand].uscc: code for brand, code in office.codes.items()},
    )


def _keep(home: Path, demo: Demo) -> None:
    descriptor = os.open(home / CREDENTIALS_FILE, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
        json.dump(asdict(demo), stream, ensure_ascii=False)
