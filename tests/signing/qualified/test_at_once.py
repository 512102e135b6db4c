"""Two presses at the same moment, and processes that die half-way: one signature, or none, never a half."""

import json
import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Barrier
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.db import connection

from accounts.models import StaffRole
from audit.models import Record
from signing import services
from signing.errors import SignedAlready
from signing.models import Signature, SignatureCheck, SignatureRequest
from signing.trust.models import AuthorityList, RevocationList, Root, TrustVersion
from tenancy import due
from tenancy.company import in_public, inside
from tests import world
from tests.architecture.test_layout import ROOT
from tests.moment import NOW
from tests.signing import by_certificate as made
from tests.signing.by_certificate import HOUR

State = SignatureRequest.State
MINUTE = HOUR / 60


@pytest.fixture
def at_scratch(scratch_company, pki):
    """Проба trusts the test PKI, with real commits; afterwards nobody does."""
    with inside(scratch_company):
        made.make_trusted(pki, lists=False)
        yield scratch_company
    with in_public():
        for model in (TrustVersion, RevocationList, AuthorityList, Root):
            model.objects.all().delete()


@pytest.fixture
def signer(at_scratch):
    return world.staff(2, StaffRole.SIGNER)


@pytest.fixture
def contract(at_scratch, signer):
    return made.asked(signer, world.organisation(5))


@pytest.fixture
def certificate(pki, at_scratch, network):
    return made.head_of_company(pki, at_scratch, extra=made.addresses(crl=network.url("/ca.crl")))


def states():
    return list(SignatureRequest.objects.order_by("position").values_list("state", flat=True))


def at_once(company, blocker, act, count=4):
    start = Barrier(count)

    def one(n):
        with blocker.unblock(), inside(company):
            try:
                start.wait()
                return act(n)
            finally:
                connection.close()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(one, range(count)))


def test_four_presses_keep_one_signature(pki, at_scratch, contract, signer, certificate, django_db_blocker):
    made.keep_list(pki.issuer, now=NOW)
    raw = made.signature(pki, certificate, contract[0])
    kept = at_once(
        at_scratch,
        django_db_blocker,
        lambda n: services.sign_qualified(contract[0], raw, by=signer, now=NOW).pk,
    )
    assert len(set(kept)) == 1
    assert states() == [State.SIGNED, State.AVAILABLE]
    assert Record.objects.filter(event="signing.signed").count() == 1


def test_of_two_signatures_at_once_one_is_kept(pki, at_scratch, contract, signer, certificate, django_db_blocker):
    made.keep_list(pki.issuer, now=NOW)
    raws = [made.signature(pki, certificate, contract[0]) for _ in range(4)]

    def sign(n):
        try:
            return services.sign_qualified(contract[0], raws[n], by=signer, now=NOW).pk
        except SignedAlready:
            return None

    assert len([pk for pk in at_once(at_scratch, django_db_blocker, sign) if pk]) == 1
    assert Signature.objects.count() == 1


def test_a_document_is_asked_for_once(at_scratch, signer, django_db_blocker):
    document, owner = made.document(signer), world.organisation(5)
    asked = at_once(at_scratch, django_db_blocker, lambda n: made.asked(signer, owner, of=document)[0].pk)
    assert len(set(asked)) == 1


def environment(**changed):
    """Of a Python process at the database of this run."""
    url = urlsplit(os.environ["DATABASE_URL"])
    return {
        **os.environ,
        "DATABASE_URL": urlunsplit(url._replace(path=f"/{connection.settings_dict['NAME']}")),
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'platform'}",
        **changed,
    }


@contextmanager
def mortal():
    """A process of the site; what it gives is called with what a copy of it has to do, and to die of."""
    command = [sys.executable, "-m", "tests.signing.qualified.dying"]
    with subprocess.Popen(
        command, cwd=ROOT, env=environment(), text=True, bufsize=1, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        orders, answers = process.stdin, process.stdout
        assert orders
        assert answers

        def die(*order):
            orders.write(f"{json.dumps(order)}\n")
            assert answers.readline() == f"{-signal.SIGKILL}\n"

        try:
            yield die
        finally:
            orders.close()


def test_a_server_does_not_start_in_production_with_a_root_for_tests(at_scratch):
    def start(**changed):
        command = [sys.executable, "-c", "import config.wsgi"]
        return subprocess.run(command, cwd=ROOT, env=environment(**changed), capture_output=True, text=True)

    assert start().returncode == 0
    in_production = start(EMBEDDED="0")
    assert "TestRootTrusted: roots for tests are trusted: ['Тестовый головной УЦ']" in in_production.stderr


def test_dying_while_a_signature_is_taken_takes_none(pki, at_scratch, contract, signer, certificate, tmp_path):
    made.keep_list(pki.issuer, now=NOW)
    file = tmp_path / "contract.sig"
    file.write_bytes(made.signature(pki, certificate, contract[0]))
    with mortal() as die:
        for step in ("signing.Signature", "signing.SignatureCheck", "audit.Record", "signing.SignatureRequest"):
            die(at_scratch.schema_name, step, "sign", contract[0].pk, signer.pk, str(file))
            assert (states(), Signature.objects.count()) == ([State.AVAILABLE, State.WAITING], 0), step
    services.sign_qualified(contract[0], file.read_bytes(), by=signer, now=NOW)
    assert (states(), Signature.objects.count()) == ([State.SIGNED, State.AVAILABLE], 1)


def test_dying_while_a_signature_is_checked_leaves_it_to_another(
    pki, at_scratch, network, contract, signer, certificate, monkeypatch
):
    raw = made.signature(pki, certificate, contract[0])
    signature = services.sign_qualified(contract[0], raw, by=signer, now=NOW)
    network.answers["/ca.crl"] = lambda body: pki.issuer.crl(NOW - HOUR, NOW + 24 * HOUR)
    monkeypatch.setenv("SIGNING_CRL_HOSTS", network.netloc)
    with mortal() as die:
        for step in ("trust.RevocationList", "trust.TrustVersion", "signing.SignatureCheck", "signing.Signature"):
            die(at_scratch.schema_name, step, "recheck", signature.pk)
            assert (states(), SignatureCheck.objects.count()) == ([State.CHECKING, State.WAITING], 1), step
    assert due.sweep(now=NOW + MINUTE) >= 1  # somebody else's turn
    services.recheck(signature, now=NOW + 2 * MINUTE)
    assert states() == [State.SIGNED, State.AVAILABLE]
    assert [check.status for check in SignatureCheck.objects.all()] == ["indeterminate", "valid"]
