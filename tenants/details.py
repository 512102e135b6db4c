"""What is asked about a new company, and the sentences for what is wrong with the answers."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from accounts import identifiers
from tenants.models import Domain, GridCompany
from tenants.names import checked_subdomain, schema_for
from tenants.queries import host_for
from tenants.zones import MOSCOW, ZONES


@dataclass(frozen=True)
class CompanyDetails:
    name: str
    short_name: str
    inn: str
    ogrn: str
    kpp: str
    kind: str
    subdomain: str
    administrator_email: str
    time_zone: str

    @classmethod
    def checked(cls, answers: Mapping[str, str]) -> "CompanyDetails":
        """The answers in their final form, or a ValidationError with a sentence for each wrong field."""
        values: dict[str, str] = {}
        errors: dict[str, ValidationError] = {}
        for field, check in CHECKS.items():
            try:
                values[field] = check(answers.get(field, ""))
            except ValidationError as error:
                errors[field] = error
        if not errors:
            errors = dict(_taken(values))
        if errors:
            raise ValidationError(errors)
        return cls(**values)


def _taken(values: Mapping[str, str]) -> list[tuple[str, ValidationError]]:
    """What is right in itself but belongs to another company already."""
    taken = []
    host = host_for(values["subdomain"])
    schema = schema_for(values["subdomain"])
    if Domain.objects.filter(domain=host).exists() or GridCompany.objects.filter(schema_name=schema).exists():
        taken.append(("subdomain", ValidationError(f"Адрес {host} уже занят. Выберите другой поддомен")))
    same = GridCompany.objects.filter(inn=values["inn"], kpp=values["kpp"], kind=values["kind"]).first()
    if same is not None:
        message = f"Кабинет организации с этими ИНН и КПП уже есть: {same.short_name}, {same.host}"
        taken.append(("inn", ValidationError(message)))
    return taken


def _text(limit: int, empty: str) -> Callable[[str], str]:
    def check(value: str) -> str:
        text = " ".join(value.split())
        if not text:
            raise ValidationError(empty)
        if len(text) > limit:
            raise ValidationError(f"Слишком длинно: {len(text)} знаков. Сократите до {limit}")
        return text

    return check


def _kind(value: str) -> str:
    if value not in GridCompany.Kind.values:
        raise ValidationError("Выберите, какие сети у организации: электрические или тепловые")
    return value


def _zone(value: str) -> str:
    zone = value or MOSCOW
    if zone not in ZONES:
        raise ValidationError("Выберите часовой пояс организации: по нему считаются дни сроков")
    return zone


def _email(value: str) -> str:
    email = value.strip().lower()
    try:
        validate_email(email)
    except ValidationError:
        raise ValidationError("Введите e-mail администратора в формате name@example.ru") from None
    return email


CHECKS: dict[str, Callable[[str], str]] = {
    "name": _text(300, "Введите полное наименование организации, как в уставе"),
    "short_name": _text(120, "Введите краткое наименование. Пример: ООО «Горсеть»"),
    "inn": identifiers.organisation_inn,
    "ogrn": identifiers.ogrn,
    "kpp": identifiers.kpp,
    "kind": _kind,
    "subdomain": checked_subdomain,
    "administrator_email": _email,
    "time_zone": _zone,
}
