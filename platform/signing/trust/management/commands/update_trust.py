from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from signing.trust import revocations, services
from signing.trust.errors import AuthoritiesRefused, RootRefused, TrustNotReady
from signing.trust.retrieval import NotFetched, fetch, host_of


class Command(BaseCommand):
    help = (
        "Обновляет то, чему доверяет проверка подписей. Без ключей: перечень аккредитованных центров и списки отзыва "
        "с их адресов."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--root", type=Path, action="append", default=[], help="файл корневого сертификата")
        parser.add_argument("--list", default="", help="файл или адрес перечня аккредитованных центров")
        parser.add_argument("--crls", action="store_true", help="только списки отзыва, все известные")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            self._update(**options)
        except (RootRefused, AuthoritiesRefused, TrustNotReady) as refusal:
            raise CommandError(refusal.message) from refusal
        except (NotFetched, OSError) as problem:
            raise CommandError(str(problem)) from problem

    def _update(self, *, root: list[Path], list: str, crls: bool, **options: Any) -> None:
        now = timezone.now()
        for path in root:
            added = services.add_root(path.read_bytes(), now=now)
            self.stdout.write(f"Корневой сертификат «{added.name}», SHA-256 {added.thumbprint}")
        everything = not (root or list or crls)
        if list or (everything and settings.SIGNING_AUTHORITIES_URL):
            change = services.update_authorities(_read(list), now=now)
            self.stdout.write(f"Перечень, версия {change.edition}")
            for sign, names in ("+", change.appeared), ("−", change.disappeared):
                for name in names:
                    self.stdout.write(f"{sign} {name}")
        if crls or everything:
            self.stdout.write(f"Новых списков отзыва: {revocations.update_revocations(now=now, all_of_them=True)}")


def _read(source: str) -> bytes:
    """The content of a file or an address. The person at the terminal names the address, so its host is allowed."""
    if not source:
        return services.fetch_authorities()
    if source.startswith(("http://", "https://")):
        return fetch(source, hosts={host_of(source)}, seconds=240)
    return Path(source).read_bytes()
