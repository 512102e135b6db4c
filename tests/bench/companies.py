"""Companies in number, opened by the real service out of spare schemas."""

import os
import secrets
import statistics
import subprocess
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

from django.db import connection
from django.test import Client
from django.utils import timezone

from accounts import synthetic
from tenancy import due
from tenants import services
from tenants.models import GridCompany, SpareSchema
from tenants.names import SPARE_PREFIX
from tenants.schema import migrations_digest
from tenants.spares import prepare_spare

from .report import Report

RESTORED_AT_ONCE = 2  # one a core


class Opener:
    """Opens companies one after another; each has a number."""

    def __init__(self, binaries: Path) -> None:
        self.binaries = binaries
        self.opened = 0
        began = time.perf_counter()
        self.first_spare = prepare_spare().name
        self.preparing_seconds = time.perf_counter() - began
        self._dump = self._run("pg_dump", "--schema", self.first_spare)

    def prepare(self, count: int) -> None:
        """Spares as SQL of the first, which was migrated: the catalogue ends the same, several times faster."""
        names = [SPARE_PREFIX + secrets.token_hex(8) for _ in range(count)]
        with ThreadPoolExecutor(RESTORED_AT_ONCE) as pool:
            list(pool.map(self._restore, names))
        now, digest, ready = timezone.now(), migrations_digest(), SpareSchema.State.READY
        SpareSchema.objects.bulk_create(
            SpareSchema(name=name, made_at=now, migrations_digest=digest, state=ready) for name in names
        )

    def open(self) -> tuple[GridCompany, float]:
        """A company and the seconds until its address answers with a page."""
        n = self.opened = self.opened + 1
        answers = {
            "name": f"ООО «Сети {n}»",
            "short_name": f"ООО «Сети {n}»",
            "inn": synthetic.inn10(n),
            "ogrn": synthetic.ogrn(n),
            "kpp": synthetic.kpp(n),
            "kind": "electricity",
            "subdomain": f"grid-{n}",
            "administrator_email": f"admin@grid-{n}.example.ru",
        }
        began = time.perf_counter()
        company = services.open_company(**answers, by=None, key=uuid.uuid4(), now=timezone.now())
        page = Client(HTTP_HOST=company.host).get("/accounts/login/")
        seconds = time.perf_counter() - began
        if page.status_code != 200:
            raise RuntimeError(f"{company.address} answered {page.status_code}")
        return company, seconds

    def grow(self, count: int) -> None:
        """So many companies in all."""
        self.prepare(count - self.opened)
        while self.opened < count:
            self.open()

    def measure(self, report: Report, *, times: int = 10) -> list[GridCompany]:
        """The next openings, beside those that exist."""
        beside = self.opened
        self.prepare(times)
        made = [self.open() for _ in range(times)]
        seconds = [spent for _company, spent in made]
        report.add(f"opening a company beside {beside}, median", statistics.median(seconds), "s", 0.3)
        report.add(f"opening a company beside {beside}, longest of {times}", max(seconds), "s", 0.3)
        return [company for company, _spent in made]

    def measure_sweep(self, report: Report, *, times: int = 20) -> None:
        """One sweep of the list of due work beside the companies that exist, none of which has anything to do."""
        due.sweep(now=timezone.now() + timedelta(days=365))  # what the openings have left goes to the queue
        seconds = []
        for _ in range(times):
            began = time.perf_counter()
            due.sweep(now=timezone.now())
            seconds.append(time.perf_counter() - began)
        report.add(f"sweep beside {self.opened} idle companies, median", statistics.median(seconds), "s", 0.1)

    def _restore(self, name: str) -> None:
        self._run("psql", "--quiet", "--set", "ON_ERROR_STOP=1", given=self._dump.replace(self.first_spare, name))

    def _run(self, program: str, *arguments: str, given: str | None = None) -> str:
        command = [str(self.binaries / program), "--dbname", os.environ["DATABASE_URL"], *arguments]
        return subprocess.run(command, input=given, capture_output=True, text=True, check=True).stdout


def size_of(company: GridCompany) -> tuple[int, int]:
    """Tables of a company's schema, and the bytes of everything in it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*), sum(pg_total_relation_size(oid)) FROM pg_class"
            " WHERE relnamespace = %s::regnamespace AND relkind = 'r'",
            [company.schema_name],
        )
        tables, size = cursor.fetchone()
    return int(tables), int(size)
