"""A number of one company is nothing at the other: the same answer as for a number that nobody has."""

import pytest

from .conftest import Side, faceless
from .objects import OBJECTS, OF_ELECTRICITY, SENT, UNKNOWN, address, content


@pytest.mark.parametrize("route", OBJECTS)
def test_a_number_of_one_company_is_no_number_at_the_other(strangers: tuple[Side, Side], route: str) -> None:
    north, south = strangers
    what, who = OBJECTS[route]
    number = getattr(north, what).pk
    before = content(north)

    own = south.client_of(who).get(address(route, getattr(south, what).pk))
    if own.streaming:
        own.getvalue()  # which closes the file it is read from
    assert own.status_code != 404  # the door exists
    while own.get("Location", "").startswith("/"):
        own = south.client_of(who).get(own["Location"])  # where it is said why: the next page would say it otherwise
    for method in ("get", "post", "put", "delete", "patch"):
        ask = getattr(south.client_of(who), method)
        data = SENT if method == "post" else {}
        foreign, unknown = ask(address(route, number), data), ask(address(route, UNKNOWN), data)
        assert foreign.status_code in {404, 405}
        assert faceless(foreign, number) == faceless(unknown, UNKNOWN)
    assert content(north) == before


@pytest.mark.parametrize("route", OF_ELECTRICITY)
def test_what_only_electricity_knows_is_nothing_at_the_other(
    strangers: tuple[Side, Side], supplied: dict[str, int], route: str
) -> None:
    """Not a page of it opens at a heat company, whoever asks and by whatever number."""
    _north, south = strangers
    for who in ("administrator", "applicant"):
        for number in (supplied[OF_ELECTRICITY[route]], UNKNOWN):
            for method in ("get", "post"):
                answer = getattr(south.client_of(who), method)(address(route, number), SENT if method == "post" else {})
                assert answer.status_code in {404, 405}
