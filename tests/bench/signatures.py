"""Qualified signatures: how long a verdict takes, and what a worker that reaches a hundred of them needs."""

import io
import json
import os
import subprocess
import sys
import time
from datetime import timedelta
from statistics import quantiles

from django.utils import timezone

import documents.services
from accounts.models import StaffRole, User
from documents.models import Document
from gost import streebog
from signing import services
from signing.crypto.admission import Certificate, load_certificate
from signing.models import Signature, SignatureRequest
from signing.public_check import check_file
from signing.testing.authority import Authority
from signing.testing.keys import Identity, Key
from signing.testing.ministry import IN_FORCE, Listed, authority_list
from signing.testing.testpki import Pki
from signing.trust import revocations
from signing.trust import services as trust
from signing.verdicts import reach, read_digests
from tenancy.company import in_public, inside
from tenants.models import GridCompany
from tests import world
from tests.signing.shapes import shapes

from .report import Report

DAY = timedelta(days=1)
MEGABYTE = 1024 * 1024
MANY, BIG = 100, 50  # signatures; megabytes


def measure(report: Report, company: GridCompany, of: User) -> None:
    pki = Pki.since(timezone.now() - 30 * DAY)
    trust.add_root(pki.root.identity.certificate, now=timezone.now())
    history = [(IN_FORCE, timezone.now() - 30 * DAY)]
    issuer = pki.issuer.identity.certificate
    trust.update_authorities(authority_list([Listed("УЦ", "1027700071530", issuer, history)]), now=timezone.now())
    _publish(pki)
    with inside(company):
        signer = User.objects.create_user(
            "signer@bench.example.ru", staff_role=StaffRole.SIGNER, joined_at=timezone.now()
        )
        applicant = world.applicant_of(of)
        heads = [_head(pki, company, key) for key in (Key(), Key.long())]

        def signed(content: bytes, n: int) -> tuple[SignatureRequest, bytes]:
            document = documents.services.take(world.pdf(f"{n}.pdf", content), by=signer, now=timezone.now())
            documents.services.keep(document)
            [request] = services.request_signatures(
                document, title="Договор", sides=[SignatureRequest.Side.COMPANY], applicant=applicant, due_on=None,
                by=signer, now=timezone.now(),
            )  # fmt: skip
            return request, pki.sign(heads[n % 2], streebog.digests(io.BytesIO(content)), when=timezone.now())

        _one(report, *signed(_content(BIG * MEGABYTE), 0))
        _hostile(report, signed(world.PDF, 1)[1])
        for n in range(1, MANY + 1):
            request, raw = signed(_content(MEGABYTE), n)
            services.sign_qualified(request, raw, by=signer, now=timezone.now())
        _publish(pki)  # the lists that came after the signatures: each is looked at once more
        numbers = list(Signature.objects.values_list("pk", flat=True))
    _worker(report, company, numbers)


def _one(report: Report, request: SignatureRequest, raw: bytes) -> None:
    document = Document.objects.get(pk=request.document_id)
    start = time.perf_counter()
    digests = read_digests(document, [256]).streebog
    reach(raw, digests, at=timezone.now())
    report.add(f"a verdict with a document of {BIG} MB", time.perf_counter() - start, "s", 0.8)
    report.add("Streebog of this machine: 1 is native, 0 Python", float(streebog.backend().name != "python"), "")
    spent = []
    for _ in range(MANY):
        start = time.perf_counter()
        reach(raw, digests, at=timezone.now())
        spent.append(time.perf_counter() - start)
    report.add("a verdict without hashing, p95", quantiles(spent, n=20)[-1] * 1000, "ms", 60)


def _hostile(report: Report, good: bytes) -> None:
    """What the dearest of many files of a megabyte costs the processor on the public page, and a good one beside it."""
    spent = {"good": _processor(good), **{name: _processor(raw) for name, raw in shapes(good)}}
    dearest = max(spent, key=lambda name: spent[name])
    report.add(f"«Проверить документ»: the dearest megabyte of a stranger ({dearest})", spent[dearest], "ms", 50)
    report.add("«Проверить документ»: a good signature", spent["good"], "ms")


def _processor(raw: bytes) -> float:
    """Milliseconds of it, the least of five times."""
    found = []
    for _ in range(5):
        start = time.process_time()
        check_file(io.BytesIO(world.PDF), raw, now=timezone.now())
        found.append(time.process_time() - start)
    return min(found) * 1000


def _worker(report: Report, company: GridCompany, numbers: list[int]) -> None:
    """A process of its own, as a worker is: what it weighs before the first signature is what an idle one weighs."""
    command = [sys.executable, "-m", "tests.bench.signing_worker", company.schema_name, *map(str, numbers)]
    ended = subprocess.run(command, env=os.environ, capture_output=True, text=True, check=True)
    told = json.loads(ended.stdout)
    report.add(f"{MANY} signatures of 1 MB documents by one worker", told["seconds"], "s", 10)
    report.add("memory of a worker at them, above an idle one", told["above_idle"] / MEGABYTE, "MB", 60)


def _publish(pki: Pki) -> None:
    now = timezone.now()
    with in_public():
        for authority in (pki.root, pki.issuer):
            revocations.keep_list(
                authority.crl(now, now + DAY), address="http://crl.test.invalid/", issuers=[_parsed(authority)], now=now
            )


def _parsed(authority: Authority) -> Certificate:
    return load_certificate(authority.identity.certificate)


def _head(pki: Pki, company: GridCompany, key: Key) -> Identity:
    return pki.organisation(
        since=timezone.now() - DAY, title=company.short_name, ogrn=company.ogrn, inn=company.inn, surname="Иванова",
        given_name="Мария Сергеевна", key=key,
    )  # fmt: skip


def _content(size: int) -> bytes:
    return world.PDF + os.urandom(size - len(world.PDF))
