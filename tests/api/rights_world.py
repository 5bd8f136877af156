"""A department that recognises, its unit, the centre, a platform, and a merchant that has proved who it is."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, cast

import httpx
from fastapi import FastAPI

from api.worker import step
from huixin.core.vocabulary import MemberKind
from models.clauses import enter_standard_clauses
from models.listings import enter_listing
from models.members import add_member
from models.scopes import default_scopes
from models.subjects import enter_subject, enterprise, find_by_key
from rules.documents import Dates, HolidayTable
from tests.api.conftest import BLACK, NAME, World
from tests.factories import a_record

BODY = "huicheng/market_supervision"
EVIDENCE = [{"kind": "on_site_record", "description": "现场检查笔录"}]


def withdrawal(rights: "Rights", listing_id: str) -> dict[str, Any]:
    """By which document a wrong publication is taken back."""
    document = {"document_number": "惠信撤〔2026〕1号", "document_on": rights.today()}
    return {"listing_id": listing_id, "reason": "误发布", **document}


@dataclass
class Rights:
    """Asks the service as one of them: `as_("centre").post("/v1/ends", …)`."""

    world: World

    def headers(self, who: str) -> dict[str, str]:
        kind = MemberKind(who.split()[0])
        if who not in self.world.members:
            unit = {"unit": "huicheng", "department": "huicheng"}.get(kind)
            department = "market_supervision" if kind is MemberKind.DEPARTMENT else None
            if who == "department elsewhere":
                unit, department = "boluo", "transport"
            if who == "unit elsewhere":
                unit = "boluo"
            with self.world.context.database.write() as session:
                self.world.members[who] = add_member(
                    session,
                    who,
                    kind,
                    default_scopes(kind),
                    self.world.context.now(),
                    unit=unit,
                    department=department,
                )
                enter_standard_clauses(session, self.world.context.ruleset.catalogue, self.world.members[who].member_id)
        login = self.world.members[who]
        form = {"grant_type": "client_credentials"}
        got = self.world.client.post("/oauth/token", data=form, auth=(login.client_id, login.client_secret))
        return {"Authorization": f"Bearer {got.json()['access_token']}"}

    def get(self, who: str, path: str, **params: Any) -> httpx.Response:
        return self.world.client.get(path, headers=self.headers(who), params=params)

    def post(self, who: str, path: str, **body: Any) -> httpx.Response:
        return self.world.client.post(path, headers=self.headers(who), json=body)

    def done(self, who: str, path: str, **body: Any) -> Any:
        response = self.post(who, path, **body)
        assert response.status_code in (200, 201), response.text
        return response.json()

    def today(self, days: int = 0) -> str:
        return str(self.world.context.today() + timedelta(days=days))

    def listing(self, **fields: Any) -> str:
        """An effective record of the merchant, which the department recognised."""
        usual: dict[str, Any] = {
            "list": "ecommerce_black",
            "recogniser": "惠城区市场监督管理局",
            "recogniser_code": BODY,
            "decided_on": date(2026, 6, 1),
        }
        record = a_record(**(usual | fields))
        with self.world.context.database.write() as session:
            owner = find_by_key(session, f"uscc:{BLACK}") or enter_subject(session, enterprise(BLACK, NAME))
            key = f"doc:{record.document_number}|{record.decided_on}"
            return enter_listing(session, owner.id, record, key).id

    def outcome(self, scene: str = "promotion") -> str:
        body = {"subject": {"uscc": BLACK}, "scene": scene}
        return str(self.done("platform", "/v1/check", **body)["outcome"])

    def learn_holidays(self, year: int, first: str, last: str) -> None:
        """The packs' table of the year arrives, with these days off."""
        off = Dates.model_validate({"from": first, "to": last})
        code = f"cn-{year}"
        table = HolidayTable(
            holidays=code, year=year, off=(off,), worked=(), source_note="of this test", verified=False
        )
        catalogue = self.world.context.ruleset.catalogue
        known = replace(catalogue, holidays={**catalogue.holidays, code: table})
        self.world.context = replace(self.world.context, shipped=replace(self.world.context.ruleset, catalogue=known))
        cast(FastAPI, self.world.client.app).state.context = self.world.context

    def work(self) -> None:
        """All jobs that are due."""
        while step(self.world.context):
            pass

    def merchant(self) -> dict[str, str]:
        """Headers of the merchant, by a code in a letter."""
        letter = {"uscc": BLACK, "channel": "post", "address": "惠州市惠城区江北1号"}
        code = self.done("centre", "/v1/merchants/codes", **letter)["code"]
        got = self.world.client.post("/oauth/merchant", json={"uscc": BLACK, "code": code})
        assert got.status_code == 200, got.text
        return {"Authorization": f"Bearer {got.json()['access_token']}"}
