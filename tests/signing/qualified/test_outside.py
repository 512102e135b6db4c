"""What is downloaded is verified by a program that is not ours, by the very command that docs/signatures.md quotes."""

import re
import shlex
import subprocess

import pytest
from asn1crypto import pem

import documents.services
from signing import services
from signing.papers import signature_file
from tests.architecture.test_layout import ROOT
from tests.moment import NOW
from tests.signing import by_certificate as made
from tests.signing.by_certificate import DAY, HOUR
from tests.signing.test_openssl_crosscheck import has_engine

pytestmark = pytest.mark.skipif(not has_engine(), reason="OpenSSL has no ГОСТ engine: libengine-gost-openssl")


@pytest.fixture
def downloads(tmp_path, pki, requests, signer, head_of_company):
    """The files of the command, in a folder of their own."""
    raw = made.signature(pki, head_of_company, requests[0])
    file = signature_file(services.sign_qualified(requests[0], raw, by=signer, now=NOW))
    (tmp_path / file.file_name).write_bytes(file.content)
    (tmp_path / "договор.pdf").write_bytes(b"".join(documents.services.chunks(requests[0].document)))
    for name, authority in ("root", pki.root), ("issuer", pki.issuer):
        (tmp_path / f"{name}.pem").write_bytes(pem.armor("CERTIFICATE", authority.identity.certificate))
        (tmp_path / f"{name}-crl.pem").write_bytes(pem.armor("X509 CRL", authority.crl(NOW - HOUR, NOW + DAY)))
    return tmp_path


def verify(folder):
    """As in the docs, but on the day of all tests."""
    [quoted] = re.findall(r"```\n(cat root\.pem.*?)```", (ROOT / "docs/signatures.md").read_text(), re.DOTALL)
    cat, openssl = quoted.replace("\\\n", " ").strip().splitlines()
    sources, target = cat.removeprefix("cat ").split(" > ")
    (folder / target).write_bytes(b"".join((folder / name).read_bytes() for name in sources.split()))
    command = [*shlex.split(openssl), "-attime", str(int(NOW.timestamp()))]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True)


def test_openssl_accepts_what_was_signed_here(downloads):
    ended = verify(downloads)
    assert ended.returncode == 0, ended.stderr
    assert "CAdES Verification successful" in ended.stderr


def test_openssl_refuses_another_document(downloads):
    (downloads / "договор.pdf").write_bytes(b"another")
    assert verify(downloads).returncode != 0


def test_openssl_refuses_a_revoked_signer(downloads, pki, head_of_company):
    pki.issuer.revoke(head_of_company, NOW - DAY)
    (downloads / "issuer-crl.pem").write_bytes(pem.armor("X509 CRL", pki.issuer.crl(NOW - HOUR, NOW + DAY)))
    assert "certificate revoked" in verify(downloads).stderr
