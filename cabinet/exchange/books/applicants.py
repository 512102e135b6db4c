"""«Заявители»: who was registered or entered in the period. Passports and bank accounts are never in it."""

from collections.abc import Iterator

from django.db.models import Count, QuerySet
from django.urls import reverse

from accounts.models import Applicant

from ..period import Period
from ..registry import Book, Column, Row
from ..steps import by_steps


def _found(period: Period) -> "QuerySet[Applicant]":
    since, until = period.moments
    return Applicant.objects.filter(created_at__gte=since, created_at__lt=until)


def _steps(period: Period, site: str) -> Iterator[list[Row]]:
    for step in by_steps(_found(period).annotate(members_count=Count("membership"))):
        yield [_row(one, site) for one in step]


def _row(one: Applicant, site: str) -> Row:
    return [
        one.pk,
        one.get_legal_form_display(),
        one.title,
        one.last_name,
        one.first_name,
        one.middle_name,
        one.snils,
        one.inn,
        one.kpp,
        one.ogrn,
        one.email,
        one.phone,
        one.created_at,
        bool(one.members_count),  # type: ignore[attr-defined]  # annotated
        one.blocked_at,
        f"{site}{reverse('applicant', args=[one.pk])}",
    ]


BOOK = Book(
    code="applicants",
    title="Заявители",
    dated="по дате появления в кабинете",
    told="ФИО или наименование, СНИЛС, ИНН, ОГРН, телефон, e-mail. Паспортов и банковских счетов нет",
    columns=(
        Column("id", "ID", 8),
        Column("legal_form", "Правовая форма", 26),
        Column("title", "Заявитель", 36),
        Column("last_name", "Фамилия"),
        Column("first_name", "Имя"),
        Column("middle_name", "Отчество"),
        Column("snils", "СНИЛС", 14),
        Column("inn", "ИНН", 14),
        Column("kpp", "КПП", 12),
        Column("ogrn", "ОГРН", 18),
        Column("email", "E-mail", 28),
        Column("phone", "Телефон", 16),
        Column("created_at", "Создан", 20),
        Column("has_account", "Есть вход в кабинет", 12),
        Column("blocked_at", "Заблокирован", 20),
        Column("link", "Карточка", 40),
    ),
    count=lambda period: _found(period).count(),
    steps=_steps,
)
