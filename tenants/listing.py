"""The operators' list of companies: what was asked for, the tabs with counts and one page of rows."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.core.paginator import Page, Paginator
from django.db.models import Count, Min, Q, Sum
from django.http import QueryDict

from tenants.models import CompanyFigures, GridCompany, GridCompanyQuerySet

PAGE_SIZE = 20

ORDERS = {
    "name": ("short_name", "pk"),
    "applicants": ("-figures__applicants", "pk"),
    "cases": ("-figures__cases_30_days", "pk"),
}
TABS = {"": "Все", GridCompany.State.OPEN: "Работают", GridCompany.State.SUSPENDED: "Приостановлены"}


@dataclass(frozen=True)
class CompanyList:
    """Conditions that mean nothing are dropped, not refused: an address may be old or cut off."""

    words: str
    state: str
    order: str
    page_number: str

    @classmethod
    def asked_for(cls, query: QueryDict) -> "CompanyList":
        state, order = query.get("state", ""), query.get("order", "")
        return cls(
            words=query.get("q", "").strip(),
            state=state if state in TABS else "",
            order=order if order in ORDERS else "name",
            page_number=query.get("page", "1"),
        )

    @property
    def matching(self) -> GridCompanyQuerySet:
        return GridCompany.objects.matching(self.words)

    @cached_property
    def counts(self) -> dict[str, int]:
        states = {str(state): Count("pk", filter=Q(state=state)) for state in TABS if state}
        counted = self.matching.order_by().aggregate(total=Count("pk"), **states)
        return {"": counted.pop("total"), **counted}

    @property
    def tabs(self) -> list[tuple[str, str, int]]:
        """State, its name, how many of what was searched for."""
        return [(str(state), text, self.counts[str(state)]) for state, text in TABS.items()]

    @cached_property
    def page(self) -> Page[GridCompany]:
        found = self.matching.filter(state=self.state) if self.state else self.matching
        rows = found.select_related("figures").prefetch_related("domains").order_by(*ORDERS[self.order])
        return Paginator(rows, PAGE_SIZE).get_page(self.page_number)


@dataclass(frozen=True)
class Totals:
    """Of the whole platform, whatever the list shows."""

    companies: int
    applicants: int
    cases_30_days: int
    measured_at: datetime | None

    @classmethod
    def now(cls) -> "Totals":
        return cls(
            **CompanyFigures.objects.aggregate(
                companies=Count("pk"),
                applicants=Sum("applicants", default=0),
                cases_30_days=Sum("cases_30_days", default=0),
                measured_at=Min("measured_at"),  # the oldest: nothing on the page is staler than it says
            )
        )
