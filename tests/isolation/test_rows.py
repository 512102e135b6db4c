"""What one company has does not exist at the other: not by its number, not by its address."""

from typing import Any

import pytest
from django.test import Client
from django.urls import get_resolver

from cabinet.cases.models import Case, Entry
from config import urls_company
from tenancy.company import inside
from tests.world import words

from .conftest import Side
from .objects import OBJECTS, OF_ELECTRICITY, SENT, address, content

API = "api/v1/"


def test_every_address_with_a_number_is_tried() -> None:
    """But those of the API, which no session opens: tests/api tries them with the keys of everybody."""
    routes = {str(pattern.pattern) for include in get_resolver(urls_company.__name__).url_patterns
              for pattern in getattr(include, "url_patterns", [include]) if str(include.pattern) != API}  # fmt: skip

    assert {route for route in routes if "<int:pk>" in route} == OBJECTS.keys() | OF_ELECTRICITY.keys()


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
