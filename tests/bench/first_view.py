"""What the first view of a page brings over the line: its HTML, styles, scripts and pictures, compressed as served."""

import http.client
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from .pages import Page
from .report import Report
from .servers import Running

MAX_BYTES = 80 * 1024
MAX_REQUESTS = 12
IMPORTED = re.compile(r"""\bfrom\s*["']([^"']+)["']|\bimport\s*["']([^"']+)["']""")
LOADED = re.compile(r"""import\(\s*["']([^"']+)["']\s*\)""")
# As app.js says when a module is loaded: ["[data-live]", () => import("./live.js")].
LOADED_FOR = re.compile(r"""["']\[([\w-]+)\]["'],\s*\(\)\s*=>\s*import\(\s*["']([^"']+)["']\s*\)""")


def measure(report: Report, running: Running, pages: list[Page]) -> None:
    for page in pages:
        sizes = View(running.port, page).sizes
        report.add(f"first view, {page.name}, as transferred", sum(sizes.values()) / 1024, "KB", MAX_BYTES / 1024)
        report.add(f"first view, {page.name}, requests", len(sizes), "requests", MAX_REQUESTS)


class View:
    """`sizes`: bytes of each body by its address."""

    def __init__(self, port: int, page: Page) -> None:
        self.port = port
        self.page = page
        self.sizes: dict[str, int] = {}
        self.html = self._text(page.path)
        links = Links()
        links.feed(self.html)
        for address in links.addresses:
            if urlsplit(address).netloc:
                raise RuntimeError(f"{page.name} asks another host: {address}")
            self._follow(address)

    def _follow(self, address: str) -> None:
        if address in self.sizes:
            return
        text = self._text(address)
        if urlsplit(address).path.endswith(".js"):
            for module in self._modules(text):
                self._follow(urljoin(address, module))

    def _modules(self, script: str) -> Iterator[str]:
        """Imports, and what is loaded for something on this page; where the condition is not plain, loaded."""
        for found in IMPORTED.finditer(script):
            yield found[1] or found[2]
        wanted_for = {module: attribute for attribute, module in LOADED_FOR.findall(script)}
        for module in LOADED.findall(script):
            if wanted_for.get(module, "") in self.html:
                yield module

    def _text(self, address: str) -> str:
        """What is read of it, and noted what it weighs."""
        self.sizes[address] = len(self._get(address, self.page.headers))
        return self._get(address, {**self.page.headers, "Accept-Encoding": "identity"}).decode()

    def _get(self, address: str, headers: dict[str, str]) -> bytes:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request("GET", address, headers=headers)
            answer = connection.getresponse()
            body = answer.read()
        finally:
            connection.close()
        if answer.status != 200:
            raise RuntimeError(f"{self.page.name}: {address} answered {answer.status}")
        return body


class Links(HTMLParser):
    """What a browser fetches by itself."""

    def __init__(self) -> None:
        super().__init__()
        self.addresses: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        address = values.get("href") if tag == "link" else values.get("src") if tag in {"script", "img"} else None
        if address and not address.startswith("data:"):
            self.addresses.append(address)
