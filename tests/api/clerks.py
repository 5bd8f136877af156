"""The rules as the clerks of the centre work on them: one writes, a second approves, and a platform asks."""

from datetime import UTC, datetime
from typing import Any

import httpx

from huixin.core.vocabulary import MemberKind
from models.rulesets.deciding import publish_shipped
from tests.api.conftest import World

RULES = "national/rules/black_recognised.yaml"
SOON = datetime(2026, 11, 10, 16, 0, tzinfo=UTC)
"""The beginning of 11 November in Shanghai, more than the notice period away."""

PLANTED = """
- rule: planted
  title: {zh: 误写, en: A slip}
  grounds: [ndrc-1798-2017]
  effective: {from: 2017-10-30}
  scenes: [onboarding]
  when: {record: {list: [ecommerce_joint], severity: [minor]}}
  then: {measure: honour_display, outcome: favour}
"""
"""Honours whom other rules refuse."""


class Centre:
    """Two clerks of the centre, each with a credential of their own, and a platform that asks."""

    def __init__(self, world: World) -> None:
        self.world = world
        with world.context.database.write() as session:
            publish_shipped(session, world.context.shipped, world.context.now())
        world.context.book.refresh()

    @property
    def platform(self) -> dict[str, str]:
        return self.world.headers()

    def clerk(self, name: str) -> dict[str, str]:
        return self.world.headers(MemberKind.CENTRE, name=name)

    def post(self, who: str, path: str, **body: Any) -> httpx.Response:
        return self.world.client.post(f"/v1/{path}", json=body, headers=self.clerk(who))

    def get(self, path: str, who: str = "author") -> Any:
        response = self.world.client.get(f"/v1/{path}", headers=self.clerk(who))
        assert response.status_code == 200, response.text
        return response.json()

    def done(self, who: str, path: str, **body: Any) -> Any:
        response = self.post(who, path, **body)
        assert response.status_code in (200, 201), response.text
        return response.json()

    def draft(self) -> str:
        return str(self.done("author", "rulesets", title="双十一", reason="调整促销限制")["id"])

    def edit(self, version: str, old: str, new: str, path: str = RULES) -> None:
        found = self.get(f"rulesets/{version}/document?path={path}")
        assert old in found["content"]
        response = self.put(version, found["content"].replace(old, new), found["etag"], path)
        assert response.status_code == 200, response.text

    def put(self, version: str, content: str, etag: str | None, path: str = RULES) -> httpx.Response:
        headers = self.clerk("author") | ({"If-Match": etag} if etag else {})
        return self.world.client.put(
            f"/v1/rulesets/{version}/document?path={path}", json={"content": content}, headers=headers
        )

    def lenient(self, outcome: str = "restrict") -> str:
        """A draft under which a promotion is restricted where it was refused, without the tests beside the rules."""
        version = self.draft()
        self.edit(version, "measure: promotion_limit, outcome: refuse", f"measure: promotion_limit, outcome: {outcome}")
        for document in self.get(f"rulesets/{version}")["documents"]:
            if "/tests/" in document["path"]:
                headers = self.clerk("author") | {"If-Match": document["etag"]}
                path = f"/v1/rulesets/{version}/document?path={document['path']}"
                assert self.world.client.delete(path, headers=headers).status_code == 200
        return version

    def approved(self, outcome: str = "restrict") -> str:
        version = self.lenient(outcome)
        self.done("author", f"rulesets/{version}/submission")
        self.done("second", f"rulesets/{version}/actions", action="approve")
        return version

    def outcome(self, **request: Any) -> tuple[str, list[str]]:
        asked = self.world.ask(self.platform, **request)
        assert asked.status_code == 200, asked.text
        answer = asked.json()
        return answer["outcome"], [measure["code"] for measure in answer["measures"]]
