"""The same key at two companies is two keys."""

from django.core.cache import cache

from tenancy.company import in_public, inside
from tenants.models import GridCompany


def test_a_key_carries_the_company(company: GridCompany, other_company: GridCompany) -> None:
    for place, value in ((company, "north"), (other_company, "south")):
        with inside(place):
            cache.set("same", value)

    with inside(company):
        assert cache.get("same") == "north"
    with inside(other_company):
        assert cache.get("same") == "south"
        cache.delete("same")
    with in_public():
        assert cache.get("same") is None
    with inside(company):
        assert cache.get("same") == "north"


def test_counting_and_many_at_once_carry_it_too(company: GridCompany, other_company: GridCompany) -> None:
    with inside(company):
        cache.set_many({"a": 1, "b": 2})
        cache.incr("a")
    with inside(other_company):
        assert cache.get_many(["a", "b"]) == {}
        assert cache.add("a", 10)
    with inside(company):
        assert cache.get_many(["a", "b"]) == {"a": 2, "b": 2}
