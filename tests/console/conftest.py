"""The demo, served, with the console before it, and a real Chromium. One of each for a worker, and for each who signs
in one browser context that lasts: what a page loads is loaded once.

Every page keeps what the browser says of it: an error in the browser's console fails the test.
"""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Locator, Page, expect, sync_playwright

from models.database import Database
from models.rulesets.deciding import publish_shipped
from rules.ruleset import RuleSet
from tests.demo_home import NOW, copied
from tests.factories import ordinary_day

SERVER = Path(sys.executable).with_name("huixin-server")
PATIENCE = 120.0
expect.set_options(timeout=15_000)
REFUSED = "the server responded with a status of 401"
"""Chromium reports what a page of ours is refused by; that is no error of the page."""
CHROMIUM = shutil.which("chromium")


@dataclass(frozen=True, slots=True)
class Running:
    """`url`: of the console; `service`: of what it asks. `home`: where its state lives. `members`: client id and secret
    by name. `codes`: one-time codes of merchants by their own code."""

    url: str
    service: str
    home: Path
    members: dict[str, tuple[str, str]]
    codes: dict[str, str]


@pytest.fixture(scope="session")
def running(tmp_path_factory: pytest.TempPathFactory, demo_home: Path, ruleset: RuleSet) -> Iterator[Running]:
    home = tmp_path_factory.mktemp("console") / "home"
    demo = copied(demo_home, home)
    with closing(Database.open(home, ordinary_day)) as database, database.write() as session:
        publish_shipped(session, ruleset, NOW)  # as `make run` does
    (home / "clock").write_text(NOW.isoformat())
    environment = os.environ | {
        "HUIXIN_HOME": str(home),
        "HUIXIN_TEST": "1",
        "HUIXIN_CLOCK_FILE": str(home / "clock"),
        "HUIXIN_WORKER": "0",
    }
    service = f"http://127.0.0.1:{_free_port()}"
    with ExitStack() as processes:
        serving = processes.enter_context(_process(environment, "serve", "--port", service.rpartition(":")[2]))
        console = processes.enter_context(console_of(service))
        _await(serving, f"{service}/readyz")
        yield Running(console, service, home, dict(demo.members), demo.codes)


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """For these tests alone: as long as Playwright is there, its loop keeps all others out of the thread."""
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed and could not be: Debian has it as `chromium`")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


Open = Callable[..., Page]
"""Opens a page as a member, or as MERCHANT, at a width of so many pixels; without a member nobody has signed in."""
MERCHANT = "商家"
Contexts = dict[str, BrowserContext]


@pytest.fixture(scope="package")
def contexts(browser: Browser) -> Iterator[Contexts]:
    """By whoever has signed in there."""
    signed_in: Contexts = {}
    yield signed_in
    for context in signed_in.values():
        context.close()


@pytest.fixture
def open_page(browser: Browser, running: Running, contexts: Contexts) -> Iterator[Open]:
    said: list[str] = []
    opened: list[Page] = []

    def listen(message: ConsoleMessage) -> None:
        if message.type == "error" and REFUSED not in message.text:
            said.append(message.text)

    def open_one(member: str | None = None, path: str = "/", width: int = 1280) -> Page:
        known = contexts.get(member or "")
        context = known or browser.new_context(base_url=running.url)
        page = context.new_page()
        opened.append(page)
        page.set_viewport_size({"width": width, "height": 900})
        page.set_default_timeout(20_000)
        page.on("console", listen)
        page.on("pageerror", lambda error: said.append(str(error)))
        if member and known is None:
            _let_in(context, running, member)
            contexts[member] = context
        page.goto(path)
        return page

    yield open_one
    for page in opened:
        page.close()
        if page.context not in contexts.values():
            page.context.close()
    assert not said


def _let_in(context: BrowserContext, running: Running, member: str) -> None:
    """As the form of the sign-in does, without the pages before and after."""
    is_merchant = member == MERCHANT
    name, secret = next(iter(running.codes.items())) if is_merchant else running.members[member]
    sent = {"name": name, "secret": secret, "merchant": str(is_merchant).lower()}
    answer = context.request.post("/sign-in", form=sent, headers={"Origin": running.url}, max_redirects=0)
    assert answer.status == 303, answer.text()


def sign_in(page: Page, running: Running, member: str) -> None:
    """By the form."""
    page.goto("/sign-in")
    name, secret = running.members[member]
    page.fill("#name", name)
    page.fill("#secret", secret)
    page.get_by_role("button").click()
    page.wait_for_url(lambda url: not url.endswith("sign-in"))


def pick(page: Page, name: str | re.Pattern[str], *, exact: bool = False) -> None:
    """Of the choices that are open."""
    page.get_by_role("option", name=name, exact=exact).click()
    picked(page)


def picked(page: Page) -> None:
    """Nothing else is done before the choices are gone: while they fade they take what is clicked beneath."""
    expect(page.get_by_role("option")).to_have_count(0)


def choose(page: Page, form: Locator, **said: str | Iterable[str]) -> None:
    """Of each field one, or several."""
    for field, options in said.items():
        form.get_by_label(re.compile(f"^{field}( \\*)?$")).click()
        several = [] if isinstance(options, str) else list(options)
        for option in several or [str(options)]:
            page.get_by_role("option", name=option, exact=True).click()
        if several:
            page.keyboard.press("Escape")
        picked(page)


@contextmanager
def console_of(service: str, *words: str) -> Iterator[str]:
    """A console before that service, begun with those words more; gives its address."""
    url = f"http://127.0.0.1:{_free_port()}"
    told = ("console", "--url", service, "--port", url.rpartition(":")[2], *words)
    with _process(dict(os.environ), *told) as shown:
        _await(shown, f"{url}/sign-in")
        yield url


@contextmanager
def _process(environment: dict[str, str], *words: str) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen([SERVER, *words], env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    try:
        yield process
    finally:
        process.terminate()
        process.communicate()


def _await(process: subprocess.Popen[bytes], url: str) -> None:
    end = time.monotonic() + PATIENCE
    while not _answers(url):
        if process.poll() is not None or time.monotonic() > end:
            process.kill()
            pytest.fail(f"{process.args!r} does not answer: {process.communicate()[0]!r}")
        time.sleep(0.1)


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
