from typing import Any

from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from documents.upkeep.bucket_check import findings

_MARKS = {True: "да  ", False: "НЕТ ", None: "?   "}


class Command(BaseCommand):
    help = "Проверяет бакет: закрыт ли он, хранит ли версии, защищает ли от удаления, шифрует ли"

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"Бакет «{settings.S3_BUCKET}»")
        missing = []
        try:
            for finding in findings():
                remedy = "" if finding.ok else f": {finding.words}"
                self.stdout.write(f"  {_MARKS[finding.ok]}{finding.what}{remedy}")
                if not finding.ok:
                    missing.append(finding.what)
        except (BotoCoreError, ClientError) as error:
            raise CommandError(
                f"Бакет «{settings.S3_BUCKET}» недоступен ({type(error).__name__}). Проверьте адрес, имя и ключи"
            ) from error
        if missing:
            raise CommandError(f"Не хватает: {len(missing)}. Для договоров такой бакет не годится")
        self.stdout.write("Бакет годится.")
