"""How many queries a page takes: the same at few rows and at many."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from .pages import Page
from .report import Report

LIMITS = {"list": 10, "card": 14, "poll": 3}


def measure(report: Report, few: list[Page], many: list[Page]) -> None:
    for small, large in zip(few, many, strict=True):
        counts = [count(small), count(large)]
        limit = LIMITS[large.name.split()[0]]
        report.add(f"queries, {large.name}", counts[1], "queries", limit)
        report.add(f"queries, {large.name}, more than at one row", counts[1] - counts[0], "queries", 0)


def count(page: Page) -> int:
    """Of the second visit: the first one may note that it was there. Choosing the schema is no query."""
    visit(page)
    with CaptureQueriesContext(connection) as asked:
        visit(page)
    return sum(not query["sql"].startswith("SET search_path") for query in asked)


def visit(page: Page) -> None:
    answer = page.client.get(page.path)
    if answer.status_code != page.status:
        raise RuntimeError(f"{page.name}: {page.path} answered {answer.status_code}")
