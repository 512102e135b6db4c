"""The ministry's list: who was accredited on the day a certificate was issued."""

import base64
import io
from datetime import UTC, datetime, timedelta

import pytest

from signing.crypto import authorities
from signing.crypto.authorities import ListRefused, Registry
from signing.crypto.cades import Code, load_certificate, verify
from signing.testing.testpki import Pki
from tests.moment import NOW
from tests.signing.conftest import DAY

STATUS = "<СтатусАккредитации><Статус>{}</Статус><ДействуетС>{}</ДействуетС></СтатусАккредитации>"
ACCREDITED = [("Действует", "2012-08-31T00:00:00+04:00")]


def xml(certificate: bytes, history: list[tuple[str, str]], *, extra: str = "", xmlns: str = "") -> bytes:
    """The list with one authority, its statuses oldest first."""
    *before, last = [STATUS.format(*change) for change in history]
    body = base64.encodebytes(certificate).decode()
    return f"""<?xml version="1.0" encoding="utf-8"?>
    <АккредитованныеУдостоверяющиеЦентры {xmlns}>
      <Версия>1207</Версия>
      <Дата>2026-03-12T06:00:00.1234567Z</Дата>
      <УдостоверяющийЦентр>
        <Название>АО «Тестовый УЦ»</Название><КраткоеНазвание>Тест</КраткоеНазвание>
        <ИНН>7704211201</ИНН><ОГРН>1027700071530</ОГРН><РеестровыйНомер>77</РеестровыйНомер>
        {last}
        <ИсторияСтатусовАккредитации>{"".join([*before, last])}</ИсторияСтатусовАккредитации>
        <ПрограммноАппаратныеКомплексы><ПрограммноАппаратныйКомплекс>
          <Псевдоним>ПАК</Псевдоним><КлассСредствЭП>КС2</КлассСредствЭП>
          <КлючиУполномоченныхЛиц><Ключ>
            <ИдентификаторКлюча>0A</ИдентификаторКлюча>
            <АдресаСписковОтзыва><Адрес>http://crl.test.invalid/ca.crl</Адрес></АдресаСписковОтзыва>
            <Сертификаты><ДанныеСертификата>
              <Отпечаток>00</Отпечаток><Данные>{body}</Данные>
            </ДанныеСертификата>{extra}</Сертификаты>
          </Ключ></КлючиУполномоченныхЛиц>
        </ПрограммноАппаратныйКомплекс></ПрограммноАппаратныеКомплексы>
      </УдостоверяющийЦентр>
    </АккредитованныеУдостоверяющиеЦентры>""".encode()


def read(raw: bytes) -> Registry:
    return authorities.read(io.BytesIO(raw))


@pytest.fixture
def issuer(pki: Pki) -> bytes:
    return pki.issuer.identity.certificate


def test_an_authority_is_read(issuer):
    registry = read(xml(issuer, ACCREDITED))
    (authority,) = registry.authorities
    (certificate,) = authority.certificates
    assert (registry.version, registry.published_at) == ("1207", datetime(2026, 3, 12, 6, 0, 0, 123456, UTC))
    assert (authority.name, authority.short_name, authority.number) == ("АО «Тестовый УЦ»", "Тест", "77")
    assert (authority.inn, authority.ogrn) == ("7704211201", "1027700071530")
    assert certificate.raw == issuer
    assert certificate.crl_addresses == ("http://crl.test.invalid/ca.crl",)
    assert [change.status for change in authority.history] == ["Действует"]


@pytest.mark.parametrize(
    ("history", "is_accredited"),
    [
        (ACCREDITED, True),
        ([("Действует", "2026-03-14T00:00:00+03:00")], False),  # from tomorrow
        ([("Действует", "2026-03-13T23:00:00+03:00")], True),  # from this evening
        ([("Действует", "2026-03-13T00:00:00")], True),  # without an offset it is Moscow's day
        ([*ACCREDITED, ("Прекращена", "2026-03-12T09:00:00+03:00")], False),
        ([*ACCREDITED, ("Прекращена", "2026-03-13T09:00:00+03:00")], True),  # was so in the morning
        ([*ACCREDITED, ("Прекращена", "2026-03-14T09:00:00+03:00")], True),  # only later
        ([*ACCREDITED, ("Приостановлена", "2025-01-01T00:00:00Z"), ("Действует", "2026-01-01T00:00:00Z")], True),
        ([("Прекращена", "2012-08-31T00:00:00+04:00")], False),
        ([("Действует", "")], False),  # nobody knows since when
        ([("Действует", "завтра")], False),
    ],
)
def test_accreditation_on_the_day(issuer, history, is_accredited):
    assert read(xml(issuer, history)).accredits(load_certificate(issuer), NOW) is is_accredited


def test_who_is_not_in_the_list_is_not_accredited(pki, issuer):
    stranger = Pki.since(NOW - DAY).issuer.identity.certificate
    registry = read(xml(issuer, ACCREDITED))
    assert registry.owners_of(load_certificate(issuer))
    assert not registry.accredits(load_certificate(stranger), NOW)
    assert not registry.accredits(load_certificate(pki.root.identity.certificate), NOW)


def test_the_list_decides_on_a_signature(pki, director, digests, issuer):
    """The director's certificate is thirty days old."""
    signature = pki.sign(director, digests, when=NOW)
    stopped = "Прекращена"
    cases = [
        ([*ACCREDITED, (stopped, (NOW - 10 * DAY).isoformat())], Code.OK),
        ([*ACCREDITED, (stopped, (NOW - 40 * DAY).isoformat())], Code.NOT_QUALIFIED),
    ]
    for history, code in cases:
        registry = read(xml(issuer, history))
        assert verify(signature, digests, pki.trust(at=NOW, accredited=registry.accredits)).code is code


def test_an_unreadable_certificate_spoils_only_itself(issuer):
    extra = (
        "<ДанныеСертификата><Данные>MIIB!!</Данные></ДанныеСертификата><ДанныеСертификата><Данные/></ДанныеСертификата>"
    )
    registry = read(xml(issuer, ACCREDITED, extra=extra))
    assert len(registry.authorities[0].certificates) == 1
    assert registry.accredits(load_certificate(issuer), NOW)


def test_a_namespace_changes_nothing(issuer):
    assert (
        read(xml(issuer, ACCREDITED, xmlns='xmlns="urn://tsl/2"')).authorities
        == read(xml(issuer, ACCREDITED)).authorities
    )


BOMB = b"""<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>"""
EXTERNAL = b"""<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>"""
LIST = "<АккредитованныеУдостоверяющиеЦентры>{}</АккредитованныеУдостоверяющиеЦентры>"


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"<html/>",
        b"not xml",
        BOMB + LIST.format("&b;").encode(),
        EXTERNAL + LIST.format("&a;").encode(),
        LIST.format("").encode(),
        LIST.format("<УдостоверяющийЦентр>").encode(),
        LIST.format("<a>" * 60 + "</a>" * 60).encode(),
        b'<?xml version="1.0" encoding="klingon"?><a/>',
    ],
)
def test_what_is_no_list_is_refused(raw):
    with pytest.raises(ListRefused):
        read(raw)


def test_a_list_cut_short_is_refused_as_a_whole(issuer):
    raw = xml(issuer, ACCREDITED)
    with pytest.raises(ListRefused):
        read(raw[: len(raw) - 20])


def test_a_long_list_is_read_piece_by_piece(issuer):
    one = xml(issuer, ACCREDITED).decode()
    start, end = one.index("<УдостоверяющийЦентр>"), one.index("</АккредитованныеУдостоверяющиеЦентры>")
    many = one[:start] + one[start:end] * 600 + one[end:]
    registry = read(many.encode())
    assert len(registry.authorities) == 600
    assert registry.accredits(load_certificate(issuer), NOW + timedelta(days=1))
