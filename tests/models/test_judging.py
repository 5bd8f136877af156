"""Drafts of rule sets are judged beside the serving process, and what was found is kept for all processes."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from models.rulesets import judging
from models.rulesets.judging import JudgedDraft, Judging, judge_and_keep
from models.rulesets.kept import KeptFindings
from rules.analysis import Code, Look, analyse
from rules.written import Documents, compile_packs, judge
from tests.rules.analysis_packs import CLEAN, rule

CATCH_ALL = rule("catch-all", when="{record: {list: [black]}}", then="{outcome: watch}")
SMALL: Documents = {"small/pack.yaml": CLEAN}
FAULTY: Documents = {
    "small/pack.yaml": CLEAN + rule("kinder", when="{record: {list: [black]}}", then="{outcome: favour}")
}

UNREADABLE: Documents = {"small/pack.yaml": "- rule: [?]"}
TWICE: Documents = {"small/pack.yaml": CLEAN, "small/more.yaml": CATCH_ALL * 2}


def refuse(*_: object) -> Any:
    raise AssertionError("it was looked at before")


def as_it_stands(documents: Documents) -> Callable[[], tuple[int, Documents]]:
    return lambda: (1, documents)


@pytest.mark.parametrize("documents", [SMALL, FAULTY, UNREADABLE, TWICE])
def test_what_was_found_is_kept_word_for_word(tmp_path: Path, documents: Documents) -> None:
    found = judge_and_keep(tmp_path, documents)
    assert found == judge(documents)
    assert repr(KeptFindings(tmp_path).judged(documents)) == repr(found)


def test_what_is_wrong_with_two_documents_names_both_by_their_paths() -> None:
    [twice] = judge(TWICE).findings
    assert twice.message == "rule 'catch-all' stands already in small/more.yaml:1."


def test_a_draft_is_judged_in_another_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = judge(FAULTY)
    monkeypatch.setattr(judging, "judge", refuse)
    found = Judging(tmp_path).judged(as_it_stands(FAULTY)).found
    assert found == expected
    assert found.analysis is not None
    assert Code.CONTRADICTION in {one.code for one in found.analysis.findings}


def test_what_one_process_found_another_does_not_look_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = judge_and_keep(tmp_path, SMALL)
    monkeypatch.setattr(judging, "further_processes", refuse)
    assert Judging(tmp_path).judged(as_it_stands(SMALL)) == JudgedDraft(1, found)


@pytest.mark.parametrize("change", ["refuse", "restrict"])
def test_a_changed_rule_is_looked_at_again(tmp_path: Path, change: str) -> None:
    judge_and_keep(tmp_path, SMALL)
    changed = {"small/pack.yaml": CLEAN.replace("then: {outcome: watch}", f"then: {{outcome: {change}}}")}
    assert KeptFindings(tmp_path).judged(changed) is None
    assert judge_and_keep(tmp_path, changed) == judge(changed)


def test_another_release_looks_again(tmp_path: Path) -> None:
    judge_and_keep(tmp_path, SMALL)
    other = KeptFindings(tmp_path, code="of another release")
    assert other.judged(SMALL) is None
    counted = Counted(other)
    analyse(compile_packs(SMALL), counted)
    assert counted.looked == 1


class Counted:
    """How many scenes had to be looked at."""

    def __init__(self, kept: KeptFindings) -> None:
        self.kept, self.looked = kept, 0

    def look(self, digest: str) -> Look | None:
        return self.kept.look(digest)

    def keep_look(self, digest: str, look: Look) -> None:
        self.looked += 1
        self.kept.keep_look(digest, look)


TWO_SCENES = CLEAN.replace(
    "- problem_type: brushing",
    "- scene: entry\n  title: {zh: 入驻, en: Entry}\n  default_purpose: admission\n- problem_type: brushing",
).replace("  when:", "  scenes: [promotion, entry]\n  when:")


def test_where_a_rule_is_edited_only_its_scenes_are_looked_at_again(tmp_path: Path) -> None:
    counted = Counted(KeptFindings(tmp_path))
    analyse(compile_packs({"small/pack.yaml": TWO_SCENES}), counted)
    assert counted.looked == 2
    edited = TWO_SCENES + CATCH_ALL.replace("  when:", "  scenes: [entry]\n  when:")
    ruleset = compile_packs({"small/pack.yaml": edited})
    assert analyse(ruleset, counted) == analyse(ruleset)
    assert counted.looked == 3


def _cut(content: bytes) -> bytes:
    return content[: len(content) // 2]


def _one_bit(content: bytes) -> bytes:
    return content[:-9] + bytes([content[-9] ^ 1]) + content[-8:]


@pytest.mark.parametrize("damage", [_cut, _one_bit, lambda _: b"", lambda _: b"{}", lambda _: b"\xff\n\x00"])
def test_a_damaged_file_is_looked_at_again(tmp_path: Path, damage: Callable[[bytes], bytes]) -> None:
    found = judge_and_keep(tmp_path, FAULTY)
    for file in tmp_path.iterdir():
        file.write_bytes(damage(file.read_bytes()))
    assert KeptFindings(tmp_path).judged(FAULTY) is None
    assert judge_and_keep(tmp_path, FAULTY) == found
    assert KeptFindings(tmp_path).judged(FAULTY) == found


def test_a_file_of_another_rule_set_is_not_believed(tmp_path: Path) -> None:
    for number, documents in enumerate((SMALL, FAULTY)):
        judge_and_keep(tmp_path / str(number), documents)
    clean = max((tmp_path / "0").iterdir(), key=lambda file: file.stat().st_mtime_ns)
    faulty = max((tmp_path / "1").iterdir(), key=lambda file: file.stat().st_mtime_ns)
    assert KeptFindings(tmp_path / "1").judged(FAULTY) is not None
    faulty.write_bytes(clean.read_bytes())
    assert KeptFindings(tmp_path / "1").judged(FAULTY) is None


def test_where_nothing_can_be_kept_it_is_said_all_the_same(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    assert judge_and_keep(tmp_path / "file", SMALL) == judge(SMALL)


class Edited:
    """A draft that is edited while it is judged; judging it waits for a word."""

    def __init__(self) -> None:
        self.revision, self.runs = 1, list[int]()
        self.begun, self.go_on = threading.Event(), threading.Event()

    def read(self) -> tuple[int, Documents]:
        return self.revision, {"small/pack.yaml": f"{CLEAN}# {self.revision}\n"}

    @contextmanager
    def beside(self, *_: object) -> Iterator[Executor]:
        waiting = self

        class Here(Executor):
            def submit(self, fn: Callable[..., Any], /, *args: Any, **_: Any) -> Future[Any]:
                waiting.runs.append(waiting.revision)
                waiting.begun.set()
                assert waiting.go_on.wait(60)
                done: Future[Any] = Future()
                done.set_result(fn(*args))
                return done

        yield Here()


def test_edits_while_a_draft_is_judged_do_not_pile_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    draft, beside = Edited(), Judging(tmp_path)
    monkeypatch.setattr(judging, "further_processes", draft.beside)
    with ThreadPoolExecutor(6) as pool:
        asked = [pool.submit(beside.judged, draft.read)]
        assert draft.begun.wait(60)
        for revision in range(2, 7):
            draft.revision = revision
            asked.append(pool.submit(beside.judged, draft.read))
        draft.go_on.set()
        found = [one.result(60) for one in asked]
    assert draft.runs == [1, 6]
    assert found[0].revision == 1
