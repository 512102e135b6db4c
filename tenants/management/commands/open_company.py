import uuid
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from tenants import services
from tenants.models import GridCompany

ARGUMENTS = {
    "name": "полное наименование",
    "short-name": "краткое наименование",
    "inn": "ИНН, 10 цифр",
    "ogrn": "ОГРН, 13 цифр",
    "kpp": "КПП, 9 знаков",
    "kind": "сети: " + ", ".join(f"{value} — {label.lower()}" for value, label in GridCompany.Kind.choices),
    "subdomain": "поддомен: латинские буквы, цифры, дефис",
    "administrator-email": "e-mail администратора, на него уйдёт приглашение",
}


class Command(BaseCommand):
    help = "Подключает сетевую организацию: кабинет отвечает сразу, администратор получает приглашение"

    def add_arguments(self, parser: CommandParser) -> None:
        for argument, meaning in ARGUMENTS.items():
            parser.add_argument(f"--{argument}", required=True, help=meaning)
        parser.add_argument(
            "--key", type=uuid.UUID, default=None, help="UUID подключения: повтор с тем же ключом ничего не создаст"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        answers = {argument.replace("-", "_"): options[argument.replace("-", "_")] for argument in ARGUMENTS}
        try:
            company = services.open_company(**answers, by=None, key=options["key"] or uuid.uuid4(), now=timezone.now())
        except ValidationError as refusal:
            said = refusal.message_dict.items()
            raise CommandError(
                "\n".join(f"--{field.replace('_', '-')}: {' '.join(sentences)}" for field, sentences in said)
            ) from refusal
        self.stdout.write(f"{company.short_name}: {company.address}")
        if settings.EMBEDDED:  # elsewhere the link is in the administrator's letter only
            self.stdout.write(f"Письмо с приглашением: {settings.PUBLIC_URL}/outbox/")
