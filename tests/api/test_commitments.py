"""Commitments over HTTP: how they are made, what becomes of them, and that none makes any answer worse."""

import json
from io import BytesIO
from typing import Any

import pytest

from huixin.core.identifiers import uscc_check_character
from models.commitments.keys import SIGNED, register_key, revoke_key
from models.errors import Conflict, Invalid
from models.keys import SigningKey
from models.members import find_member
from models.signing import jws
from tests.api.conftest import BLACK, CLEAN, NAME, AssertProblem, World
from tests.api.rights_world import Rights
from tests.factories import signing_key

WORDS = {"zh": "自愿承诺诚信经营", "en": "Honest trade, of our own will"}
FOUND = {"action": "breach", "document_number": "惠城市监罚〔2026〕21号", "found": "虚假促销"}


@pytest.fixture
def rights(world: World) -> Rights:
    return Rights(world)


def template(rights: Rights, **fields: Any) -> dict[str, Any]:
    body = {"code": "honest_trade", "title": WORDS, "text": WORDS, "months": 12, "since": rights.today()} | fields
    return dict(rights.done("centre", "/v1/commitments/templates", **body))


def paper(rights: Rights, headers: dict[str, str]) -> list[dict[str, Any]]:
    """Evidence that the caller has uploaded."""
    file = {"file": ("承诺书.pdf", BytesIO(b"%PDF-1.4\n1\n%%EOF\n"), "application/pdf")}
    got = rights.world.client.post("/v1/attachments", headers=headers, files=file)
    assert got.status_code == 201, got.text
    return [{"kind": "document", "description": "签章承诺书", "sha256": got.json()["sha256"]}]


def entered(rights: Rights, uscc: str = BLACK, name: str = NAME, **fields: Any) -> dict[str, Any]:
    """By the centre, from paper."""
    body = {"template": "honest_trade", "accepted_on": rights.today(), "uscc": uscc, "name": name} | fields
    evidence = paper(rights, rights.headers("centre"))
    return dict(rights.done("centre", "/v1/commitments", evidence=evidence, **body))


def act(rights: Rights, who: str, key: str, **body: Any) -> Any:
    return rights.post(who, f"/v1/commitments/{key}/actions", **body)


def registered(rights: Rights) -> list[str]:
    got = rights.world.client.get("/public/commitments")
    assert got.status_code == 200, got.text
    page = rights.world.client.get("/public/commitments.html")
    codes = [one["uscc"] for one in got.json()["items"]]
    assert all(code in page.text for code in codes)
    return codes


def test_the_register_masks_a_trader_that_bears_only_a_persons_name(rights: Rights) -> None:
    template(rights)
    code = "92441302MADEM0003"
    entered(rights, code + uscc_check_character(code), "欧阳小明")
    for form in ("", ".html"):
        page = rights.world.client.get(f"/public/commitments{form}").text
        assert "欧***" in page
        assert "欧阳小明" not in page
    [seen] = rights.get("centre", "/v1/commitments").json()["items"]
    assert seen["name"] == "欧阳小明", "who keeps the register reads it in full"


@pytest.mark.parametrize("form", ["", ".html"])
def test_nobody_keeps_the_register_without_asking_again(rights: Rights, form: str) -> None:
    template(rights)
    made = entered(rights)
    before = rights.world.client.get(f"/public/commitments{form}")
    assert (BLACK in before.text, "no-cache" in before.headers["cache-control"]) == (True, True)
    kept = {"If-None-Match": before.headers["etag"]}
    assert rights.world.client.get(f"/public/commitments{form}", headers=kept).status_code == 304
    assert act(rights, "centre", made["id"], action="withdraw").status_code == 200
    after = rights.world.client.get(f"/public/commitments{form}", headers=kept)
    assert (after.status_code, BLACK in after.text) == (200, False)


def test_a_promise_is_by_the_version_of_its_own_day(rights: Rights, assert_problem: AssertProblem) -> None:
    template(rights)
    evidence = paper(rights, rights.headers("centre"))
    body = {"template": "honest_trade", "uscc": BLACK, "name": NAME, "evidence": evidence}
    before = rights.post("centre", "/v1/commitments", accepted_on=rights.today(-1), **body)
    assert_problem(before, "not_found")
    first = rights.today()
    rights.world.pass_time(days=3)
    template(rights, months=24)
    late = rights.done("centre", "/v1/commitments", accepted_on=first, **body)
    assert (late["version"], late["until"]) == (1, "2027-11-01")


def told(rights: Rights, **question: Any) -> dict[str, Any]:
    return dict(rights.done("platform", "/v1/check", **({"subject": {"uscc": BLACK}, "scene": "promotion"} | question)))


def reasons(answer: dict[str, Any]) -> set[str]:
    return {reason["rule"] for reason in answer["reasons"]}


def substance(answer: dict[str, Any]) -> Any:
    return answer["outcome"], [{**one, "grounds": None} for one in answer["measures"]], answer["review"]


class TestMaking:
    def test_a_merchant_promises_for_itself_with_its_document(self, rights: Rights) -> None:
        rights.listing()
        template(rights)
        headers = rights.merchant()
        body = {"template": "honest_trade", "accepted_on": rights.today(), "evidence": paper(rights, headers)}
        made = rights.world.client.post("/v1/commitments", headers=headers, json=body)
        assert made.status_code == 201, made.text
        assert (made.json()["uscc"], made.json()["state"], made.json()["how"]) == (BLACK, "in_force", "document")
        own = rights.world.client.get("/v1/commitments", headers=headers).json()["items"]
        assert [one["id"] for one in own] == [made.json()["id"]]
        assert registered(rights) == [BLACK]

    def test_nothing_is_promised_without_a_document(self, rights: Rights, assert_problem: AssertProblem) -> None:
        template(rights)
        body = {"template": "honest_trade", "accepted_on": rights.today(), "uscc": BLACK, "name": NAME}
        assert_problem(rights.post("centre", "/v1/commitments", **body), "invalid_content", "/evidence")

    def test_twice_the_same_is_refused_until_the_first_is_over(
        self, rights: Rights, assert_problem: AssertProblem
    ) -> None:
        template(rights)
        first = entered(rights)
        body = {"template": "honest_trade", "accepted_on": rights.today(), "uscc": BLACK, "name": NAME}
        evidence = paper(rights, rights.headers("centre"))
        assert_problem(rights.post("centre", "/v1/commitments", evidence=evidence, **body), "conflict")
        assert act(rights, "centre", first["id"], action="withdraw").status_code == 200
        assert rights.post("centre", "/v1/commitments", evidence=evidence, **body).status_code == 201

    def test_nobody_promises_for_another(self, rights: Rights, assert_problem: AssertProblem) -> None:
        template(rights)
        rights.listing()
        headers = rights.merchant()
        body = {"template": "honest_trade", "accepted_on": rights.today(), "uscc": CLEAN}
        evidence = paper(rights, headers)
        post = rights.world.client.post("/v1/commitments", headers=headers, json=body | {"evidence": evidence})
        assert_problem(post, "invalid_content", "/uscc")
        body = {"template": "honest_trade", "accepted_on": rights.today(), "uscc": BLACK, "name": NAME}
        assert_problem(rights.post("platform", "/v1/commitments", **body), "forbidden")
        assert_problem(rights.post("department", "/v1/commitments", **body), "forbidden")
        assert registered(rights) == []

    def test_a_version_begins_today_or_later_and_the_newest_is_promised(
        self, rights: Rights, assert_problem: AssertProblem
    ) -> None:
        template(rights)
        early = {"code": "honest_trade", "title": WORDS, "text": WORDS, "since": rights.today(-1)}
        assert_problem(rights.post("centre", "/v1/commitments/templates", **early), "invalid_content", "/since")
        second = template(rights, text={"zh": "新", "en": "New"}, since=rights.today(5))
        assert (second["version"], entered(rights)["version"]) == (2, 1)
        rights.world.pass_time(days=5)
        assert entered(rights, uscc=CLEAN)["version"] == 2
        assert_problem(rights.post("platform", "/v1/commitments/templates", **early), "forbidden")


class TestSigning:
    @pytest.fixture
    def key(self, rights: Rights) -> SigningKey:
        """The platform's, registered."""
        rights.headers("platform")
        signing = signing_key(rights.world.context.settings.home / "platform")
        self.register(rights, signing)
        return signing

    def register(self, rights: Rights, signing: SigningKey) -> None:
        with rights.world.context.database.write() as session:
            now = rights.world.context.now()
            register_key(session, find_member(session, "platform"), signing.public_jwk, CLEAN, "平台公司", now)

    def signed(self, rights: Rights, signing: SigningKey, **other: Any) -> dict[str, Any]:
        version = template(rights)
        said = {"template": version["code"], "version": version["version"], "digest": version["digest"]}
        said |= {"uscc": CLEAN, "accepted_on": rights.today()} | other
        signature = jws(json.dumps(said).encode(), SIGNED, signing)
        return {"template": "honest_trade", "accepted_on": rights.today(), "signature": signature}

    def test_a_member_signs_by_its_registered_key(self, rights: Rights, key: SigningKey) -> None:
        made = rights.done("platform", "/v1/commitments", **self.signed(rights, key))
        assert (made["how"], made["name"], made["uscc"]) == ("signature", "平台公司", CLEAN)
        assert registered(rights) == [CLEAN]

    def test_what_it_did_not_sign_is_refused(
        self, rights: Rights, key: SigningKey, assert_problem: AssertProblem
    ) -> None:
        stranger = signing_key(rights.world.context.settings.home / "stranger")
        for body in (
            self.signed(rights, stranger),
            self.signed(rights, key, digest="0" * 64),
            self.signed(rights, key, uscc=BLACK),
            self.signed(rights, key) | {"signature": "a.b.c"},
            {"template": "honest_trade", "accepted_on": rights.today()},
        ):
            assert_problem(rights.post("platform", "/v1/commitments", **body), "invalid_content", "/signature")
        assert registered(rights) == []

    def test_a_key_is_public_one_at_a_time_and_signs_nothing_once_revoked(
        self, rights: Rights, key: SigningKey, assert_problem: AssertProblem
    ) -> None:
        with pytest.raises(Conflict):
            self.register(rights, key)
        body = self.signed(rights, key)
        with rights.world.context.database.write() as session:
            member, now = find_member(session, "platform"), rights.world.context.now()
            revoke_key(session, member, now)
            with pytest.raises(Invalid):
                register_key(session, member, key.private_jwk, CLEAN, "平台公司", now)
        assert_problem(rights.post("platform", "/v1/commitments", **body), "forbidden")


class TestWhatBecomesOfIt:
    def test_performance_is_reported_with_its_days(self, rights: Rights, assert_problem: AssertProblem) -> None:
        template(rights)
        key = entered(rights)["id"]
        report = {"action": "report", "first_day": rights.today(), "last_day": rights.today(), "report": "无投诉"}
        ahead = report | {"last_day": rights.today(1)}
        assert_problem(act(rights, "centre", key, **ahead), "invalid_content", "/last_day")
        before = report | {"first_day": rights.today(-1)}
        assert_problem(act(rights, "centre", key, **before), "invalid_content", "/first_day")
        view = act(rights, "centre", key, **report).json()
        assert (view["performed"], view["performed_to"]) == (1, rights.today())
        assert [event["action"] for event in view["history"]] == ["report"]
        assert_problem(act(rights, "department", key, **report), "forbidden")
        assert_problem(act(rights, "platform", key, **report), "not_found")

    def test_it_expires_by_its_date_alone(self, rights: Rights) -> None:
        template(rights, months=1)
        key = entered(rights)["id"]
        rights.world.pass_time(days=29)
        assert registered(rights) == [BLACK]
        rights.world.pass_time(days=1)
        assert registered(rights) == []
        assert rights.get("centre", f"/v1/commitments/{key}").json()["state"] == "expired"

    def test_a_breach_counts_with_an_authoritys_document_alone(
        self, rights: Rights, assert_problem: AssertProblem
    ) -> None:
        template(rights)
        key = entered(rights)["id"]
        day = {"decided_on": rights.today()}
        assert_problem(act(rights, "centre", key, **FOUND, **day), "invalid_content", "/unit")
        without = {name: said for name, said in (FOUND | day).items() if name != "document_number"}
        assert_problem(act(rights, "department", key, **without), "invalid_content", "/breach/document_number")
        assert_problem(act(rights, "department", key, **FOUND, decided_on=rights.today(1)), "invalid_content")
        foreign = FOUND | day | {"unit": "boluo", "department": "market_supervision"}
        assert_problem(act(rights, "department", key, **foreign), "forbidden")
        assert registered(rights) == [BLACK]
        view = act(rights, "department", key, **FOUND, **day).json()
        assert (view["state"], view["history"][-1]["said"]["decided_by"]) == ("breached", "惠城区市场监督管理局")
        assert registered(rights) == []
        assert_problem(act(rights, "department elsewhere", key, action="retract", document_number="复1号",
                           decided_on=rights.today(), reason="撤销"), "forbidden")  # fmt: skip
        undone = act(rights, "department", key, action="retract", document_number="复1号", decided_on=rights.today(),
                     reason="处罚被撤销").json()  # fmt: skip
        assert undone["state"] == "in_force"
        assert registered(rights) == [BLACK]

    def test_who_promised_cannot_record_a_breach(self, rights: Rights, assert_problem: AssertProblem) -> None:
        rights.listing()
        template(rights)
        key = entered(rights)["id"]
        body = FOUND | {"decided_on": rights.today()}
        path = f"/v1/commitments/{key}/actions"
        assert_problem(rights.world.client.post(path, headers=rights.merchant(), json=body), "forbidden")


class TestAnswers:
    def test_it_is_shown_beside_a_record_and_changes_nothing_else(self, rights: Rights) -> None:
        rights.listing(list="ecommerce_watch")
        template(rights)
        before = told(rights)
        assert "commitment-invited" in reasons(before)
        key = entered(rights)["id"]
        after = told(rights)
        assert reasons(after) - reasons(before) == {"commitment-made"}
        assert substance(after) == substance(before)
        assert act(rights, "centre", key, action="withdraw").status_code == 200
        assert (reasons(told(rights)), substance(told(rights))) == (reasons(before), substance(before))

    def test_where_nothing_stands_against_it_nothing_is_said(self, rights: Rights) -> None:
        template(rights)
        before = told(rights, subject={"uscc": CLEAN})
        entered(rights, uscc=CLEAN)
        after = told(rights, subject={"uscc": CLEAN})
        assert {**after, "decision_id": None, "as_of": None} == {**before, "decision_id": None, "as_of": None}

    def test_what_was_answered_then_is_derived_again_as_it_was_known(self, rights: Rights) -> None:
        rights.listing(list="ecommerce_watch")
        template(rights)
        unpromised = told(rights)["decision_id"]
        key = entered(rights)["id"]
        promised = told(rights)["decision_id"]
        act(rights, "centre", key, action="withdraw")
        for decision in (unpromised, promised):
            got = rights.get("centre", f"/v1/decisions/{decision}", rederive=True).json()
            assert got["rederived"]["agrees"], got["rederived"]


def test_a_department_reads_all_and_a_member_its_own(rights: Rights) -> None:
    template(rights)
    key = entered(rights)["id"]
    assert rights.get("department", f"/v1/commitments/{key}").status_code == 200
    assert rights.get("platform", "/v1/commitments").json()["items"] == []
