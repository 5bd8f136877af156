"""A small catalogue of its own beside a real database, and one call to take in a file."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session, select

from huixin.types.base import Label
from huixin.types.importing import ImportReport
from models.database import Database
from models.imports.run import run_import
from models.keys import KeyRing
from models.listings import Listing, ListingVersion
from models.members import Member
from models.subjects import Subject
from rules.bodies import Department, Recogniser, Unit
from rules.documents import DatedValue, Dates, ListEntry, Parameter, ProblemType
from rules.entries import Catalogue
from tests.conftest import NewDatabase
from tests.factories import ordinary_day

NOW = datetime(2026, 11, 1, 4, 0, tzinfo=UTC)
TCL = "91441300195971850Y"
DESAY = "91441300617881792D"
EVE = "91441300734122111K"
BYD = "91440300192317458F"
RESIDENT = "11010519491231002X"


def label(zh: str) -> Label:
    return Label(zh=zh, en=zh)


def listed(code: str, title: str, **fields: Any) -> ListEntry:
    return ListEntry(list=code, title=label(title), visible_to=("platform",), grounds=(), **fields)


def parameter(code: str, value: int | tuple[str, ...]) -> Parameter:
    dated = DatedValue(from_=date(2018, 1, 1), value=value, source_note="own", verified=False)
    return Parameter(parameter=code, title=label("x"), values=(dated,))


def _catalogue() -> Catalogue:
    lists = [
        listed("brushing_black", "炒信黑名单", nature="black", recognisers=("authority", "association", "platform")),
        listed(
            "ecommerce_pushed",
            "待核查名单",
            nature="lead",
            default_standing="lead",
            recognisers=("authority",),
            recognised_as=("ecommerce_joint", "serious_violation"),
        ),
        listed("ecommerce_joint", "联合惩戒对象名单", nature="black", recognisers=("authority",)),
        listed("serious_violation", "严重违法失信名单", nature="black", recognisers=("authority",)),
        listed("red", "守信激励对象", nature="red", recognisers=("authority",)),
    ]
    types = [
        ("brushing", "刷单炒信、恶意差评"),
        ("counterfeit", "假冒伪劣、以次充好"),
        ("false_advertising", "虚假广告"),
    ]
    units = [
        Unit(unit="huizhou", title=label("惠州市"), unit_kind="city", gb2260="441300", gb2260_parent="440000"),
        Unit(unit="huicheng", title=label("惠城区"), unit_kind="district", gb2260="441302", gb2260_parent="441300"),
        Unit(
            unit="zhongkai",
            title=label("仲恺高新技术产业开发区"),
            short_names=("仲恺高新区",),
            unit_kind="zone",
            gb2260_parent="441302",
        ),
    ]
    departments = [
        Department(
            department="development_reform", title=label("发展和改革局"), short_names=("发改局",), verified=True
        ),
        Department(department="public_security", title=label("公安局"), verified=True),
        Department(
            department="industry_commerce",
            title=label("工商行政管理局"),
            short_names=("工商局",),
            valid=Dates(to=date(2018, 12, 31)),
            verified=False,
        ),
        Department(
            department="market_supervision",
            title=label("市场监督管理局"),
            short_names=("市监局", "市场监管局"),
            valid=Dates(from_=date(2019, 1, 1)),
            verified=False,
        ),
    ]
    recognisers = [
        Recogniser(recogniser="samr", title=label("国家市场监督管理总局"), names=("市场监管总局",), body="authority"),
        Recogniser(recogniser="alliance", title=label("惠州市电子商务协会"), names=(), body="association"),
    ]
    parameters = [
        parameter("full_import_exit_threshold_percent", 5),
        parameter("recognisers.ecommerce_joint", ("samr",)),
        parameter("recognisers.serious_violation", ("industry_commerce", "market_supervision")),
    ]
    return Catalogue(
        lists={entry.list: entry for entry in lists},
        problem_types={code: ProblemType(problem_type=code, title=label(zh)) for code, zh in types},
        units={entry.unit: entry for entry in units},
        departments={entry.department: entry for entry in departments},
        recognisers={entry.recogniser: entry for entry in recognisers},
        parameters={entry.parameter: entry for entry in parameters},
    )


@dataclass(frozen=True)
class Rules:
    """As much of a rule set as an import looks at."""

    catalogue: Catalogue = field(default_factory=_catalogue)


@dataclass
class World:
    """One database with everything an import needs, and a folder for files."""

    database: Database
    keys: KeyRing
    rules: Rules
    folder: Path

    def write(self, text: str | bytes, name: str = "list.csv") -> Path:
        path = self.folder / name
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return path

    def take(self, file: Path | str, **options: Any) -> ImportReport:
        path = self.write(file) if isinstance(file, str) else file
        options = {"list_code": "brushing_black", "now": NOW} | options
        return run_import(self.database, self.keys, self.rules, path, **options)  # type: ignore[arg-type]

    def records(self) -> list[tuple[Subject, Listing, ListingVersion]]:
        """All current records, in the order of their subjects' keys, their own and those of their lists."""
        with self.database.read() as session:
            rows = session.exec(
                select(Subject, Listing, ListingVersion)
                .where(Listing.subject_id == Subject.id, ListingVersion.listing_id == Listing.id)
                .where(ListingVersion.seq_to == None)  # noqa: E711
                .order_by(Subject.key, Listing.natural_key, Listing.list)
            ).all()
            return [(subject, listing, version) for subject, listing, version in rows]

    def record(self) -> ListingVersion:
        """The only current record."""
        [(_, _, version)] = self.records()
        return version

    def member(self, name: str, kind: str) -> str:
        with self.database.write() as session:
            session.add(Member(id=f"mem_{kind}", name=name, kind=kind, created_at=NOW))
        return f"mem_{kind}"

    def read(self, question: Callable[[Session], Any]) -> Any:
        with self.database.read() as session:
            return question(session)


@pytest.fixture
def world(new_database: NewDatabase, tmp_path: Path) -> World:
    return World(new_database(), KeyRing.open(tmp_path), Rules(), tmp_path)


@pytest.fixture
def sqlite_world(sqlite_template: Path, tmp_path: Path) -> Callable[[str], World]:
    """Worlds in folders of their own, for tests that start further processes on them."""

    def make(name: str) -> World:
        folder = tmp_path / name
        shutil.copytree(sqlite_template, folder)
        return World(Database.open(folder, ordinary_day), KeyRing.open(folder), Rules(), folder)

    return make
