"""Opening a company: it takes a spare schema, answers at its address, and its administrator is invited."""

import threading
import uuid
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, connections

from accounts import synthetic
from accounts.models import ConsentText, Invitation
from audit.models import Record
from notifications.models import OutboxMessage
from tenancy.company import inside, is_public
from tenants import services, spares
from tenants.models import CompanyFigures, Domain, GridCompany, SpareSchema
from tenants.schema import direct_connection, migrations_digest
from tenants.signals import company_opened
from tests.moment import NOW


def schemas() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nspname FROM pg_namespace")
        return {name for (name,) in cursor.fetchall()}


def application_name() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SHOW application_name")
        return cursor.fetchone()[0]


def test_it_takes_the_spare_and_gives_it_the_company_s_name(spare, open_company):
    company = open_company()

    assert company.schema_name == "stepnye_seti"
    assert company.host == "stepnye-seti.localhost"
    assert company.migrations_digest == migrations_digest()
    assert "stepnye_seti" in schemas()
    assert spare.name not in schemas()
    assert not SpareSchema.objects.filter(pk=spare.pk).exists()


def test_it_fills_the_company_s_own_data_and_invites_the_administrator(spare, open_company):
    company = open_company()

    with inside(company):
        assert ConsentText.objects.exists()
        invitation = Invitation.objects.get()
        assert (invitation.email, invitation.staff_role) == ("admin@steppe.example.ru", "administrator")
        assert invitation.expires_at == NOW + timedelta(hours=72)
        letter = OutboxMessage.objects.get()
        assert letter.recipient == "admin@steppe.example.ru"
        assert company.address in letter.text


def test_nothing_of_it_is_written_among_the_shared_tables(spare, open_company):
    before = Invitation.objects.count(), OutboxMessage.objects.count(), ConsentText.objects.count()

    open_company()

    assert (Invitation.objects.count(), OutboxMessage.objects.count(), ConsentText.objects.count()) == before


def test_it_is_recorded_and_has_figures_from_the_first_moment(spare, open_company):
    company = open_company()

    assert [record.sentence for record in Record.objects.about(company)] == [
        "Организация подключена, схема stepnye_seti"
    ]
    assert CompanyFigures.objects.get(company=company).cases_total == 0


def test_it_works_without_a_spare(spare, open_company, caplog):
    SpareSchema.objects.all().delete()

    company = open_company()

    with inside(company):
        assert Invitation.objects.count() == 1
    assert "no spare schema is ready" in caplog.text


def test_a_spare_of_other_migrations_is_not_taken(spare, open_company):
    SpareSchema.objects.update(migrations_digest="of yesterday")

    open_company()

    assert spare.name in schemas()


def test_the_same_key_gives_the_same_company(spare, open_company):
    key = uuid.uuid4()

    first, second = open_company(key=key), open_company(key=key, subdomain="other", inn="mistaken")

    assert first == second
    assert GridCompany.objects.filter(key=key).count() == 1


def test_a_crash_in_the_middle_leaves_nothing(commits, open_company):
    def crash(**kwargs: object) -> None:
        raise RuntimeError("power failure")

    before, spares_before = schemas(), SpareSchema.objects.count()
    company_opened.connect(crash)
    try:
        with pytest.raises(RuntimeError):
            open_company()
    finally:
        company_opened.disconnect(crash)

    assert schemas() == before
    assert not GridCompany.objects.filter(schema_name="stepnye_seti").exists()
    assert SpareSchema.objects.count() == spares_before
    assert is_public()


def test_two_at_once_take_different_spares(commits, open_company):
    opened: list[GridCompany] = []
    together, spares_before = threading.Barrier(2), SpareSchema.objects.count()

    def open_one(number: int) -> None:
        together.wait()
        opened.append(open_company(subdomain=f"twin-{number}", inn=synthetic.inn10(800 + number)))
        connections.close_all()

    _in_threads(open_one)

    assert {company.schema_name for company in opened} == {"twin_0", "twin_1"}
    assert {"twin_0", "twin_1"} <= schemas()
    assert SpareSchema.objects.count() == spares_before - 2


def test_two_presses_at_once_open_one_company(commits, open_company):
    opened: list[GridCompany] = []
    together, key, spares_before = threading.Barrier(2), uuid.uuid4(), SpareSchema.objects.count()

    def press(number: int) -> None:
        together.wait()
        opened.append(open_company(key=key))
        connections.close_all()

    _in_threads(press)

    assert len(opened) == 2
    assert opened[0] == opened[1]
    assert SpareSchema.objects.count() == spares_before - 1


def test_of_two_who_want_one_subdomain_the_second_is_told(commits, open_company):
    refused: list[list[str]] = []
    together = threading.Barrier(2)

    def open_one(number: int) -> None:
        together.wait()
        try:
            open_company(inn=synthetic.inn10(800 + number))
        except ValidationError as refusal:
            refused.append(refusal.message_dict["subdomain"])
        connections.close_all()

    _in_threads(open_one)

    assert refused == [["Адрес stepnye-seti.localhost уже занят. Выберите другой поддомен"]]


def _in_threads(run) -> None:
    threads = [threading.Thread(target=run, args=(number,)) for number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_the_pool_is_filled_up_and_useless_spares_go(commits):
    stale, abandoned = SpareSchema.objects.order_by("pk")[:2]
    SpareSchema.objects.filter(pk=stale.pk).update(migrations_digest="of yesterday")
    SpareSchema.objects.filter(pk=abandoned.pk).update(state="making")

    made = spares.keep_spares(count=3, now=abandoned.made_at + timedelta(minutes=11))

    assert made == 2
    assert SpareSchema.objects.ready(digest=migrations_digest()).count() == 3
    assert schemas().isdisjoint({stale.name, abandoned.name})


def test_a_spare_is_made_past_the_pooler_when_it_is_said_how(commits, monkeypatch):
    direct = {**connections.settings["default"], "OPTIONS": {"application_name": "past the pooler"}}
    monkeypatch.setitem(connections.settings, "direct", direct)

    with direct_connection():
        assert application_name() == "past the pooler"
        name = spares.prepare_spare().name
    assert application_name() != "past the pooler"
    assert name in schemas()


def test_a_spare_that_is_being_made_is_left_alone(commits):
    being_made = SpareSchema.objects.earliest("pk")
    SpareSchema.objects.filter(pk=being_made.pk).update(state="making")

    made = spares.keep_spares(count=3, now=being_made.made_at + timedelta(minutes=1))

    assert made == 0
    SpareSchema.objects.filter(pk=being_made.pk).update(state="ready")


def test_a_schema_s_name_is_plain_for_the_database_too(spare, open_company):
    company = open_company()

    for name in ("Ta", "1a", "a-b", "a;b"):
        with pytest.raises(Exception, match="company_schema_name_is_plain"):
            _renamed_row(company, name)


def _renamed_row(company: GridCompany, name: str) -> None:
    with connection.cursor() as cursor, services.transaction.atomic():
        cursor.execute("UPDATE tenants_gridcompany SET schema_name = %s WHERE id = %s", [name, company.pk])


def test_a_host_is_lower_case_for_the_database_too(spare, open_company):
    company = open_company()

    with pytest.raises(Exception, match="domain_is_lower_case"):
        Domain.objects.create(tenant=company, domain="Gorset.localhost")
