"""Loads the demo through the same import and member operations that everybody uses; a second time changes nothing."""

import csv
import json
import os
import tempfile
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from api.demo.merchants import CREDENTIALS_FILE, ListFile, list_files
from huixin.core.vocabulary import MemberKind
from huixin.core.windows import day_of
from models.clauses import enter_standard_clauses
from models.database import Database
from models.imports.run import run_import
from models.keys import KeyRing
from models.members import add_member
from models.scopes import default_scopes
from rules.ruleset import RuleSet

DEMO_MEMBERS = (("演示平台", MemberKind.PLATFORM), ("惠州市信用中心", MemberKind.CENTRE))


@dataclass(frozen=True, slots=True)
class Demo:
    """The demo members' credentials: shown again at each start, because they open nothing but the demo."""

    platform_id: str
    platform_secret: str
    centre_id: str
    centre_secret: str


def read_demo(home: Path) -> Demo | None:
    path = home / CREDENTIALS_FILE
    return Demo(**json.loads(path.read_text(encoding="utf-8"))) if path.exists() else None


def load_demo(database: Database, keys: KeyRing, ruleset: RuleSet, home: Path, now: datetime) -> Demo:
    """Members and lists of the demo; what is there already stays."""
    demo = read_demo(home)
    if demo is not None:
        return demo
    with database.write() as session:
        issued = []
        for name, kind in DEMO_MEMBERS:
            credential = add_member(session, name, kind, default_scopes(kind), now)
            enter_standard_clauses(session, ruleset.catalogue, credential.member_id)
            issued.append(credential)
    platform, centre = issued
    demo = Demo(platform.client_id, platform.client_secret, centre.client_id, centre.client_secret)
    with tempfile.TemporaryDirectory() as folder:
        for file in list_files(day_of(now)):
            path = _written(file, Path(folder))
            run_import(database, keys, ruleset, path, list_code=file.list, now=now)
    _keep(home, demo)
    return demo


def _written(file: ListFile, folder: Path) -> Path:
    path = folder / file.filename
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        csv.writer(stream).writerows([file.columns, *file.rows])
    return path


def _keep(home: Path, demo: Demo) -> None:
    descriptor = os.open(home / CREDENTIALS_FILE, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
        json.dump(asdict(demo), stream)
