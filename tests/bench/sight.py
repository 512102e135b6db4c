"""What a person sees of the first view on a slow telephone: when the largest part is there (LCP), how much moves (CLS).

Chromium is told to be that telephone: 360 px, a processor four times slower, 1.6 Mbit/s with 150 ms on the way.
"""

import statistics
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, sync_playwright

from tests.journeys import chromium

from .pages import Page
from .report import Report
from .servers import Running

LCP_LIMIT = 0.6  # seconds
CLS_LIMIT = 0.01
WIDTH, HEIGHT = 360, 740
SLOWER = 4
LINE = {
    "offline": False,
    "latency": 150,
    "downloadThroughput": 1.6e6 / 8,
    "uploadThroughput": 0.75e6 / 8,
}
SETTLED = 1500  # milliseconds after the load: scripts have started and drawn what they draw
WATCH = """
window.seen = { lcp: 0, cls: 0 };
new PerformanceObserver((list) => { for (const it of list.getEntries()) seen.lcp = it.startTime; })
  .observe({ type: "largest-contentful-paint", buffered: true });
new PerformanceObserver((list) => { for (const it of list.getEntries()) if (!it.hadRecentInput) seen.cls += it.value; })
  .observe({ type: "layout-shift", buffered: true });
"""


def measure(report: Report, running: Running, shell: Page, pages: list[Page], *, rounds: int) -> None:
    """Medians of LCP, and the worst CLS: what moves once moves for somebody. `shell` is the floor of LCP."""
    with sync_playwright() as playwright:
        program = chromium.find(playwright)
        if program is None:
            raise RuntimeError(f"no Chromium: {chromium.INSTALL}")
        with chromium.launch(playwright, program) as browser:
            _look(browser, running.port, shell)  # the first of all starts what later ones find running
            floor = statistics.median(_look(browser, running.port, shell)[0] for _ in range(rounds))
            report.add(f"first view at {WIDTH} px, an empty page, LCP", floor, "s")
            for page in pages:
                seen = [_look(browser, running.port, page) for _ in range(rounds)]
                lcp = statistics.median(lcp for lcp, _cls in seen)
                name = f"first view at {WIDTH} px, {page.name}"
                report.add(f"{name}, LCP", lcp, "s", LCP_LIMIT)
                report.add(f"{name}, LCP by the empty page's", lcp / floor, "times")
                report.add(f"{name}, CLS", max(cls for _lcp, cls in seen), "", CLS_LIMIT)


def _look(browser: Browser, port: int, page: Page) -> tuple[float, float]:
    """Seconds and shifts of one coming with nothing kept from before."""
    host = page.headers["Host"]
    address = f"http://{host}:{port}"
    context = browser.new_context(viewport={"width": WIDTH, "height": HEIGHT}, locale="ru-RU")
    try:
        context.add_init_script(WATCH)
        _let_in(context, page, urlsplit(address).hostname or host)
        tab = context.new_page()
        tools = context.new_cdp_session(tab)
        tools.send("Network.enable")
        tools.send("Network.emulateNetworkConditions", LINE)
        tools.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        answer = tab.goto(f"{address}{page.path}", wait_until="load")
        if answer is None or answer.status != page.status:
            raise RuntimeError(f"{page.name}: {page.path} answered {answer and answer.status}")
        tab.wait_for_timeout(SETTLED)
        seen = tab.evaluate("window.seen")
    finally:
        context.close()
    return seen["lcp"] / 1000, seen["cls"]


def _let_in(context: BrowserContext, page: Page, host: str) -> None:
    context.add_cookies(
        [{"name": name, "value": it.value, "domain": host, "path": "/"} for name, it in page.client.cookies.items()]
    )
