"""What a local answer may say, and what becomes of the decision."""

import json
import sqlite3
import time
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from sqlmodel import select

from api.worker import step
from huixin import Client
from huixin.core.vocabulary import EndKind
from huixin.local import LocalChecker, NotCovered
from huixin.local.spool import FILE, Spool
from huixin.retries import RetryPolicy
from models.decisions import Decision
from models.exits.tables import ExitNotice
from models.listings import Listing, end_listing
from tests.api.bundles.conftest import Office
from tests.api.conftest import BLACK, CLEAN, NAME


@pytest.fixture
def held(office: Office) -> Office:
    office.world.enter({})
    office.make()
    office.checker().close()
    return office


def alone(office: Office, **options: object) -> LocalChecker:
    """Without a client."""
    return LocalChecker.open(office.folder, now=office.world.context.now, **options)  # type: ignore[arg-type]


def decisions(office: Office) -> list[Decision]:
    with office.world.context.database.log_read() as log:
        return [*log.exec(select(Decision).order_by(Decision.scene)).all()]


class TestStale:
    def test_an_adverse_answer_counts_only_while_it_is_fresh(self, held: Office) -> None:
        held.world.pass_time(hours=24)
        with alone(held) as local:
            assert local.check(BLACK, scene="promotion").outcome == "refuse"
            assert local.verdict(BLACK, scene="promotion") == "refuse"
            held.world.pass_time(minutes=1)
            told = local.check(BLACK, scene="promotion")
            assert (told.outcome, told.review.needed, told.review.why[0].code) == ("review", True, "stale")
            assert {measure.outcome for measure in told.measures} <= {None, "review"}
            assert all(measure.binding == "advice" for measure in told.measures if measure.outcome == "review")
            assert local.verdict(BLACK, scene="promotion") == "review"
            assert local.check(CLEAN, scene="promotion").outcome == "clear"
            assert told.age == timedelta(hours=24, minutes=1)

    def test_one_chooses_for_how_long(self, held: Office) -> None:
        held.world.pass_time(minutes=11)
        with alone(held, adverse_max_age=timedelta(minutes=10)) as local:
            assert local.check(BLACK, scene="promotion").outcome == "review"

    def test_a_delta_without_a_change_says_that_there_was_none(self, held: Office) -> None:
        held.world.pass_time(hours=25)
        held.make()
        with held.checker() as local:
            assert local.check(BLACK, scene="promotion").outcome == "review"
            assert local.follow().files == 1
            assert local.check(BLACK, scene="promotion").outcome == "refuse"


class TestWhatIsNotCovered:
    def test_goes_online_with_a_client(self, held: Office) -> None:
        with held.checker() as local:
            told = local.check(scene="promotion", name=NAME)
            assert (told.source, told.age) == ("service", None)
            assert told.identity.candidates

    def test_is_raised_without_one(self, held: Office) -> None:
        with alone(held) as local, pytest.raises(NotCovered) as refused:
            local.check(scene="promotion", name=NAME)
        assert refused.value.reason == "code"

    def test_or_comes_to_review_and_never_clear(self, held: Office) -> None:
        with alone(held, otherwise="review") as local:
            told = local.check(scene="promotion", name=NAME)
            assert (told.source, told.outcome, told.review.why[0].code) == ("local", "review", "not_covered")
            assert local.verdict("no code", scene="promotion") == "review"
            assert local.check(CLEAN, scene="nowhere").outcome == "review"


class TestDecisions:
    def test_are_on_disk_within_a_tenth_of_a_second(self, held: Office) -> None:
        with alone(held) as local:
            told = local.check(BLACK, scene="promotion")
            time.sleep(0.3)
            with sqlite3.connect(held.folder / FILE) as file:
                assert [key for (key,) in file.execute("SELECT id FROM decision")] == [told.decision_id]

    def test_that_were_altered_on_the_way_hold_up_no_others(self, held: Office) -> None:
        with alone(held) as local:
            altered, unstorable, *rest = [local.check(code, scene="review").decision_id for code in (BLACK, CLEAN) * 2]
        with sqlite3.connect(held.folder / FILE) as file:
            file.execute("UPDATE decision SET content = '{}' WHERE id = ?", (altered,))
            [(content,)] = file.execute("SELECT content FROM decision WHERE id = ?", (unstorable,))
            content = json.dumps(json.loads(content) | {"reference": "a\0b"})
            file.execute("UPDATE decision SET content = ? WHERE id = ?", (content, unstorable))
        with held.checker() as local:
            assert local.upload() == 2
            assert local.upload() == 0
        assert sorted(Spool(held.folder / FILE).set_aside()) == sorted([altered, unstorable])
        assert sorted(one.id for one in decisions(held)) == sorted(rest)

    def test_are_uploaded_once_and_marked(self, held: Office) -> None:
        with held.checker() as local:
            first = local.check(BLACK, scene="advertising", reference="A1")
            local.verdict(BLACK, scene="promotion")
            local.verdict(CLEAN, scene="review")
            assert local.upload() == 3
            assert local.upload() == 0
        told = decisions(held)
        assert [(one.scene, one.outcome, bool(one.listing_ids)) for one in told] == [
            ("advertising", first.outcome, True),
            ("promotion", "refuse", True),
            ("review", "clear", False),
        ]
        assert [one.request["local"]["agrees"] for one in told] == [True, True, True]
        assert told[0].answer["records"][0]["document_number"] == "惠市监认〔2026〕1号"
        assert told[0].subject_key == held.world.context.keys.digest(f"uscc:{BLACK}")
        shown = held.client().decisions.get(first.decision_id, rederive=True)
        assert shown.answer.reference == "A1"
        assert shown.rederived is not None
        assert shown.rederived.agrees

    def test_a_stale_one_says_so(self, held: Office) -> None:
        held.world.pass_time(hours=30)
        with held.checker() as local:
            local.check(BLACK, scene="promotion")
            local.upload()
        [one] = decisions(held)
        assert (one.outcome, one.request["local"]["stale"], one.request["local"]["agrees"]) == ("review", True, True)

    def test_sent_again_they_count_once(self, held: Office) -> None:
        with held.checker() as local:
            local.check(BLACK, scene="promotion")
            local._spool.flush()
            kept = (held.folder / FILE).read_bytes()
            assert local.upload() == 1
        (held.folder / FILE).write_bytes(kept)
        with held.checker() as again:
            assert again.upload() == 1
        assert len(decisions(held)) == 1

    def test_what_a_member_claims_and_could_not_know_is_not_told_to_it(self, held: Office) -> None:
        with held.checker() as local:
            told = local.check(BLACK, scene="promotion")
            local._spool.flush()
            with sqlite3.connect(held.folder / FILE) as file:
                file.execute(
                    "UPDATE decision SET content = replace(content, ?, ?)", (told.records[0].id, "lst_" + "0" * 32)
                )
            local.upload()
        [one] = decisions(held)
        assert (one.listing_ids, one.answer["records"], one.request["local"]["agrees"]) == ([], [], False)


def test_what_ends_is_told_and_following_acknowledges_it(held: Office) -> None:
    world = held.world
    with world.context.database.write() as session:
        [listing] = session.exec(select(Listing.id)).all()
        end_listing(session, listing, world.context.today(), EndKind.REMOVED)
    for _ in range(6):
        step(world.context)
    with world.context.database.read() as session:
        [notice] = session.exec(select(ExitNotice)).all()
        assert (notice.listing_id, notice.acknowledged_at) == (listing, None)
    world.pass_time(minutes=2)
    held.make()
    with held.checker() as local:
        assert local.check(BLACK, scene="promotion").outcome == "refuse"
        assert local.follow().acknowledged == 1
        assert local.check(BLACK, scene="promotion").outcome == "clear"
    with world.context.database.read() as session:
        [notice] = session.exec(select(ExitNotice)).all()
        assert notice.acknowledged_by == "huixin.local"


def test_a_broken_download_goes_on_where_it_broke_off(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    office.world.enter({})
    office.make()
    monkeypatch.setattr("huixin.local.following.PIECE", 1000)
    client, asked = office.client(), list[int]()
    piece = client.bundles.piece

    def breaking(sha256: str, first: int, last: int) -> bytes:
        if len(asked) == 3 and first == 3000 and asked.count(3000) == 0:
            asked.append(first)
            raise httpx.ReadError("broken")
        asked.append(first)
        return piece(sha256, first, last)

    monkeypatch.setattr(client.bundles, "piece", breaking)
    with pytest.raises(httpx.ReadError):
        LocalChecker.open(office.folder, client=client, now=office.world.context.now)
    with LocalChecker.open(office.folder, client=client, now=office.world.context.now) as local:
        assert local.check(BLACK, scene="promotion").outcome == "refuse"
    assert asked[:5] == [0, 1000, 2000, 3000, 3000]
    assert asked.count(0) == 1


def test_nothing_is_answered_by_a_service_that_is_away(held: Office, tmp_path: Path) -> None:
    """A merchant whom the bundle covers is answered though nobody listens; any other is an error, never clear."""
    away = Client("http://127.0.0.1:9", "x", "x", retries=RetryPolicy(tries=1))
    with alone(held, client=away) as local:
        assert local.check(BLACK, scene="promotion").outcome == "refuse"
        with pytest.raises(Exception, match="Could not connect"):
            local.check(scene="promotion", name=NAME)
