"""Rules as a table over the network: a scene out of a draft, edited in a spreadsheet, and back into it."""

from collections.abc import Callable
from io import BytesIO

import httpx
import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from huixin.core.vocabulary import MemberKind
from tests.api.clerks import RULES, Centre
from tests.api.conftest import AssertProblem, World
from tests.factories import RESIDENT_ID

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Edit = Callable[[Worksheet], object]


class Desk(Centre):
    """Clerks who work on drafts with a spreadsheet."""

    def table(self, version: str, scene: str | None = "promotion") -> httpx.Response:
        params = {} if scene is None else {"scene": scene}
        return self.world.client.get(f"/v1/rulesets/{version}/table", params=params, headers=self.clerk("author"))

    def send(self, version: str, content: bytes, etag: str | None, who: str = "author") -> httpx.Response:
        headers = self.clerk(who) | ({"If-Match": etag} if etag else {})
        file = {"file": ("table.xlsx", content)}
        return self.world.client.put(f"/v1/rulesets/{version}/table", files=file, headers=headers)

    def edited(self, version: str, edit: Edit) -> httpx.Response:
        taken = self.table(version)
        assert taken.status_code == 200, taken.text
        return self.send(version, with_edit(taken.content, edit), taken.headers["etag"])

    def history(self, version: str) -> list[tuple[str, str, str]]:
        return [(one["person"], one["action"], one["note"]) for one in self.get(f"rulesets/{version}")["history"][1:]]


def with_edit(content: bytes, edit: Edit) -> bytes:
    book, made = load_workbook(BytesIO(content)), BytesIO()
    edit(book.worksheets[0])
    book.save(made)
    return made.getvalue()


def cell(sheet: Worksheet, code: str, key: str) -> str:
    """Where a rule says it: F7."""
    columns = {one.value: one.column_letter for one in sheet[2]}
    rows = (one.row for one in sheet[columns["code"]] if one.value == code)
    row = next(one for one in rows if not sheet[f"{columns['branch']}{one}"].value)
    return f"{columns[key]}{row}"


def writes(code: str, key: str, text: str) -> Edit:
    def edit(sheet: Worksheet) -> None:
        sheet[cell(sheet, code, key)] = text

    return edit


RULE = "black-promotion"
milder = writes(RULE, "outcome", "restrict")


@pytest.fixture
def desk(world: World) -> Desk:
    return Desk(world)


def test_a_table_edited_in_a_spreadsheet_is_taken_into_the_draft(desk: Desk) -> None:
    version = desk.draft()
    before = desk.get(f"rulesets/{version}/document?path={RULES}")["content"]
    answer = desk.edited(version, milder)
    assert answer.status_code == 200, answer.text
    assert [(one["code"], one["before"], one["after"]) for one in answer.json()["changes"]] == [
        (RULE, "refuse", "restrict")
    ]
    after = desk.get(f"rulesets/{version}/document?path={RULES}")["content"]
    changed = [(old, new) for old, new in zip(before.splitlines(), after.splitlines(), strict=True) if old != new]
    assert len(changed) == 1, "nothing but what was changed is written anew"
    assert answer.json()["etag"] == answer.headers["etag"] == desk.table(version).headers["etag"]


def test_it_stands_in_the_history_as_each_document_written(desk: Desk) -> None:
    version = desk.draft()
    desk.edited(version, milder)
    assert desk.history(version) == [("author", "write", RULES)]


def test_a_table_sent_back_as_it_was_changes_nothing(desk: Desk) -> None:
    version = desk.draft()
    for scene in ("promotion", None):
        taken = desk.table(version, scene)
        assert taken.headers["content-type"] == XLSX
        answer = desk.send(version, taken.content, taken.headers["etag"])
        assert (answer.status_code, answer.json()) == (200, {"etag": taken.headers["etag"], "changes": []})
    assert desk.history(version) == []


def test_whose_draft_was_edited_meanwhile_takes_the_table_again(desk: Desk, assert_problem: AssertProblem) -> None:
    version = desk.draft()
    taken = desk.table(version)
    desk.edit(version, "refuse", "restrict")
    content = with_edit(taken.content, milder)
    for etag in (taken.headers["etag"], None):
        assert_problem(desk.send(version, content, etag), "precondition_failed")
    assert desk.history(version) == [("author", "write", RULES)]


@pytest.mark.parametrize(
    ("key", "text", "code"),
    [
        ("outcome", "perhaps", "bad_cell"),
        ("from", "2026-02-30", "bad_cell"),
        ("outcome", "=1+1", "bad_cell"),
        ("title_zh", "见 " + RESIDENT_ID, "personal_identifier_in_text"),
    ],
)
def test_what_is_wrong_is_told_by_its_cell(desk: Desk, key: str, text: str, code: str) -> None:
    version = desk.draft()
    refused = desk.edited(version, writes(RULE, key, text))
    sheet = load_workbook(BytesIO(desk.table(version).content)).worksheets[0]
    assert refused.status_code == 422
    assert [(one["pointer"], one["code"]) for one in refused.json()["errors"]] == [
        (f"{sheet.title}!{cell(sheet, RULE, key)}", code)
    ]
    assert desk.history(version) == []


@pytest.mark.parametrize("content", [b"", b"x", b"x" * ((20 << 20) + 1)], ids=["empty", "text", "large"])
def test_what_is_no_workbook_or_too_large_is_refused(desk: Desk, content: bytes, assert_problem: AssertProblem) -> None:
    version = desk.draft()
    assert_problem(desk.send(version, content, desk.table(version).headers["etag"]), "invalid_content")


def test_a_scene_that_the_version_has_not_is_named(desk: Desk) -> None:
    refused = desk.table(desk.draft(), "nowhere")
    assert refused.status_code == 422
    assert [(one["pointer"], one["code"]) for one in refused.json()["errors"]] == [("scene", "unknown_scene")]


def test_a_draft_that_cannot_be_read_gives_no_table(desk: Desk, assert_problem: AssertProblem) -> None:
    version = desk.draft()
    desk.put(version, "[?]\n", None, "national/rules/new.yaml")
    problem = assert_problem(desk.table(version), "invalid_content")
    assert problem["errors"][0]["pointer"].startswith("national/rules/new.yaml:")


def test_drafts_are_the_centres_and_what_is_published_is_everybodys(desk: Desk, assert_problem: AssertProblem) -> None:
    draft, [published] = desk.draft(), [one["id"] for one in desk.get("rulesets")["items"] if one["shipped"]]
    taken = desk.table(draft)
    read = {version: f"/v1/rulesets/{version}/table?scene=promotion" for version in (draft, published)}
    assert desk.world.client.get(read[published], headers=desk.platform).status_code == 200
    assert_problem(desk.world.client.get(read[draft], headers=desk.platform), "not_found")
    auditor = desk.world.headers(MemberKind.AUDITOR)
    assert desk.world.client.get(read[draft], headers=auditor).status_code == 200
    assert_problem(desk.send(published, taken.content, taken.headers["etag"]), "conflict")
