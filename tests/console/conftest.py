"""The demo, served, with the console before it, and a real Chromium. One of each for a worker.

Every page keeps what the browser says of it: an error in the browser's console fails the test.
"""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, expect, sync_playwright

from tests.demo_home import NOW, copied

SERVER = Path(sys.executable).with_name("huixin-server")
PATIENCE = 120.0
expect.set_options(timeout=15_000)
REFUSED = "the server responded with a status of 401"
"""Chromium reports what a page of ours is refused by; that is no error of the page."""
CHROMIUM = shutil.which("chromium")


@dataclass(frozen=True, slots=True)
class Running:
    """`members`: client id and secret by name. `codes`: one-time codes of merchants by their own code."""

    url: str
    members: dict[str, tuple[str, str]]
    codes: dict[str, str]
    signed_in: dict[str, Any] = field(default_factory=dict)
    """Cookies of who has signed in before, by name."""


@pytest.fixture(scope="session")
def running(tmp_path_factory: pytest.TempPathFactory, demo_home: Path) -> Iterator[Running]:
    home = tmp_path_factory.mktemp("console") / "home"
    demo = copied(demo_home, home)
    (home / "clock").write_text(NOW.isoformat())
    environment = os.environ | {
        "HUIXIN_HOME": str(home),
        "HUIXIN_TEST": "1",
        "HUIXIN_CLOCK_FILE": str(home / "clock"),
        "HUIXIN_WORKER": "0",
    }
    service, console = _free_port(), _free_port()
    url = f"http://127.0.0.1:{service}"
    with _process(environment, "serve", "--port", str(service), until=f"{url}/readyz"):
        page = f"http://127.0.0.1:{console}"
        with _process(environment, "console", "--url", url, "--port", str(console), until=f"{page}/sign-in"):
            members = {name: (one, secret) for name, (one, secret) in demo.members.items()}
            yield Running(page, members, demo.codes)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed and could not be: Debian has it as `chromium`")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


Open = Callable[..., Page]
"""Opens a page as a member, or as MERCHANT, at a width of so many pixels; without a member nobody has signed in."""
MERCHANT = "商家"


@pytest.fixture
def open_page(browser: Browser, running: Running) -> Iterator[Open]:
    said: list[str] = []
    contexts = []

    def listen(message: ConsoleMessage) -> None:
        if message.type == "error" and REFUSED not in message.text:
            said.append(message.text)

    def opened(member: str | None = None, path: str = "/", width: int = 1280) -> Page:
        known = running.signed_in.get(member or "")
        size = {"width": width, "height": 900}
        context = browser.new_context(viewport=size, base_url=running.url, storage_state=known)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(20_000)
        page.on("console", listen)
        page.on("pageerror", lambda error: said.append(str(error)))
        if member and known is None:
            sign_in(page, running, member)
            running.signed_in[member] = context.storage_state()
        page.goto(path)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert not said


def sign_in(page: Page, running: Running, member: str) -> None:
    page.goto("/sign-in?merchant=true" if member == MERCHANT else "/sign-in")
    name, secret = next(iter(running.codes.items())) if member == MERCHANT else running.members[member]
    page.fill("#name", name)
    page.fill("#secret", secret)
    page.get_by_role("button").click()
    page.wait_for_url(lambda url: not url.endswith("sign-in"))


@contextmanager
def _process(environment: dict[str, str], *words: str, until: str) -> Iterator[None]:
    process = subprocess.Popen([SERVER, *words], env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    try:
        end = time.monotonic() + PATIENCE
        while not _answers(until):
            if process.poll() is not None or time.monotonic() > end:
                process.kill()
                pytest.fail(f"{words} does not answer: {process.communicate()[0]!r}")
            time.sleep(0.1)
        yield
    finally:
        process.terminate()
        process.communicate()


def _answers(url: str) -> bool:
    try:
        with urlopen(url, timeout=5):  # noqa: S310 - our own address
            return True
    except HTTPError:
        return False
    except OSError:
        return False


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])
