"""Every page of a company, as each of its people sees it: for what must hold on all of them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.test import Client

from accounts.models import StaffRole, User
from tenancy.company import inside
from tenants.models import GridCompany
from tests import world
from tests.access.conftest import addresses_of
from tests.access.routes import COMPANY, PEOPLE

# Of the embedded mode: the gallery of components, which is no page of a company.
LEFT_OUT = {"components/"}
# Whose column of the table tells of them.
COLUMNS = {"newcomer": "stranger", "organisation": "stranger", "signer": "administrator"}
# What the routes show beside their first view.
MORE = (
    "accounts/signup/?form=entrepreneur", "accounts/signup/?form=organisation", "applicants/new/?form=organisation",
    "cases/?tab=enquiries", "cases/?tab=drafts", "cases/?tab=archive", "cases/?tab=new", "cases/?q=ничего",
    "cases/{case}/?add=document", "cases/{case}/?add=message", "cases/{case}/?add=status", "cases/{case}/?add=note",
    "catalogue/?side=company", "signatures/?tab=applicants",
)  # fmt: skip
# Forms sent empty, which come back with their refusals: the page and what is pressed there.
REFUSED = {
    "accounts/signup/": {}, "check/": {}, "representatives/": {}, "settings/": {}, "catalogue/new/": {},
    "staff/new/": {}, "applicants/new/": {}, "cases/{case}/entries/message/": {}, "cases/{case}/entries/document/": {},
    "applications/{draft}/draft/": {"do": "submit"}, "enquiries/{enquiry}/draft/": {"do": "submit"},
}  # fmt: skip


@dataclass(frozen=True)
class Page:
    who: str
    path: str
    content: bytes
    kind: str  # as in Content-Type

    @property
    def html(self) -> str:
        return self.content.decode() if self.kind.startswith("text/html") else ""


class Walk:
    """The people of a company with something behind every address of it. Made inside the company."""

    def __init__(self, **names: str) -> None:
        person = {"last_name": "Орлова", "first_name": "Анна", "middle_name": "Андреевна", **names}
        self.applicant = world.person(1, **person)
        self.administrator = world.staff(1, StaffRole.ADMINISTRATOR, **names)
        self.people: dict[str, User | None] = {
            "nobody": None,
            "applicant": self.applicant,
            "newcomer": world.person(2, **names),
            "organisation": world.organisation(5, **names),
            "specialist": world.staff(2, StaffRole.SPECIALIST, **names),
            "signer": world.staff(3, StaffRole.SIGNER, **names),
            "administrator": self.administrator,
        }
        self.addresses = addresses_of(self.applicant, self.administrator)

    def number(self, route: str) -> str:
        """Of what stands behind `route`."""
        return self.addresses[route].split("/")[1]

    def paths(self, who: str) -> list[str]:
        """Of what this person may open, by the table of access."""
        column, numbers = PEOPLE.index(COLUMNS.get(who, who)), self._numbers()
        shown = [
            route for route, row in COMPANY.items() if row.method == "get" and row.answers[column] in {"200", "410"}
        ]
        own = [self._address(route) for route in shown if route not in LEFT_OUT]
        return [*own, *(f"/{path.format(**numbers)}" for path in MORE)]

    def pages(self, company: GridCompany, sign_in: Callable[[User, GridCompany], Client]) -> Iterator[Page]:
        """What answers with a page or a file, to whom it does."""
        numbers = self._numbers()
        for who, user in self.people.items():
            client = sign_in(user, company) if user else Client(HTTP_HOST=company.host)
            for path in self.paths(who):
                yield from _seen(who, path, client.get(path))
            for path, data in REFUSED.items():
                address = f"/{path.format(**numbers)}"
                yield from _seen(who, f"{address} refused", client.post(address, data))

    def _numbers(self) -> dict[str, str]:
        return {
            "case": self.addresses["<int:pk>"],
            "draft": self.number("applications/<int:pk>/draft/"),
            "enquiry": self.number("enquiries/<int:pk>/draft/"),
        }

    def _address(self, route: str) -> str:
        if route in self.addresses:
            return f"/{self.addresses[route]}"
        for part, value in self.addresses.items():
            route = route.replace(part, value)
        return f"/{route}"


def _seen(who: str, path: str, response: object) -> Iterator[Page]:
    if response.status_code not in {200, 404, 410, 422}:  # type: ignore[attr-defined]
        return
    streamed = getattr(response, "streaming_content", None)
    content = b"".join(streamed) if streamed is not None else response.content  # type: ignore[attr-defined]
    yield Page(who, path, content, response.headers.get("Content-Type", ""))  # type: ignore[attr-defined]


def built(company: GridCompany, **names: str) -> Walk:
    with inside(company):
        return Walk(**names)
