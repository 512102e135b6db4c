"""Whoever reads or judges a page has all of it: a slow server is not a page without a heading."""

import http.server
import threading
import time
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest

from tests.journeys.visitor import Visitor, words

PAUSE = 0.4  # seconds, between a press and the head, between the head and the rest
DOORS = """<!DOCTYPE html><html lang="ru"><title>Двери</title><main><h1>Двери</h1>
<p><a href="/page">Перейти</a></p>
<form action="/page"><button>Найти</button></form>
<form action="/form" method="post"><button>Отправить</button></form></main></html>"""
HEAD = """<!DOCTYPE html><html lang="ru"><head><title>Страница</title></head><body>"""
REST = """<main><h1>Страница</h1><ol><li>первое<li>второе</ol></main></body></html>"""


class Slow(http.server.BaseHTTPRequestHandler):
    """A page in two halves, each of which is late."""

    def do_GET(self) -> None:
        if urlsplit(self.path).path == "/page":
            time.sleep(PAUSE)
            self._begin(200)
            self._say(HEAD)
            time.sleep(PAUSE)
            self._say(REST)
        else:
            self._begin(200)
            self._say(DOORS)

    def do_POST(self) -> None:
        time.sleep(PAUSE)
        self.send_response(303)
        self.send_header("Location", "/page")
        self.end_headers()

    def log_message(self, *_said: object) -> None:
        """The run has a log of its own."""

    def _begin(self, status: int) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()

    def _say(self, html: str) -> None:
        self.wfile.write(html.encode())
        self.wfile.flush()


@pytest.fixture(scope="module")
def doors() -> Iterator[str]:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Slow)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


PRESSES: dict[str, Callable[[Visitor], None]] = {
    "a link": lambda anna: anna.follow("Перейти"),
    "a button": lambda anna: anna.press("Найти"),
    "a form that is answered by another address": lambda anna: anna.press("Отправить"),
    "a link without a verb of the visitor": lambda anna: anna.page.get_by_role("link", name=words("Перейти")).click(),
    "a key": lambda anna: anna.page.get_by_role("link", name=words("Перейти")).press("Enter"),
    "a script": lambda anna: anna.page.evaluate("document.forms[1].submit()"),
}


@pytest.mark.parametrize("press", PRESSES)
def test_a_page_is_judged_and_read_when_all_of_it_is_there(
    doors: str, visitor: Callable[..., Visitor], press: str
) -> None:
    for judge in (breaks_no_rule, fits, is_read, is_asked_at_once):
        anna = visitor()
        anna.page.goto(doors)
        PRESSES[press](anna)
        if press == "a script":  # nothing waits for what a script begins: whoever reads waits for what it brings
            anna.sees("второе")
        judge(anna)


def breaks_no_rule(anna: Visitor) -> None:
    anna.breaks_no_rule()
    assert anna.page.title() == "Страница"


def fits(anna: Visitor) -> None:
    anna.is_not_cut()
    assert anna.page.title() == "Страница"


def is_read(anna: Visitor) -> None:
    assert anna.page.url.partition("?")[0].endswith("/page")
    assert anna.main.locator("li").count() == 2


def is_asked_at_once(anna: Visitor) -> None:
    assert anna.page.evaluate("document.readyState") == "complete"
    assert anna.page.get_by_text("второе").is_visible()
