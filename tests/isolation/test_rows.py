"""What one company has does not exist at the other: not by its number, not by its address."""

import uuid
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import get_resolver

from cabinet.cases.models import Case, Entry
from config import urls_company
from tenancy.company import inside
from tenants.models import GridCompany
from tests.world import words

from .conftest import Side, faceless

# Every address with a number in it: whose number it is, and who would be let in at home.
OBJECTS = {
    "cases/<int:pk>/": ("application", "applicant"),
    "cases/<int:pk>/entries/<slug:kind>/": ("application", "administrator"),
    "cases/<int:pk>/register/": ("application", "administrator"),
    "cases/<int:pk>/withdraw/": ("application", "applicant"),
    "cases/<int:pk>/delete/": ("draft", "applicant"),
    "cases/<int:pk>/files/": ("draft", "applicant"),
    "cases/<int:pk>/files/waiting/": ("application", "applicant"),
    "entries/<int:pk>/withdraw/": ("own_word", "administrator"),
    "cases/<int:pk>/archive/": ("application", "applicant"),
    "documents/<int:pk>/": ("document", "applicant"),
    "documents/<int:pk>/sign/": ("document", "applicant"),
    **{f"documents/<int:pk>/{act}/": ("contract", "administrator") for act in ("remind", "recall", "prolong")},
    **{f"documents/<int:pk>/{paper}/": ("signed", "applicant") for paper in ("sheet", "stamped", "proof")},
    "cases/<int:pk>/kit/": ("application", "applicant"),
    **{f"signatures/<int:pk>/{act}": ("request", "administrator") for act in ("", "sign/", "decline/")},
    **{f"signatures/<int:pk>/{act}/": ("own_request", "applicant") for act in ("code", "confirm")},
    **{f"signatures/given/<int:pk>/{form}": ("signature", "applicant") for form in ("", "protocol/")},
    **{f"powers/<int:pk>/{act}": ("power", "administrator") for act in ("", "confirm/", "revoke/")},
    "documents/<int:pk>/preview/": ("document", "applicant"),
    "documents/<int:pk>/pictures/<slug:name>/": ("document", "applicant"),
    "applications/<int:pk>/draft/": ("draft", "applicant"),
    "enquiries/<int:pk>/draft/": ("enquiry", "applicant"),
    "pages/versions/<int:pk>/": ("version", "administrator"),
    "catalogue/<int:pk>/": ("name", "administrator"),
    "catalogue/<int:pk>/move/": ("name", "administrator"),
    "catalogue/<int:pk>/hide/": ("name", "administrator"),
    "catalogue/<int:pk>/show/": ("name", "administrator"),
    "catalogue/<int:pk>/template/": ("name", "applicant"),
    "applicants/<int:pk>/": ("about", "administrator"),
    "applicants/<int:pk>/block/": ("about", "administrator"),
    "applicants/<int:pk>/unblock/": ("about", "administrator"),
    "applicants/<int:pk>/letter/": ("about", "administrator"),
    "members/<int:pk>/": ("member", "administrator"),
    "join-requests/<int:pk>/": ("asked", "administrator"),
    "representatives/<int:pk>/revoke/": ("representation", "applicant"),
    "representatives/<int:pk>/document/": ("representation", "applicant"),
    "clients/<int:pk>/": ("about", "applicant"),
    "profile/security/factors/<int:pk>/remove/": ("factor", "applicant"),
    "staff/invitations/<int:pk>/again/": ("invitation", "administrator"),
    "staff/invitations/<int:pk>/withdraw/": ("invitation", "administrator"),
    "people/<int:pk>/second-factor/": ("colleague", "administrator"),
    "staff/<int:pk>/": ("colleague", "administrator"),
    "staff/<int:pk>/disable/": ("colleague", "administrator"),
    "staff/<int:pk>/enable/": ("colleague", "administrator"),
}
SENT = {"key": str(uuid.uuid4()), "text": "чужое", "reason": "чужое", "do": "submit", "number": "1", "status": "чужое",
        "version": "0", "address": "чужое"}  # fmt: skip
UNKNOWN = 6999


def address(route: str, number: int) -> str:
    return "/" + route.replace("<int:pk>", str(number)).replace("<slug:kind>", "message").replace(
        "<slug:name>", "thumb"
    )


def test_every_address_with_a_number_is_tried() -> None:
    routes = {str(pattern.pattern) for include in get_resolver(urls_company.__name__).url_patterns
              for pattern in getattr(include, "url_patterns", [include])}  # fmt: skip

    assert {route for route in routes if "<int:pk>" in route} == OBJECTS.keys()


@pytest.mark.parametrize("route", OBJECTS)
def test_a_number_of_one_company_is_no_number_at_the_other(strangers: tuple[Side, Side], route: str) -> None:
    north, south = strangers
    what, who = OBJECTS[route]
    number = getattr(north, what).pk
    before = content(north)

    assert south.client_of(who).get(address(route, getattr(south, what).pk)).status_code != 404  # the door exists
    for method in ("get", "post", "put", "delete", "patch"):
        ask = getattr(south.client_of(who), method)
        data = SENT if method == "post" else {}
        foreign, unknown = ask(address(route, number), data), ask(address(route, UNKNOWN), data)
        assert foreign.status_code in {404, 405}
        assert faceless(foreign, number) == faceless(unknown, UNKNOWN)
    assert content(north) == before


@pytest.mark.parametrize("route", OBJECTS)
def test_under_the_same_number_everyone_finds_their_own(twins: tuple[Side, Side], route: str) -> None:
    north, south = twins
    what, who = OBJECTS[route]
    for side, foreign in ((north, "Южная"), (south, "Северная")):
        answer = side.client_of(who).get(address(route, getattr(side, what).pk), follow=False)
        # An archive is streamed, and what stands in it is not packed; a picture has no words at all.
        assert foreign not in b"".join(answer).decode(errors="replace")


def test_what_is_done_under_the_same_number_is_done_at_home(twins: tuple[Side, Side]) -> None:
    north, south = twins
    before = content(north)
    for route, (what, who) in OBJECTS.items():
        south.client_of(who).post(address(route, getattr(south, what).pk), SENT)

    assert content(north) == before
    with inside(south.company):
        assert Entry.objects.filter(html="<p>чужое</p>").exists()


@pytest.mark.parametrize("page", ["/cases/", "/cases/?q=улица", "/information/", "/help/", "/profile/"])
@pytest.mark.parametrize("who", ["applicant", "administrator"])
def test_lists_and_texts_show_ones_own(twins: tuple[Side, Side], who: str, page: str) -> None:
    north, south = twins
    assert "Южная" not in words(north.client_of(who).get(page))
    assert "Теплосеть" not in words(north.client_of(who).get(page))
    assert "Северная" not in words(south.client_of(who).get(page))
    assert "Горсеть" not in words(south.client_of(who).get(page))


def test_a_poll_knows_of_ones_own_changes_only(twins: tuple[Side, Side]) -> None:
    north, south = twins
    with inside(south.company):
        Case.objects.filter(pk=south.application.pk).update(changed_at="2030-01-01T00:00Z")
    polls = [f"/updates/?case={north.application.pk}", "/updates/?"]
    for poll in polls:
        with inside(north.company):
            changed = Case.objects.get(pk=north.application.pk).changed_at
        since = f"&since={int(changed.timestamp() * 1_000_000)}"
        assert north.administrator_client.get(poll + since).status_code == 204
        assert south.administrator_client.get(poll + since).status_code == 200


def test_requests_in_turn_over_one_connection_never_mix(
    twins: tuple[Side, Side], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also when one of them fails half-way."""
    north, south = twins

    def fail(*args: Any, **kwargs: Any) -> None:
        raise RuntimeError("in the middle")

    for _ in range(3):
        assert "Северная" in words(north.administrator_client.get("/cases/"))
        with monkeypatch.context() as broken:
            broken.setattr("cabinet.cases.views.reading.queries.rows", fail)
            client = Client(HTTP_HOST=north.company.host, raise_request_exception=False)
            client.cookies = north.administrator_client.cookies
            assert client.get("/cases/").status_code == 500
        seen = words(south.administrator_client.get("/cases/"))
        assert "Южная" in seen
        assert "Северная" not in seen


def test_a_new_connection_is_in_the_company_too(scratch_company: GridCompany) -> None:
    """A connection that was lost and made again must not find itself in public."""
    with inside(scratch_company):
        assert not Case.objects.exists()
        connection.close()
        assert not Case.objects.exists()
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_schema()")
            assert cursor.fetchone() == ("scratch",)


def content(side: Side) -> list[Any]:
    """Everything that people could have changed."""
    with inside(side.company):
        cases = Case.objects.order_by("pk").values_list("pk", "stage", "number", "status", "subject", "version")
        return [*cases, *Entry.objects.order_by("pk").values_list("pk", "html", "title")]
