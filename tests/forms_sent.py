"""What a browser does with a page: finds a form, sends it as it stands, follows where it is led."""

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin, urlsplit

from django.test import Client
from lxml import html

from tests.world import PASSWORD


@dataclass
class Sent:
    address: str
    values: dict[str, list[str]]
    texts: list[str] = field(default_factory=list)


def form(response: Any, *, at: str, has: str = "", to: str = "") -> Sent:
    """The form of a page which has a field `has` or is sent to `to`, with everything that a browser would send."""
    page = html.fromstring(response.content.decode())
    for found in page.iterfind(".//form"):
        address = urljoin(at, found.get("action") or at)
        names = {control.get("name") for control in found.iterfind(".//*[@name]")}
        if (found.get("method") or "").lower() == "post" and (not has or has in names) and (not to or address == to):
            return Sent(address, _values(found))
    raise AssertionError(f"no form with {has or to} at {at}")


def _values(found: Any) -> dict[str, list[str]]:
    values: dict[str, list[str]] = {}
    for control in found.iterfind(".//*[@name]"):
        kind, name = (control.get("type") or "text") if control.tag == "input" else control.tag, control.get("name")
        if kind in {"button", "file", "submit"} or control.get("disabled") is not None:
            continue
        if kind in {"checkbox", "radio"}:
            given = [control.get("value", "on")] if control.get("checked") is not None else []
        elif kind == "select":
            chosen = control.xpath(".//option[@selected]") or control.xpath(".//option")[:1]
            given = [option.get("value", option.text) for option in chosen]
        elif kind == "textarea":
            given = [(control.text or "").removeprefix("\n")]
        else:
            given = [control.get("value", "")]
        if given:
            values.setdefault(name, []).extend(given)
    return values


def browser_of(client: Client) -> Client:
    """The same browser, and the site looks at its tokens."""
    client.handler.enforce_csrf_checks = True
    return client


def sign_in(client: Client, response: Any, login: str) -> Any:
    """From the answer that led to the sign-in page to the page that one comes to after it."""
    assert response.status_code == 302, response.status_code
    door = client.get(response["Location"])
    asked = form(door, at=response["Location"], has="login")
    return follow(client, client.post(asked.address, {**asked.values, "login": login, "password": PASSWORD}))


def follow(client: Client, response: Any) -> Any:
    """To the page at the end of redirects; its address is left in `response.at`."""
    at = response.request["PATH_INFO"]
    for _ in range(6):
        if response.status_code not in {301, 302}:
            break
        at = urljoin(at, response["Location"])
        response = client.get(urlsplit(at)._replace(fragment="").geturl())
    response.at = at
    return response


def text_of(response: Any) -> str:
    page = html.fromstring(response.content.decode())
    return " ".join(page.text_content().replace("\xa0", " ").split())
