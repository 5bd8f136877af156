"""The console in a real browser, before a service with the demo and so many records more: milliseconds to the first
contentful paint of each page, and from a click to what was asked for. Service, console and browser share the machine.

`python -m bench.console [RECORDS]` prints one JSON line. Each figure is the middle of several; the first, for which the
browser has nothing kept yet, has one of its own.
"""

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from playwright.sync_api import BrowserContext, Locator, Page, sync_playwright

from api.demo import BRUSHER, Demo
from bench.import_generator import write_file
from bench.served import SERVER, Installation, free_port, installed, process, serving

RECORDS = 100_000
TIMES = 7
PLATFORM, CENTRE = "演示平台", "惠州市信用中心"
PAGES = {
    "check": (PLATFORM, "/"),
    "listings": (PLATFORM, "/listings"),
    "campaigns": (PLATFORM, "/campaigns"),
    "subject": (CENTRE, f"/subjects/{BRUSHER}"),
    "cases": (CENTRE, "/cases"),
    "tasks": (CENTRE, "/tasks"),
    "monitoring": (CENTRE, "/monitoring"),
    "reports": (CENTRE, "/reports"),
    "rules": (CENTRE, "/rules"),
}
_PAINTED = "() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime"
Figures = dict[str, float]


def figures(records: int = RECORDS) -> Figures:
    with installed() as home:
        _list(home, records)
        with serving(home, core=None) as service, _console(service) as url, _signed_in(url, home.demo) as contexts:
            painted = {name: _painted(contexts[member], path) for name, (member, path) in PAGES.items()}
            acted = _acted(contexts)
    return {
        "console_records": records,
        "console_first_paint_ms": max(times[0] for times in painted.values()),
        **{f"console_paint_{name}_ms": round(median(times)) for name, times in painted.items()},
        "console_paint_slowest_ms": max(round(median(times)) for times in painted.values()),
        **{f"console_{name}_ms": round(median(times)) for name, times in acted.items()},
        "console_action_slowest_ms": max(round(median(times)) for times in acted.values()),
    }


def _list(home: Installation, records: int) -> None:
    with TemporaryDirectory() as folder:
        file = write_file(Path(folder) / "list.csv", records)
        command = [SERVER, "import", str(file), "--list", "brushing_black", "--json"]
        done = subprocess.run(command, env=home.environment, stdout=subprocess.DEVNULL)
        assert done.returncode in (0, 2), "some rows are damaged, but most of them land"


@contextmanager
def _console(service: str) -> Iterator[str]:
    port = free_port()
    with process([SERVER, "console", "--url", service, "--port", str(port)], port, dict(os.environ)):
        yield f"http://127.0.0.1:{port}"


@contextmanager
def _signed_in(url: str, demo: Demo) -> Iterator[dict[str, BrowserContext]]:
    chromium = shutil.which("chromium")
    assert chromium, "Chromium is not installed: make browser"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        contexts: dict[str, BrowserContext] = {}
        for member in (PLATFORM, CENTRE):
            contexts[member] = browser.new_context(base_url=url)
            name, secret = demo.members[member]
            sent = {"name": name, "secret": secret, "merchant": "false"}
            answer = contexts[member].request.post("/sign-in", form=sent, headers={"Origin": url}, max_redirects=0)
            assert answer.status == 303, answer.text()
        yield contexts
        browser.close()


def _painted(context: BrowserContext, path: str) -> list[float]:
    """The first is of a browser that has nothing of the page yet, where no page was opened before."""
    page = context.new_page()
    times: list[float] = []
    for _ in range(TIMES):
        page.goto(path)
        times.append(round(page.wait_for_function(_PAINTED).json_value()))
        _settled(page)
    page.close()
    return times


def _settled(page: Page) -> Locator:
    main = page.get_by_role("main")
    page.get_by_role("progressbar").first.wait_for(state="hidden")
    page.wait_for_function("() => window.socket?.connected !== false")
    return main


def _acted(contexts: dict[str, BrowserContext]) -> dict[str, list[float]]:
    """From the click to what was asked for: the card of a check, more rows of a list, the dialog of a step."""
    platform, centre = (contexts[member].new_page() for member in (PLATFORM, CENTRE))
    return {
        "check": [_check(platform) for _ in range(TIMES)],
        "more_rows": [_more_rows(platform) for _ in range(TIMES)],
        "form": [_form(centre) for _ in range(TIMES)],
    }


def _check(page: Page) -> float:
    page.goto("/")
    main = _settled(page)
    main.get_by_label("统一社会信用代码").fill(BRUSHER)
    return _timed(lambda: main.get_by_role("button", name="信用核查").click(), main.get_by_role("region", name="结果"))


def _more_rows(page: Page) -> float:
    page.goto("/listings")
    main = _settled(page)
    rows = main.get_by_role("row")
    before = rows.count()
    return _timed(lambda: main.get_by_role("button", name="更多").click(), rows.nth(before + 1))


def _form(page: Page) -> float:
    page.goto("/campaigns")
    main = _settled(page)
    return _timed(lambda: main.get_by_role("button", name="发布促销活动").click(), page.get_by_role("dialog"))


def _timed(act: Callable[[], None], shown: Locator) -> float:
    begun = time.perf_counter()
    act()
    shown.wait_for()
    return 1000 * (time.perf_counter() - begun)


if __name__ == "__main__":
    print(json.dumps(figures(*map(int, sys.argv[1:2]))))
