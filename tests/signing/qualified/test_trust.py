"""What the platform trusts comes from files an administrator has compared, and from addresses somebody has listed."""

import io
import socket
import threading
import time
from contextlib import contextmanager, suppress
from datetime import timedelta
from hashlib import sha256

import pytest
from asn1crypto import pem
from django.core.management import CommandError, call_command
from django.test import override_settings

from signing.crypto.trust import load_certificate
from signing.services import sign_qualified
from signing.testing.authority import Authority
from signing.testing.ministry import ENDED, IN_FORCE, Listed, authority_list
from signing.trust import checks, health, revocations, services
from signing.trust.errors import AuthoritiesRefused, RootRefused, TrustNotReady
from signing.trust.models import AuthorityList, RevocationList, Root, TrustVersion
from signing.trust.retrieval import NotFetched, fetch
from signing.trust.versions import current, material
from tenancy.company import in_public
from tests.moment import NOW
from tests.signing import by_certificate as made
from tests.signing.by_certificate import DAY, HOUR

production = override_settings(EMBEDDED=False)


@pytest.fixture
def head_authority(db):
    """Named as a real one is."""
    return Authority.root("Минцифры России", NOW - 400 * DAY, NOW + 4000 * DAY).identity.certificate


def listed(*authorities: bytes, status: str = IN_FORCE, edition: str = "1") -> bytes:
    history = [(IN_FORCE, NOW - 400 * DAY), (status, NOW - 40 * DAY)]
    named = [Listed(f"УЦ {n}", f"10277000715{n:02}", raw, history) for n, raw in enumerate(authorities)]
    return authority_list(named, edition=edition)


def test_a_root_is_taken_if_its_thumbprint_is_pinned(head_authority, settings):
    with pytest.raises(RootRefused, match="нет в SIGNING_ROOTS"):
        services.add_root(head_authority, now=NOW)
    settings.SIGNING_ROOTS = [sha256(head_authority).hexdigest()]
    root = services.add_root(pem.armor("CERTIFICATE", head_authority), now=NOW)
    assert (root.name, root.is_test) == ("Минцифры России", False)
    assert services.add_root(head_authority, now=NOW) == root
    assert TrustVersion.objects.count() == 1


def test_a_root_that_is_pinned_no_more_is_trusted_no_more(head_authority, settings):
    settings.SIGNING_ROOTS = [sha256(head_authority).hexdigest()]
    services.add_root(head_authority, now=NOW)
    assert len(material(current()).roots) == 1
    settings.SIGNING_ROOTS = []
    material.cache_clear()  # as at the next start
    assert material(current()).roots == ()
    assert "no_trusted_root" in health.warnings(now=NOW)


@pytest.mark.parametrize("name", ["Тестовый головной УЦ", "CRYPTO-PRO Test Center 2", "Тестовый УЦ ООО КРИПТО-ПРО"])
def test_a_root_for_tests_is_refused_in_production_even_if_pinned(db, settings, name):
    raw = Authority.root(name, NOW - DAY, NOW + DAY).identity.certificate
    settings.SIGNING_ROOTS = [sha256(raw).hexdigest()]
    with production, pytest.raises(RootRefused, match="тестовый центр"):
        services.add_root(raw, now=NOW)
    assert services.add_root(raw, now=NOW).is_test


def test_production_does_not_start_with_a_root_for_tests(pki, trusted):
    with in_public():
        checks.refuse_test_roots()
        with production, pytest.raises(checks.TestRootTrusted):
            checks.refuse_test_roots()


def test_production_verifies_nothing_with_a_root_for_tests(pki, trusted):
    material.cache_clear()
    with production:
        assert material(trusted).roots == ()
    material.cache_clear()


def test_a_pin_that_is_no_thumbprint_is_told(settings):
    settings.SIGNING_ROOTS = ["ab12"]
    assert [problem.id for problem in checks.pins_are_thumbprints(None)] == ["signing.E001"]


@pytest.mark.parametrize("raw", [b"", b"text", b"-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----\n"])
def test_what_is_no_certificate_is_no_root(db, raw):
    with pytest.raises(RootRefused):
        services.add_root(raw, now=NOW)


def test_an_issued_certificate_is_no_root(db, pki):
    with pytest.raises(RootRefused, match="не корневой"):
        services.add_root(pki.issuer.identity.certificate, now=NOW)


def test_a_new_edition_tells_what_it_changed(db, pki):
    authorities = [Authority.root(f"УЦ {n}", NOW - DAY, NOW + DAY).identity.certificate for n in range(6)]
    services.update_authorities(listed(*authorities[:5]), now=NOW)
    change = services.update_authorities(listed(*authorities, edition="2"), now=NOW + DAY)
    assert (change.edition, change.appeared, change.disappeared) == ("2", ["УЦ 5, ОГРН 1027700071505"], [])


def test_an_edition_that_lost_a_quarter_is_refused_and_the_last_stays(db, pki):
    authorities = [Authority.root(f"УЦ {n}", NOW - DAY, NOW + DAY).identity.certificate for n in range(4)]
    services.update_authorities(listed(*authorities), now=NOW)
    with pytest.raises(AuthoritiesRefused, match="3 центров, в прежнем 4"):
        services.update_authorities(listed(*authorities[:3], edition="2"), now=NOW)
    assert AuthorityList.objects.get().edition == "1"


def test_the_same_edition_again_makes_no_version(db, pki):
    xml = listed(pki.issuer.identity.certificate)
    services.update_authorities(xml, now=NOW)
    services.update_authorities(xml, now=NOW + DAY)
    assert TrustVersion.objects.count() == 1
    assert AuthorityList.objects.get().fetched_at == NOW + DAY


def test_accreditation_is_asked_on_the_day_of_issue(here, pki):
    made.make_trusted(pki)
    services.update_authorities(listed(pki.issuer.identity.certificate, status=ENDED), now=NOW)
    issuer = load_certificate(pki.issuer.identity.certificate)
    accredits = material(current()).accredits
    assert accredits(issuer, NOW - 100 * DAY)
    assert not accredits(issuer, NOW - 10 * DAY)


def test_without_the_list_nobody_is_accredited(db, pki):
    services.add_root(pki.root.identity.certificate, now=NOW)
    assert not material(current()).accredits(load_certificate(pki.issuer.identity.certificate), NOW)


def test_before_anything_is_trusted_the_signature_is_not_blamed(
    here, pki, administrator, owner, signer, head_of_company
):
    request = made.asked(administrator, owner)[0]
    with pytest.raises(TrustNotReady):
        sign_qualified(request, made.signature(pki, head_of_company, request), by=signer, now=NOW)


@pytest.fixture
def dripping(settings):
    """A host that begins an answer, and then sends a byte now and then for hours."""
    settings.SIGNING_PRIVATE_HOSTS = ["127.0.0.1"]

    def drip(server, begun):
        with server.accept()[0] as connected, suppress(OSError):
            connected.sendall(begun)
            while True:
                connected.sendall(b"a")
                time.sleep(0.05)

    @contextmanager
    def running(begun):
        with socket.create_server(("127.0.0.1", 0)) as server:
            thread = threading.Thread(target=drip, args=[server, begun], daemon=True)
            thread.start()
            yield f"127.0.0.1:{server.getsockname()[1]}"
            thread.join()

    return running


@pytest.fixture
def published(pki, trusted, network):
    """The issuer's list is known, and is published from now on at the address it came from."""
    certificate = load_certificate(pki.issuer.identity.certificate)
    with in_public():
        RevocationList.objects.all().delete()
        crl = pki.issuer.crl(NOW - HOUR, NOW + DAY)
        revocations.keep_list(crl, address=network.url("/ca.crl"), issuers=[certificate], now=NOW)
    return network.answers


def test_known_lists_are_fetched_when_they_are_due(pki, network, published):
    published["/ca.crl"] = lambda body: pki.issuer.crl(NOW + HOUR, NOW + 2 * DAY)
    assert revocations.update_revocations(now=NOW + HOUR) == 0
    assert network.asked == []  # it came an hour ago
    before = current()
    assert revocations.update_revocations(now=NOW + 5 * HOUR) == 1
    assert current() > before
    assert RevocationList.objects.count() == 2  # the old one stays: a verdict was reached with it


def test_one_list_that_fails_does_not_stop_the_others(pki, network, published):
    published["/ca.crl"] = lambda body: 500
    assert revocations.update_revocations(now=NOW + 5 * HOUR) == 0
    published["/ca.crl"] = lambda body: b"<html>"
    assert revocations.update_revocations(now=NOW + 5 * HOUR) == 0


def test_a_list_of_the_same_bytes_is_kept_once(pki, published):
    same = bytes(RevocationList.objects.get().der)
    published["/ca.crl"] = lambda body: same
    assert revocations.update_revocations(now=NOW + 5 * HOUR) == 0
    assert RevocationList.objects.get().fetched_at == NOW + 5 * HOUR


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:1/a.crl",
        "http://169.254.169.254/latest/meta-data",
        "http://[::1]/a.crl",
        "file:///etc/passwd",
        "ftp://crl.example.ru/a.crl",
        "http://crl.example.ru@127.0.0.1/a.crl",
        "http://crl.example.ru:8080/a.crl",
        "http:///a.crl",
        "http://crl.example.ru:99999/",
        "http://[crl.example.ru/",
        "",
    ],
)
def test_only_listed_hosts_are_asked(url):
    with pytest.raises(NotFetched, match=r"not among the hosts|not an address"):
        fetch(url, hosts={"crl.example.ru"})


def test_a_listed_name_may_not_lead_into_an_inner_network(network, settings):
    settings.SIGNING_PRIVATE_HOSTS = []
    name = network.netloc.replace("127.0.0.1", "localhost")
    for netloc in (network.netloc, name):
        with pytest.raises(NotFetched, match="inner network"):
            fetch(f"http://{netloc}/ca.crl", hosts={netloc})
    assert network.asked == []


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
        "::1", "fe80::1", "fec0::1", "::ffff:127.0.0.1", "::127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::1",
    ],
)  # fmt: skip
def test_these_addresses_are_of_inner_networks(address):
    with pytest.raises(NotFetched, match="inner network"):
        fetch(f"http://[{address}]/" if ":" in address else f"http://{address}/", hosts={address, f"[{address}]"})


def test_an_answer_has_a_size_it_may_not_exceed(network):
    network.answers["/big"] = lambda body: bytes(200_000)
    with pytest.raises(NotFetched, match="more than 100000 bytes"):
        fetch(network.url("/big"), hosts={network.netloc}, max_size=100_000)


@pytest.mark.parametrize(
    "begun", [b"HTTP/1.1 200 OK\r\nServer: ", b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;"]
)
def test_who_answers_byte_by_byte_is_cut_off(dripping, begun):
    with dripping(begun) as netloc, pytest.raises(NotFetched):
        fetch(f"http://{netloc}/ca.crl", hosts={netloc}, seconds=0.3)


def test_the_command_takes_roots_lists_and_says_what_came(db, pki, tmp_path, settings):
    root, xml = tmp_path / "root.cer", tmp_path / "list.xml"
    root.write_bytes(pki.root.identity.certificate)
    xml.write_bytes(listed(pki.issuer.identity.certificate))
    said = io.StringIO()
    call_command("update_trust", root=[root], list=str(xml), stdout=said)
    assert "Корневой сертификат «Тестовый головной УЦ»" in said.getvalue()
    assert "+ УЦ 0, ОГРН 1027700071500" in said.getvalue()
    assert Root.objects.get().thumbprint == sha256(pki.root.identity.certificate).hexdigest()
    with pytest.raises(CommandError, match="не является перечнем"):
        call_command("update_trust", list=str(root))


def test_the_command_fetches_the_list_from_an_address(db, pki, network):
    services.add_root(pki.root.identity.certificate, now=NOW)
    network.answers["/list.xml"] = lambda body: listed(pki.issuer.identity.certificate)
    said = io.StringIO()
    call_command("update_trust", list=network.url("/list.xml"), crls=True, stdout=said)
    assert "Новых списков отзыва: 0" in said.getvalue()


def test_health_tells_what_is_missing(db):
    assert {"no_trusted_root", "authorities_missing_or_old"} <= set(health.warnings(now=NOW))


def test_without_a_library_of_gost_signing_goes_on_and_health_warns(
    pki, trusted, administrator, owner, signer, head_of_company, monkeypatch
):
    monkeypatch.setenv("STREEBOG_BACKEND", "python")
    request = made.asked(administrator, owner)[0]
    raw = made.signature(pki, head_of_company, request)
    assert sign_qualified(request, raw, by=signer, now=NOW).status == "valid"
    assert "streebog_in_python" in health.warnings(now=NOW)


def test_health_tells_what_has_grown_old(pki, trusted):
    with in_public():
        assert not {"no_trusted_root", "authorities_missing_or_old", "revocation_lists_overdue"} & set(
            health.warnings(now=NOW)
        )
        late = set(health.warnings(now=NOW + timedelta(days=8)))
    assert {"authorities_missing_or_old", "revocation_lists_overdue"} <= late
