"""What the notice asks for is there to be seen in the demo, row by row of `docs/capabilities.md`."""

import re
from pathlib import Path

import pytest

from api.demo.alliance import SUSPECTED
from api.demo.associations import ADVISED, EXPELLED, INSIDE, PROPOSED
from api.demo.cast import FIRMS, UNITS
from tests.api.demo_asking import AGENCY, ASSOCIATION, CENTRE, PLATFORM, Asking
from tests.api.demo_asking import asking as asking

CAPABILITIES = Path(__file__).parents[2] / "docs" / "capabilities.md"


class TestWhatTheNoticeAsks:
    TABLE = CAPABILITIES.read_text(encoding="utf-8")
    ROWS = re.findall(r"^\| (S\d+) \|.*\| `(GET (/v1/\S+))` \|$", TABLE, re.MULTILINE)

    def test_every_row_is_read(self) -> None:
        assert len(self.ROWS) == len(re.findall(r"^\| S\d", self.TABLE, re.MULTILINE)) >= 9

    @pytest.mark.parametrize(("row", "said", "path"), ROWS, ids=lambda value: str(value))
    def test_the_route_of_a_row_shows_it(self, asking: Asking, row: str, said: str, path: str) -> None:
        got = asking.get(CENTRE, path)
        assert got.status_code == 200, (row, got.text)
        assert got.json()["items"], f"{said} has nothing to show"

    def test_what_two_kinds_of_members_say_alike_is_a_suspect_and_members_learn_nothing_of_it(
        self, asking: Asking
    ) -> None:
        found = {one["state"]: one for one in asking.all(CENTRE, "/v1/suspects")}
        assert set(found) == {"open", "dismissed"}
        assert (found["open"]["name"], found["open"]["supported"]) == (SUSPECTED[0], True)
        assert {signal["member_kind"] for signal in found["open"]["signals"]} == {"platform", "logistics"}
        assert {one["became"] for one in asking.all(PLATFORM, "/v1/signals")} == {"kept"}
        assert asking.get(PLATFORM, f"/v1/subjects/{SUSPECTED[1]}").status_code == 404

    def test_an_inquiry_is_answered_and_refused_and_another_waits(self, asking: Asking) -> None:
        said = [[answer["answer"] for answer in one["answers"]] for one in asking.all(CENTRE, "/v1/inquiries")]
        assert [sorted(map(str, one)) for one in said] == [["None", "count"], ["count", "refuse"]]

    def test_an_association_proposes_keeps_inside_and_does_what_its_charter_lets_it(self, asking: Asking) -> None:
        states = {one["name"]: one["state"] for one in asking.all(CENTRE, "/v1/nominations")}
        accepted = FIRMS["河南岸"].name
        proposed = {PROPOSED[0]: "proposed", ADVISED[0]: "proposed", accepted: "accepted"}
        assert states == proposed | {INSIDE[0]: "inside"}
        [advised] = asking.all(AGENCY, "/v1/nominations")
        assert (advised["name"], asking.get(AGENCY, "/v1/sanctions").json()["items"]) == (ADVISED[0], [])
        sanctions = asking.all(ASSOCIATION, "/v1/sanctions")
        assert {(one["measure"], one["lifted_on"] is None) for one in sanctions} == {
            ("member_warning", False),
            ("member_censure", True),
            ("member_downgrade", True),
            ("member_expulsion", True),
        }
        left = [one["name"] for one in asking.all(ASSOCIATION, "/v1/memberships") if one["left_on"] is not None]
        assert left == [EXPELLED[0]]
        own = asking.get(ASSOCIATION, f"/v1/subjects/{INSIDE[1]}")
        assert (own.status_code, asking.get(PLATFORM, f"/v1/subjects/{INSIDE[1]}").status_code) == (200, 404)

    def test_double_11_goes_on_and_double_12_is_to_come(self, asking: Asking) -> None:
        later, now = asking.all(CENTRE, "/v1/campaigns")
        assert (now["kind"], later["kind"]) == ("double_11", "double_12")
        assert now["first_day"] < "2026-11-23" < now["last_day"] < later["first_day"]
        for one in (now, later):
            assert [event["action"] for event in one["history"]] == ["guide", "pledge"]
        board = asking.get(PLATFORM, f"/v1/campaigns/{now['id']}/board").json()["total"]
        assert board["checked"] == 9
        assert 0 < board["excluded"] + board["restricted"] < 9

    def test_duties_are_done_and_one_county_is_late(self, asking: Asking) -> None:
        found = asking.get(CENTRE, "/v1/duties", duty="verify_and_rectify").json()["items"]
        assert {one["body"] for one in found if one["state"] == "overdue"} == {"longmen"}
        assert len([one for one in found if one["state"] == "done"]) == len(UNITS) - 1

    def test_more_complaints_than_usual_are_warned_of(self, asking: Asking) -> None:
        found = {one["series"]: one["periods"] for one in asking.get(CENTRE, "/v1/warnings").json()["items"]}
        assert [one["warned"] for one in found["complaints_12315"]][-2:] == [False, True]
        assert not any(one["warned"] for one in found["complaints_12345"])

    def test_a_bulletin_names_what_the_nation_states_today(self, asking: Asking) -> None:
        [bulletin] = asking.get(CENTRE, "/v1/bulletins").json()["items"]
        assert (bulletin["state"], bulletin["named"]) == ("published", {"ecommerce_joint": 2})
        page = asking.client.get(f"/public/bulletins/{bulletin['id']}.html").text
        assert "惠州市汤泉云集电子商务有限公司" in page
        assert "龙门县云购信息服务有限公司" not in page, "its source has not confirmed it"

    def test_the_report_is_published_and_what_goes_upward_waits(self, asking: Asking) -> None:
        [report] = asking.get(PLATFORM, "/v1/reports").json()["items"]
        assert (report["state"], report["last"]) == ("published", "2026-10-31")
        figures = {row["figure"] for table in report["contents"]["tables"] for row in table["rows"]}
        assert "rectification_on_time" in figures
        [submission] = asking.get(CENTRE, "/v1/submissions").json()["items"]
        items = asking.get(CENTRE, f"/v1/submissions/{submission['id']}").json()["items"]
        assert {item["kind"] for item in items} == {"list"}, "the one penalty that was published is annulled"
