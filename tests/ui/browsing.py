"""Pages that were answered before, looked at in a browser: no server, no database, only markup, styles and scripts.

While Playwright runs, Django refuses its ORM: what is looked at is gathered first.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from playwright.sync_api import Browser, Page, Route, sync_playwright

from tests.journeys import chromium

HOST = "http://gorset.localhost"
MIME = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}


@contextmanager
def browser() -> Iterator[Browser | None]:
    """None where there is no Chromium."""
    with sync_playwright() as playwright:
        program = chromium.find(playwright)
        if program is None:
            yield None
            return
        with chromium.launch(playwright, program) as launched:
            yield launched


class Album:
    """A browser with the answers to every page."""

    def __init__(self, browser: Browser, pages: Sequence[str]) -> None:
        self.pages = pages
        self.context = browser.new_context(locale="ru-RU")
        self.page = self.context.new_page()
        self.page.route("**/*", self._answer)

    def open(self, number: int) -> Page:
        self.page.goto(f"{HOST}/{number}", wait_until="load")
        return self.page

    def _answer(self, route: Route) -> None:
        path = urlsplit(route.request.url).path
        file = Path(settings.STATIC_ROOT) / path.removeprefix("/static/")
        if path.startswith("/static/") and file.is_file():
            route.fulfill(body=file.read_bytes(), content_type=MIME.get(file.suffix, "application/octet-stream"))
        elif path[1:].isdigit():
            route.fulfill(body=self.pages[int(path[1:])], content_type="text/html; charset=utf-8")
        else:
            route.fulfill(status=204)
