"""A suspended company is read only, for everybody in it."""

from django.test import Client

from tenancy.company import inside
from tenants import queries, services
from tests.moment import NOW


def test_it_can_be_read_but_not_changed(company, operator):
    visitor = Client(headers={"host": company.host})
    services.suspend(company, reason="Долг", by=operator, now=NOW)
    queries.forget_hosts()

    assert visitor.get("/accounts/login/").status_code == 200
    refused = visitor.post("/applications/new/")
    assert refused.status_code == 403
    assert "приостановлен" in refused.content.decode()


def test_signing_in_still_works(company, operator):
    visitor = Client(headers={"host": company.host})
    services.suspend(company, reason="Долг", by=operator, now=NOW)
    queries.forget_hosts()

    assert visitor.post("/accounts/login/", {}).status_code == 200


def test_a_resumed_one_can_be_changed_again(company, operator):
    services.suspend(company, reason="Долг", by=operator, now=NOW)
    services.resume(company, by=operator, now=NOW)
    queries.forget_hosts()

    assert Client(headers={"host": company.host}).post("/applications/new/").status_code != 403


def test_the_others_are_not_touched(company, other_company, operator):
    services.suspend(company, reason="Долг", by=operator, now=NOW)
    queries.forget_hosts()

    with inside(other_company):
        assert not other_company.is_suspended
    assert Client(headers={"host": other_company.host}).post("/applications/new/").status_code != 403


def test_a_host_is_looked_up_once_in_two_seconds(company, django_assert_num_queries, monkeypatch):
    clock = [100.0]
    monkeypatch.setattr(queries.time, "monotonic", lambda: clock[0])
    host = company.host
    queries.company_for_host(host)

    with django_assert_num_queries(0):
        known = queries.company_for_host(host)
        assert known is not None
        assert known.address.startswith("http")

    clock[0] += queries.HOST_KNOWN_SECONDS
    services.GridCompany.objects.filter(pk=company.pk).update(short_name="Другое имя")
    renamed = queries.company_for_host(host)
    assert renamed is not None
    assert renamed.short_name == "Другое имя"


def test_a_host_of_nobody_is_not_remembered(db):
    assert queries.company_for_host("nobody.localhost") is None
    assert "nobody.localhost" not in queries._known
