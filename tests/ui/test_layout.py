"""Every page of every person, at every width: nothing sticks out, is cut or lies under a neighbour, whatever people
have written; and ordinary words are not torn letter from letter.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.template.loader import render_to_string
from django.test import Client

from accounts.models import User
from cabinet.cases.models import Case
from cabinet.company.context import letterhead
from tenancy.company import in_public, inside
from tenants.models import GridCompany
from tests import walk

from . import browsing, long_words

SCRIPT = Path(__file__).with_name("layout.js").read_text()
LETTERS = Path(__file__).parents[2] / "templates/letters"
WIDTHS = (320, 360, 768, 1280)
HEIGHT = 800


def sign_in(user: User, company: GridCompany) -> Client:
    client = Client(HTTP_HOST=company.host)
    with inside(company):
        client.force_login(user)
    return client


def gathered(*, with_long_words: bool) -> list[walk.Page]:
    """One of each kind: a page that two people see alike is looked at once."""
    with in_public():
        company = GridCompany.objects.get(schema_name="gorset")
    house = walk.built(company)
    with inside(company):
        Case.objects.update(assignee=house.administrator)
        if with_long_words:
            filled = long_words.fill()
            assert len(filled) > 40
            assert {
                "cases.Case.subject",
                "accounts.Applicant.organisation_name",
                "documents.Document.file_name",
            } <= set(filled)
    seen: dict[tuple[str, bool], walk.Page] = {}
    for page in house.pages(company, sign_in):
        if page.html:
            seen.setdefault((page.path, page.who in {"specialist", "signer", "administrator"}), page)
    with inside(company):
        return [*seen.values(), *(letters(Case.objects.get(pk=house.addresses["<int:pk>"])) if with_long_words else ())]


def letters(case: Case) -> Iterator[walk.Page]:
    """Each of them, with words of any length wherever somebody's text may stand."""
    long = dict.fromkeys(("subject", "text", "company_name", "applicant", "name", "reason", "kind"), long_words.WORD)
    news = {"text": long_words.WORD, "items": [long_words.WORD, long_words.LINK]}
    context = {**letterhead(), **long, "case": case, "news": news, "link": long_words.LINK}
    for path in sorted(LETTERS.glob("*.subject.txt")):
        name = path.name.replace(".subject.txt", ".html")
        content = render_to_string(f"letters/{name}", context).encode()
        yield walk.Page("a reader", f"letters/{name}", content, "text/html")


@pytest.fixture(scope="module")
def pages(django_db_setup: None, django_db_blocker: Any) -> dict[str, list[walk.Page]]:
    """Two worlds, one after another; neither stays."""
    made = {}
    for name, with_long_words in {"ordinary": False, "long": True}.items():
        with django_db_blocker.unblock(), transaction.atomic():
            made[name] = gathered(with_long_words=with_long_words)
            transaction.set_rollback(True)
    return made


@pytest.fixture(scope="module")
def albums(pages: dict[str, list[walk.Page]]) -> Iterator[dict[str, browsing.Album]]:
    with browsing.browser() as browser:
        if browser is None:
            (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)("нет Chromium")
        yield {name: browsing.Album(browser, [page.html for page in seen]) for name, seen in pages.items()}


def faults(album: browsing.Album, pages: list[walk.Page], *, broken: bool) -> dict[str, list[str]]:
    """By page and width. `broken` says whether ordinary words in pieces are a fault."""
    found = {}
    for number, page in enumerate(pages):
        opened = album.open(number)
        for width in WIDTHS:
            opened.set_viewport_size({"width": width, "height": HEIGHT})
            said = opened.evaluate(SCRIPT)
            if said := [fault for fault in said if broken or not fault.startswith("BROKEN")]:
                found[f"{page.who} {page.path} at {width}"] = said
    return found


def test_words_of_any_length_fit(albums: dict[str, browsing.Album], pages: dict[str, list[walk.Page]]) -> None:
    assert faults(albums["long"], pages["long"], broken=False) == {}


def test_ordinary_words_stay_whole(albums: dict[str, browsing.Album], pages: dict[str, list[walk.Page]]) -> None:
    assert faults(albums["ordinary"], pages["ordinary"], broken=True) == {}
