from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django_tenants.utils import get_tenant_model

from signing import services
from signing.models import Signature, SignatureRequest
from tenancy.company import inside
from tenancy.errors import DomainError


class Command(BaseCommand):
    help = "Проверяет заново подписи УКЭП всех сетевых организаций: те, что ещё проверяются, с --all все действующие."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--all", action="store_true", help="и те, что уже признаны верными")

    def handle(self, *args: Any, all: bool, **options: Any) -> None:
        statuses = [Signature.Status.INDETERMINATE, *([Signature.Status.VALID] if all else [])]
        failures = 0
        for company in get_tenant_model().objects.order_by("pk"):
            with inside(company):
                failures += self._recheck(company.short_name, statuses)
        if failures:
            raise CommandError(f"Не проверено подписей: {failures}")

    def _recheck(self, company: str, statuses: list[Signature.Status]) -> int:
        """Check again. Returns how many signatures could not be checked."""
        failures = 0
        kept = Signature.objects.filter(request__kind=SignatureRequest.Kind.QUALIFIED, status__in=statuses)
        for pk in kept.values_list("pk", flat=True):
            try:
                signature = services.recheck(Signature(pk=pk), now=timezone.now())
            except DomainError as refusal:
                failures += 1
                self.stderr.write(f"{company}: подпись {pk}: {refusal.message}")
            else:
                self.stdout.write(f"{company}: подпись {pk}: {signature.get_status_display()} ({signature.code})")
        return failures
