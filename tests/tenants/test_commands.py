"""Commands of the platform's people."""

import uuid
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from tenants import migrating
from tenants.models import GridCompany, SpareSchema
from tenants.schema import migrations_digest


def arguments(answers: dict[str, str]) -> list[str]:
    return [f"--{name.replace('_', '-')}={value}" for name, value in answers.items()]


def test_a_company_is_opened_by_command(spare, answers):
    said = StringIO()

    call_command("open_company", *arguments(answers), stdout=said)

    assert "ООО «Степные сети»: http://stepnye-seti.localhost" in said.getvalue()
    assert GridCompany.objects.filter(schema_name="stepnye_seti").exists()


def test_the_command_may_be_repeated_with_its_key(spare, answers):
    for _ in range(2):
        call_command("open_company", *arguments(answers), f"--key={uuid.UUID(int=7)}", stdout=StringIO())

    assert GridCompany.objects.filter(key=uuid.UUID(int=7)).count() == 1


def test_the_command_names_what_is_wrong(db, answers):
    with pytest.raises(CommandError) as refusal:
        call_command("open_company", *arguments({**answers, "inn": "1", "subdomain": "www"}))

    assert str(refusal.value).splitlines() == [
        "--inn: ИНН организации — 10 цифр",
        "--subdomain: Поддомен «www» занят площадкой. Выберите другой",
    ]


def test_spares_are_prepared_by_command(commits):
    said, more = StringIO(), SpareSchema.objects.count() + 1

    call_command("prepare_spares", f"--count={more}", stdout=said)

    assert said.getvalue().startswith("Подготовлено схем: 1, ")
    assert SpareSchema.objects.count() == more


def test_only_companies_that_lack_something_are_migrated(company):
    assert migrating.outdated_companies() == []
    GridCompany.objects.filter(pk=company.pk).update(migrations_digest="of yesterday")

    call_command("migrate_companies", stdout=(said := StringIO()), verbosity=0)

    company.refresh_from_db()
    assert company.migrations_digest == migrations_digest()
    assert said.getvalue().startswith("[1/1] gorset: ")


def test_a_company_that_cannot_be_migrated_does_not_hold_up_the_others(company):
    """A row without its schema stands for whatever went wrong with one of them."""
    GridCompany.objects.filter(pk=company.pk).update(migrations_digest="of yesterday")
    GridCompany.objects.create(
        schema_name="aaa_lost", name="-", short_name="-", inn="1", ogrn="1", kpp="1", kind="heat",
        migrations_digest="of yesterday", opened_at=company.opened_at,
    )  # fmt: skip

    with pytest.raises(CommandError, match="Не обновлены: aaa_lost"):
        call_command("migrate_companies", stdout=StringIO(), stderr=StringIO(), verbosity=0)

    company.refresh_from_db()
    assert company.migrations_digest == migrations_digest()
