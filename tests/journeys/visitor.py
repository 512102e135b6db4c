"""One person with a browser of their own."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, CDPSession, ConsoleMessage, Locator, Page, Response, expect

from cabinet.demo.people import PASSWORD
from embedded.site import Site

PATIENCE = 10_000  # milliseconds: a machine may be busy
POLL = 25_000  # milliseconds: an open page asks every 15 s


@dataclass
class Loaded:
    url: str
    kind: str  # "Document", "Stylesheet", "Script", "Image"…
    size: int  # bytes with headers, as they came


class Visitor:
    """Notes whatever the console complains of: an error of a script, a breach of the CSP, a missing file.

    An answer of 4xx to a form is a complaint as well; `expects(422)` says that it is meant.

    A press returns when the next document has begun, not when all of it is there. Whoever reads or judges reaches
    the page through `page`, which waits for the whole of it; `tab` is the page as it is at this moment.
    """

    def __init__(self, browser: Browser, site: Site, **options: Any) -> None:
        self.site = site
        self.complaints: list[str] = []
        self.console: list[str] = []  # all that was said, for whoever looks into a failure
        self.expected: set[int] = set()
        self.context = browser.new_context(locale="ru-RU", timezone_id="Europe/Moscow", **options)
        self.context.set_default_timeout(PATIENCE)
        self.tab = self.context.new_page()
        self._tools: CDPSession | None = None
        self.tab.on("console", self._listen)
        self.tab.on("pageerror", lambda error: self.complaints.append(f"{self.tab.url}: {error}"))

    @property
    def page(self) -> Page:
        """With the whole of its document, and with scripts that have started."""
        self.tab.wait_for_load_state("load")
        return self.tab

    def address(self, subdomain: str = "") -> str:
        host = f"{subdomain}.localhost" if subdomain else "localhost"
        return f"http://{host}:{self.site.port}"

    def open(self, path: str, company: str = "gorset") -> Response:
        response = self.page.goto(self.address(company) + path)
        assert response is not None
        return response

    def sign_in(self, email: str, company: str = "gorset", password: str = PASSWORD) -> None:
        self.open("/accounts/login/", company)
        self.page.locator("[name=login]").fill(email)
        self.page.locator("[name=password]").fill(password)
        self.press("Войти")
        expect(self.page.get_by_role("button", name="Выход")).to_be_visible()

    def press(self, name: str) -> None:
        self.page.get_by_role("button", name=words(name)).click()

    def chooses(self, answer: str) -> None:
        """One of several answers; its hint stands in the same label."""
        self.page.locator("main .choice label", has_text=words(answer)).first.click()

    def brings_a_filled_form(self) -> None:
        """From the first step of an application to its one page."""
        self.page.get_by_text("У меня есть заполненная форма").click()
        self.follow("Добавить форму и подать на одной странице")

    def follow(self, name: str) -> None:
        self.page.get_by_role("link", name=words(name)).first.click()

    def sees(self, text: str) -> None:
        expect(self.main.get_by_text(words(text)).first).to_be_visible()

    def sees_not(self, text: str) -> None:
        expect(self.page.locator("body")).not_to_contain_text(words(text))

    def write(self, text: str, *, within: str = "main") -> None:
        """Into the rich-text editor, in place of what is there."""
        paper = self.page.locator(within).get_by_role("textbox").and_(self.page.locator("[contenteditable]"))
        paper.click()
        self.page.keyboard.press("ControlOrMeta+a")
        self.page.keyboard.type(text)

    def finds_letter(self, recipient: str, subject: str | re.Pattern[str]) -> None:
        """Opens the newest letter to `recipient`; it may take the worker a moment."""
        name = words(subject) if isinstance(subject, str) else subject
        letter = self.page.get_by_role("rowheader").get_by_role("link", name=name).first
        for _ in range(20):
            self.open(f"/outbox/?recipient={recipient}", company="")
            if letter.is_visible():
                break
            self.page.wait_for_timeout(500)
        letter.click()

    @contextmanager
    def another_tab(self) -> Iterator[None]:
        here, self.tab = self.tab, self.context.new_page()
        try:
            yield
        finally:
            self.tab.close()
            self.tab = here

    def reads_letter(self, recipient: str, subject: str = "") -> str:
        """The first link in the newest letter."""
        with self.another_tab():
            self.finds_letter(recipient, subject)
            link = self.main.get_by_role("link", name=re.compile(r"^https?:")).first.get_attribute("href")
        assert link is not None
        return link

    def reads_code(self, phone: str) -> str:
        """The digits of the newest SMS that begins with them; one about a case may have come after it."""
        with self.another_tab():
            self.finds_letter(phone.removeprefix("+"), re.compile(r"^\s*\d{6}\b"))
            found = re.match(r"\d{6}", self.main.locator(".panel").inner_text())
        assert found is not None
        return found[0]

    def finishes_registration(self, email: str, phone: str) -> None:
        """From «Мы отправили письмо» to the inside: the link of the letter, then the code of the SMS."""
        self.sees(f"Мы отправили письмо на {email}")
        self.page.goto(self.reads_letter(email, "Завершите регистрацию"))
        self.press("Подтвердить e-mail и войти")
        expect(self.page.get_by_role("heading", level=1)).to_have_text(words("Подтверждение телефона"))
        self.page.get_by_label("Код из СМС").fill(self.reads_code(phone))
        self.press("Подтвердить")

    def has_line(self, *, bytes_per_second: int) -> None:
        """As in a village, both ways; also after the page is opened anew."""
        self._emulates(bytes_per_second, offline=False)

    @contextmanager
    def without_line(self, *, bytes_per_second: int) -> Iterator[None]:
        """A cut; what the browser complains of meanwhile is meant. Afterwards the line is as slow as told."""
        before = len(self.complaints)
        self._emulates(0, offline=True)
        yield
        self._emulates(bytes_per_second, offline=False)
        self.complaints[before:] = [words for words in self.complaints[before:] if "net::ERR_" not in words]

    def _emulates(self, bytes_per_second: int, *, offline: bool) -> None:
        if self._tools is None:
            self._tools = self.context.new_cdp_session(self.page)
            self._tools.send("Network.enable")
        speed = {"downloadThroughput": bytes_per_second, "uploadThroughput": bytes_per_second}
        self._tools.send("Network.emulateNetworkConditions", {"offline": offline, "latency": 50, **speed})

    @property
    def main(self) -> Locator:
        return self.page.locator("main")

    def wears(self, sight: dict[str, str], company: str = "gorset") -> None:
        """A theme, a size of letters: what the panel for people with low vision saves."""
        self.open(f"/sight/?{urlencode(sight)}", company)

    @contextmanager
    def loads_afresh(self) -> Iterator[list[Loaded]]:
        """The open page once more with nothing kept from before. Afterwards: what came over the line, and how heavy."""
        loaded: list[Loaded] = []
        files: dict[str, Loaded] = {}

        def begin(event: dict[str, Any]) -> None:
            # What the first coming still loads is not counted: the document of the second one comes before its files.
            if files or event["type"] == "Document":
                files[event["requestId"]] = Loaded(event["response"]["url"], event["type"], 0)

        def finish(event: dict[str, Any]) -> None:
            if event["requestId"] in files:
                files[event["requestId"]].size = event["encodedDataLength"]

        tools = self.context.new_cdp_session(self.page)
        tools.on("Network.responseReceived", begin)
        tools.on("Network.loadingFinished", finish)
        tools.send("Network.enable")
        tools.send("Network.setCacheDisabled", {"cacheDisabled": True})
        self.page.reload()
        yield loaded
        self.page.wait_for_load_state("networkidle")
        tools.detach()
        loaded += files.values()

    def breaks_no_rule(self) -> None:
        """axe finds nothing on the page as it is."""
        found = Axe().run(self.page)
        assert found.violations_count == 0, f"{self.page.url}\n{found.generate_report()}"

    def is_not_cut(self) -> None:
        """Nothing sticks out sideways."""
        page = "document.documentElement"
        assert self.page.evaluate(f"{page}.scrollWidth <= {page}.clientWidth"), f"{self.page.url} is too wide"

    def expects(self, *statuses: int) -> None:
        self.expected |= set(statuses)

    def leave(self) -> None:
        self.context.close()
        assert not self.complaints, "\n".join(self.complaints)

    def _listen(self, message: ConsoleMessage) -> None:
        self.console.append(f"{self.tab.url} {message.type}: {message.text}")
        if message.type not in {"error", "warning"}:
            return
        status = re.search(r"the server responded with a status of (\d+)", message.text)
        if status is None or int(status[1]) not in self.expected:
            self.complaints.append(f"{self.tab.url}: {message.text}")


def words(text: str) -> re.Pattern[str]:
    """As a person reads it: any blank is a blank, the wide ones too."""
    escaped = (re.escape(word).replace("/", r"\/") for word in text.split())  # a slash ends a pattern in JavaScript
    return re.compile(r"\s+".join(escaped))
