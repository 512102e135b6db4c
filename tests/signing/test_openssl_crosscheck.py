"""A second opinion: OpenSSL with the ГОСТ engine and our verifier judge each other's work.

Skipped where the engine is absent; `.ci/run` installs it.
"""

import io
import os
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from gost import streebog
from signing.crypto.cades import Code, load_certificate, verify
from signing.testing.authority import CLASS_KS1, OCSP_SIGNING, Authority, issue, name
from signing.testing.keys import Identity, Key, armour
from signing.testing.signatures import time_stamper
from signing.testing.testpki import Pki
from tests.moment import NOW
from tests.signing.conftest import DAY, DOCUMENT

ENGINE = """openssl_conf = openssl_init
[openssl_init]
engines = engine_section
[engine_section]
gost = gost_section
[gost_section]
engine_id = gost
default_algorithms = ALL
"""


def has_engine() -> bool:
    if not shutil.which("openssl"):
        return False
    return subprocess.run(["openssl", "engine", "gost"], capture_output=True).returncode == 0


pytestmark = pytest.mark.skipif(not has_engine(), reason="OpenSSL has no ГОСТ engine: libengine-gost-openssl")

VERIFY = ["cms", "-verify", "-binary", "-cades", "-inform", "DER", "-purpose", "any", "-out", os.devnull]


@dataclass
class Desk:
    """A folder with everything OpenSSL asks for, and the people it is about."""

    folder: Path
    pki: Pki
    person: Identity
    gone: Identity
    digests: dict[int, bytes]

    def openssl(self, *arguments: object) -> bool:
        """Whether it agrees, at the moment of the tests."""
        command = ["openssl", *map(str, arguments)]
        environment = {**os.environ, "OPENSSL_CONF": str(self.folder / "engine.cnf")}
        done = subprocess.run(command, cwd=self.folder, env=environment, capture_output=True)
        return done.returncode == 0

    def accepts(self, signature: bytes, *more: object, content: str = "document", trust: str = "root.pem") -> bool:
        (self.folder / "signature").write_bytes(signature)
        moment = ["-attime", int(NOW.timestamp())] if "-attime" not in more else []
        files = ["-in", "signature", "-content", content, "-CAfile", trust]
        return self.openssl(*VERIFY, *files, *moment, *more)


@pytest.fixture(scope="module", params=[256, 512])
def desk(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    folder = tmp_path_factory.mktemp("openssl")
    key: Callable[[], Key] = Key.long if request.param == 512 else Key
    root = Authority.root("Тестовый головной УЦ", NOW - 100 * DAY, NOW + 1000 * DAY)
    issuer = root.subordinate("Тестовый УЦ", NOW - 90 * DAY, NOW + 900 * DAY, key())
    pki = Pki.since(NOW - 90 * DAY)
    stamps = issue(
        name(C="RU", CN="Штампы"),
        key(),
        issuer.identity,
        NOW - DAY,
        NOW + DAY,
        extended=("1.3.6.1.5.5.7.3.8",),
        usage=(0, 1),
    )
    pki = Pki(root, issuer, stamps)
    person = pki.person(name(C="RU", CN="ООО «Сеть»", OGRN="1027700132195"), since=NOW - DAY, key=key())
    gone = pki.person(name(C="RU", CN="Отозван"), since=NOW - 9 * DAY, key=key())
    issuer.revoke(gone, NOW - DAY)
    for stem, identity in {"root": root.identity, "issuer": issuer.identity, "person": person, "gone": gone}.items():
        identity.save(folder, stem)
    crls = [armour("X509 CRL", authority.crl(NOW - DAY, NOW + DAY)) for authority in (root, issuer)]
    # `openssl cms` has no option for lists of revoked certificates: they stand beside the anchor.
    (folder / "with_crls.pem").write_bytes((folder / "root.pem").read_bytes() + b"".join(crls))
    (folder / "crls.pem").write_bytes(b"".join(crls))
    (folder / "engine.cnf").write_text(ENGINE)
    (folder / "document").write_bytes(DOCUMENT)
    (folder / "other").write_bytes(DOCUMENT + b"!")
    return Desk(folder, pki, person, gone, streebog.digests(io.BytesIO(DOCUMENT)))


def test_our_certificates_and_lists(desk):
    chain = ["verify", "-attime", int(NOW.timestamp()), "-CAfile", "root.pem", "-untrusted", "issuer.pem"]
    checked = [*chain, "-crl_check_all", "-CRLfile", "crls.pem"]
    assert desk.openssl(*checked, "person.pem")
    assert not desk.openssl(*checked, "gone.pem")


def test_our_signatures(desk):
    signature = desk.pki.sign(desk.person, desk.digests, when=NOW)
    stamped = desk.pki.sign(desk.person, desk.digests, when=NOW, stamped=True)
    assert desk.accepts(signature)
    assert desk.accepts(stamped)
    assert not desk.accepts(signature, content="other")
    assert not desk.accepts(signature, "-attime", int((NOW + 3000 * DAY).timestamp()))
    assert desk.accepts(signature, "-policy_check", "-explicit_policy", "-policy", CLASS_KS1)


def test_a_revoked_signer(desk):
    signature = desk.pki.sign(desk.gone, desk.digests, when=NOW)
    assert not desk.accepts(signature, "-crl_check_all", trust="with_crls.pem")
    assert desk.accepts(desk.pki.sign(desk.person, desk.digests, when=NOW), "-crl_check_all", trust="with_crls.pem")
    assert verify(signature, desk.digests, desk.pki.trust(at=NOW)).code is Code.REVOKED


def test_our_time_stamps(desk):
    token = time_stamper(desk.pki.stamps, NOW, desk.pki.chain)(DOCUMENT)
    (desk.folder / "token").write_bytes(token)
    checked = ["ts", "-verify", "-in", "token", "-token_in", "-CAfile", "root.pem", "-untrusted", "issuer.pem"]
    moment = ["-attime", int(NOW.timestamp())]
    assert desk.openssl(*checked, *moment, "-data", "document")
    assert not desk.openssl(*checked, *moment, "-data", "other")


@pytest.mark.parametrize("stem", ["person", "gone"])
def test_our_answers_on_revocation(desk, stem):
    service = issue(
        name(C="RU", CN="OCSP"),
        Key(),
        desk.pki.issuer.identity,
        NOW - DAY,
        NOW + DAY,
        extended=(OCSP_SIGNING,),
        usage=(0,),
    )
    answer = desk.pki.issuer.ocsp(getattr(desk, stem), NOW, NOW + 3000 * DAY, service)
    (desk.folder / "answer").write_bytes(answer)
    files = ["-respin", "answer", "-CAfile", "root.pem", "-verify_other", "issuer.pem"]
    about = ["-issuer", "issuer.pem", "-cert", f"{stem}.pem", "-attime", int(NOW.timestamp())]
    assert desk.openssl("ocsp", *files, *about)


def test_what_openssl_signs(desk):
    """With our key, and judged by us."""
    bits = desk.person.key.bits
    made = desk.openssl(
        *["cms", "-sign", "-binary", "-cades", "-md", f"md_gost12_{bits}", "-in", "document"],
        *["-signer", "person.pem", "-inkey", "person.key", "-certfile", "issuer.pem", "-outform", "DER"],
        *["-out", "by_openssl"],
    )
    assert made
    signature = (desk.folder / "by_openssl").read_bytes()
    # OpenSSL writes the time of its own clock as the signer's.
    trust = desk.pki.trust(at=NOW, signing_time_window=None)
    assert verify(signature, desk.digests, trust).code is Code.OK
    other = {length: digest[::-1] for length, digest in desk.digests.items()}
    assert verify(signature, other, trust).code is Code.OTHER_DOCUMENT


def test_what_openssl_hashes(desk):
    for bits in streebog.SIZES:
        assert desk.openssl("dgst", f"-md_gost12_{bits}", "-binary", "-out", "hash", "document")
        assert (desk.folder / "hash").read_bytes() == desk.digests[bits]


def test_a_key_of_openssl(desk):
    """The same numbers make the same public key there."""
    assert desk.openssl("pkey", "-in", "person.key", "-pubout", "-outform", "DER", "-out", "public.der")
    certificate = load_certificate(desk.person.certificate)
    info = certificate["tbs_certificate"]["subject_public_key_info"].dump()
    point = (desk.folder / "public.der").read_bytes()[-2 * desk.person.key.curve.size :]
    assert info.endswith(point)


def test_every_signature_lives_within_a_day_of_its_clock(desk):
    """The claimed time of a signature made elsewhere is held against the moment it reached us."""
    signature = desk.pki.sign(desk.person, desk.digests, when=NOW - timedelta(days=2))
    assert verify(signature, desk.digests, desk.pki.trust(at=NOW)).code is Code.SIGNING_TIME
    assert desk.accepts(signature)
