"""The pages that are measured, and who asks for them."""

import re
from dataclasses import dataclass
from typing import Any

from django.test import Client

from accounts.models import User
from tenancy.company import inside
from tenants.models import GridCompany

from .people import Beginning, Life

POLLED = re.compile(r'data-live="([^"]+)"')


@dataclass(frozen=True)
class Page:
    name: str
    client: Client
    path: str
    status: int = 200

    @property
    def headers(self) -> dict[str, str]:
        cookies = "; ".join(f"{name}={cookie.value}" for name, cookie in self.client.cookies.items())
        headers = {"Host": str(self.client.defaults["HTTP_HOST"]), "Accept-Encoding": "br, gzip"}
        return {**headers, "Cookie": cookies} if cookies else headers

    def request(self) -> str:
        """As it goes over the wire."""
        lines = [f"GET {self.path} HTTP/1.1", *(f"{name}: {value}" for name, value in self.headers.items())]
        return "\r\n".join([*lines, "", ""])


def browser(company: GridCompany, user: User | None = None) -> Client:
    client = Client(HTTP_HOST=company.host)
    if user:
        with inside(company):
            client.force_login(user)
    return client


def floors(company: GridCompany) -> tuple[Page, Page]:
    """The floor, and the one on which the company is not looked up."""
    client = browser(company)
    return Page("floor", client, "/floor/"), Page("floor without look-up", client, "/remembered/")


def shell(company: GridCompany, life: Life) -> Page:
    """The frame of a page with nothing in it."""
    return Page("shell", browser(company, life.applicant), "/shell/")


def measured(company: GridCompany, life: Life | Beginning) -> list[Page]:
    """Lists, cards and what their open pages ask every 15 seconds."""
    applicant, staff = browser(company, life.applicant), browser(company, life.administrator)
    card = f"/cases/{life.case.pk}/"
    return [
        Page("list (applicant)", applicant, "/cases/"),
        Page("list (staff)", staff, "/cases/"),
        Page("card (applicant)", applicant, card),
        Page("card (staff)", staff, card),
        Page("poll (applicant)", applicant, polled_by(applicant, "/cases/"), status=204),
        Page("poll (staff)", staff, polled_by(staff, "/cases/"), status=204),
    ]


def first_views(company: GridCompany, life: Life) -> list[Page]:
    nobody = browser(company)
    applicant, staff = browser(company, life.applicant), browser(company, life.administrator)
    return [
        Page("sign-in", nobody, "/accounts/login/"),
        Page("home", applicant, "/information/"),
        Page("list (applicant)", applicant, "/cases/"),
        Page("list (staff)", staff, "/cases/"),
        Page("card (applicant)", applicant, f"/cases/{life.case.pk}/"),
        Page("card (staff)", staff, f"/cases/{life.case.pk}/"),
        Page("draft", applicant, f"/applications/{life.draft.pk}/draft/"),
        Page("editor", staff, "/pages/"),
    ]


def main_screens(company: GridCompany, life: Life) -> list[Page]:
    """Those of `first_views`, and the others on which people work."""
    nobody = browser(company)
    applicant, staff = browser(company, life.applicant), browser(company, life.administrator)
    card = f"/cases/{life.case.pk}/"
    return [
        *first_views(company, life),
        Page("registration", nobody, "/accounts/signup/"),
        Page("help", nobody, "/help/"),
        Page("drafts", applicant, "/cases/?tab=drafts"),
        Page("card with an editor (applicant)", applicant, f"{card}?add=message"),
        Page("card with an editor (staff)", staff, f"{card}?add=message"),
        Page("card with files to add (staff)", staff, f"{card}?add=document"),
        Page("data", applicant, "/profile/"),
        Page("to sign", staff, "/signatures/"),
        Page("applicants", staff, "/applicants/"),
        Page("colleagues", staff, "/staff/"),
        Page("settings", staff, "/settings/"),
        Page("names of documents", staff, "/catalogue/"),
        Page("new name of a document", staff, "/catalogue/new/"),
    ]


def polled_by(client: Client, path: str) -> str:
    """The address that this page asks, as it stands in the page."""
    answer: Any = client.get(path)
    found = POLLED.search(answer.content.decode())
    if found is None:
        raise LookupError(f"{path} polls nothing")
    return found[1].replace("&amp;", "&")
