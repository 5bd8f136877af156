"""The interactive description: whole without any other host."""

import base64
import hashlib
import re
from typing import Any

import pytest

from tests.api.conftest import World

REFERENCE = re.compile(r"""(?:src|href)="([^"]*)"|url: '([^']*)'""")


@pytest.fixture
def page(world: World) -> Any:
    return world.client.get("/docs")


def policy(page: Any) -> dict[str, set[str]]:
    parts = (part.split() for part in page.headers["content-security-policy"].split(";"))
    return {name: set(sources) for name, *sources in parts}


def test_it_refers_to_no_other_host(page: Any) -> None:
    assert page.status_code == 200
    assert "//" not in page.text
    assert '"validatorUrl": null' in page.text, "else Swagger UI asks swagger.io for a badge"


def test_everything_it_refers_to_is_served(world: World, page: Any) -> None:
    found = [a or b for a, b in REFERENCE.findall(page.text)]
    assert len(found) == 4
    kinds = {}
    for address in found:
        assert address.startswith("/")
        reply = world.client.get(address)
        assert reply.status_code == 200, address
        assert len(reply.content) > 1000
        kinds[address.rpartition(".")[2]] = reply.headers["content-type"].partition(";")[0]
    assert kinds == {"js": "text/javascript", "css": "text/css", "png": "image/png", "json": "application/json"}


def test_the_style_needs_nothing_else(world: World) -> None:
    style = world.client.get("/docs/assets/swagger-ui.css").text
    assert all(address.startswith("data:") for address in re.findall(r"""url\(["']?([^"')]*)""", style))


def test_its_own_script_may_run_and_nothing_from_elsewhere(page: Any) -> None:
    allowed = policy(page)
    assert allowed["default-src"] == {"'none'"}
    [script] = re.findall(r"<script>(.*?)</script>", page.text, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert allowed["script-src"] == {"'self'", f"'sha256-{digest}'"}
    assert allowed["connect-src"] == {"'self'"}
    assert not any("//" in source for sources in allowed.values() for source in sources)


def test_there_is_one_such_page_and_no_way_around_its_folder(world: World, assert_problem: Any) -> None:
    for address in ("/redoc", "/docs/assets/", "/docs/assets/nowhere.js", "/docs/assets/..%2f__init__.py"):
        assert_problem(world.client.get(address), "not_found")
    assert_problem(world.client.post("/docs/assets/favicon.png"), "method_not_allowed")
    assert "/docs" not in world.client.get("/openapi.json").json()["paths"]
