"""What a browser would send: the fields of a form of a page, as they were drawn."""

from html.parser import HTMLParser
from typing import Any

from django.test import Client


class _Fields(HTMLParser):
    """Of the first form with a field `has`, its names and values."""

    def __init__(self, has: str) -> None:
        super().__init__()
        self.has = has
        self.found: dict[str, Any] | None = None
        self.current: dict[str, Any] | None = None
        self.text: str | None = None
        self.name = ""
        self.first_option: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.current = {}
        if self.current is None:
            return
        name = given.get("name", "")
        if tag == "textarea":
            self.name, self.text = name, ""
        elif tag == "select":
            self.name, self.first_option = name, None
        elif tag == "option":
            if "selected" in given or self.first_option is None:
                self.first_option = given.get("value", "")
                self.current[self.name] = self.first_option
        elif tag == "input" and name and "disabled" not in given:
            kind = given.get("type", "text")
            if kind == "checkbox" and "checked" in given:
                self.current.setdefault(name, []).append(given.get("value", "on"))
            elif kind == "radio" and "checked" in given:
                self.current[name] = given["value"]
            elif kind not in {"checkbox", "radio", "file", "submit", "button"}:
                self.current[name] = given.get("value", "")

    def handle_data(self, data: str) -> None:
        if self.text is not None:
            self.text += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self.text is not None and self.current is not None:
            # A browser drops the first end of line of a text area.
            self.current[self.name], self.text = self.text.removeprefix("\n"), None
        if tag == "form" and self.current is not None:
            if self.found is None and self.has in self.current:
                self.found = self.current
            self.current = None


def fields(page: Any, has: str) -> dict[str, Any]:
    """Of the form with a field called `has` of a page that was answered."""
    parser = _Fields(has)
    parser.feed(page.content.decode())
    assert parser.found is not None, f"no form with a field {has}"
    return parser.found


def opened(client: Client, address: str, has: str) -> dict[str, Any]:
    """The form as it stands on the page now."""
    return fields(client.get(address), has)
