"""A browser, the running site, and people who walk on it. Without Chromium the run says so loudly at its end."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import redis
from playwright.sync_api import Browser, Playwright, sync_playwright

from cabinet.demo.files import file
from embedded.site import ROOT, Site
from tests.journeys import chromium
from tests.journeys.site import running_site
from tests.journeys.visitor import Visitor

HERE = Path(__file__).parent
HOME = ROOT / ".local" / "journeys"
FAILURES = HOME / "failures"
IN_CI = os.environ.get("CI") == "true"
NO_CHROMIUM = "нет Chromium"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What is quick and says more comes first. Tests of a file share a worker; the pieces of the tour do not."""
    items.sort(key=lambda item: item.path.is_relative_to(HERE))
    for item in items:
        if item.path.is_relative_to(HERE) and item.path.name != "test_screens.py":
            item.add_marker(pytest.mark.xdist_group(item.path.stem))


@pytest.fixture(scope="package")
def playwright() -> Iterator[Playwright]:
    # For this folder only: while it runs, Django takes the process for an asynchronous one and refuses its ORM.
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="package")
def browser(playwright: Playwright) -> Iterator[Browser]:
    program = chromium.find(playwright)
    if program is None:
        (pytest.fail if IN_CI else pytest.skip)(NO_CHROMIUM)
    browser = chromium.launch(playwright, program)
    yield browser
    browser.close()


@pytest.fixture(scope="package")
def site(browser: Browser) -> Iterator[Site]:
    with running_site(HOME) as site:
        yield site


@pytest.fixture
def visitor(browser: Browser, site: Site, request: pytest.FixtureRequest) -> Iterator[Callable[..., Visitor]]:
    """`visitor()` is somebody with a clean browser; options as of Playwright's `new_context`."""
    visitors: list[Visitor] = []

    def come(**options: Any) -> Visitor:
        visitors.append(Visitor(browser, site, **options))
        return visitors[-1]

    forget_tries(site)
    failed_before = request.session.testsfailed
    yield come
    if request.session.testsfailed > failed_before:
        for number, somebody in enumerate(visitors, start=1):
            picture = FAILURES / f"{request.node.name}-{number}.png"
            somebody.tab.screenshot(path=picture, full_page=True)
            picture.with_suffix(".console.txt").write_text("\n".join(somebody.console), "utf-8")
    for somebody in visitors:
        somebody.leave()


def forget_tries(site: Site) -> None:
    """Every journey begins as the first of its day: all of them come from one address, whose tries are counted."""
    with redis.Redis.from_url(f"{site.stack.valkey.url}/1") as cache:
        cache.flushdb()


@pytest.fixture
def paper(tmp_path: Path) -> Callable[[str], Path]:
    """A real file of the kind that its name says, on the visitor's disk."""

    def write(name: str) -> Path:
        path = tmp_path / name
        path.write_bytes(file(name).read())
        return path

    return write


@pytest.hookimpl(trylast=True)
def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    reports = [report for kind in ("skipped", "error") for report in terminalreporter.stats.get(kind, [])]
    if any(NO_CHROMIUM in str(report.longrepr) for report in reports):
        terminalreporter.section("ПУТИ В БРАУЗЕРЕ НЕ ПРОВЕРЕНЫ: НЕТ CHROMIUM", sep="!", red=True, bold=True)
        terminalreporter.line(f"Поставьте его и запустите ещё раз: {chromium.INSTALL}", red=True)
        terminalreporter.line("Он уже есть, но в другом месте: CHROMIUM=/путь/к/chromium make test", red=True)
