"""An employee signs with a power of attorney: who gave it, to whom, for how long, and whether they signed it."""

import io
from datetime import date, timedelta

import pytest

from accounts import synthetic
from gost import streebog
from signing.crypto import mchd
from signing.crypto.cades import Expected, Status, Subject
from signing.crypto.certificates import Subject as CertificateSubject
from signing.crypto.mchd import MCHD_MESSAGES, MchdCode, MchdRefused
from signing.crypto.trust import load_certificate
from tests.moment import NOW
from tests.signing.conftest import DAY

TODAY = date(2026, 3, 13)
GUID = "4f1c2d3e-5a6b-4c7d-8e9f-0a1b2c3d4e5f"
APPLICANT = Expected(ogrn=synthetic.ogrn(1), inn_le=synthetic.inn10(1))
EMPLOYEE = {"inn": synthetic.inn12(7), "snils": synthetic.snils(7)}


def xml(
    *,
    principal: str = "",
    representative: str = "",
    guid: str = GUID,
    issued: str = "2026-01-15",
    expires: str = "2026-12-31",
    xmlns: str = 'xmlns="urn://x-artefacts/EMCHD_1"',
    encoding: str = "utf-8",
) -> bytes:
    """A power of the unified format, of the organisation of `director` to the employee."""
    principal = (
        principal
        or f"""<РосОргДовер><СвРосОрг НаимОрг="ООО «Ромашка»" ИННЮЛ="{synthetic.inn10(1)}"
        КПП="{synthetic.kpp(1)}" ОГРН="{synthetic.ogrn(1)}"/>
        <ЛицоБезДов><СвФЛ ИННФЛ="{synthetic.inn12(1)}" СНИЛС="{synthetic.snils(1)}"/></ЛицоБезДов></РосОргДовер>"""
    )
    representative = (
        representative
        or f"""<СведФизЛ ИННФЛ="{EMPLOYEE["inn"]}" СНИЛС="112-233-445 95">
        <СведФЛ ДатаРожд="1990-01-01"><ФИО Фамилия="Петрова" Имя="Ольга" Отчество="Ивановна"/></СведФЛ></СведФизЛ>"""
    )
    representative = representative.replace("112-233-445 95", synthetic.snils(7))
    return f"""<?xml version="1.0" encoding="{encoding}"?>
    <Доверенность {xmlns} ВерсФорм="EMCHD_1" ПрЭлФорм="00000000" ИдФайл="ON_EMCHD_20260115_{guid}">
      <Документ><Довер>
        <СвДов ВидДовер="1" НомДовер="{guid}" ДатаВыдДовер="{issued}" СрокДейст="{expires}"/>
        <СвДоверит ТипДоверит="1"><Доверит>{principal}</Доверит></СвДоверит>
        <СвУпПред ТипПред="3"><Пред>{representative}</Пред></СвУпПред>
        <СвПолн ТипПолн="1"><МашПолн КодПолн="X_1" НаимПолн="Подписывать договоры"/></СвПолн>
      </Довер></Документ>
    </Доверенность>""".encode(encoding)


@pytest.fixture
def verify(pki, director):
    """The verdict on a power which the director signed when it was issued, unless somebody else did."""
    employee = pki.employee(since=NOW - DAY, **EMPLOYEE, surname="Петрова", given_name="Ольга Ивановна")
    subject = CertificateSubject.of(load_certificate(employee.certificate).subject)

    def verdict(raw, *, signer=subject, on=TODAY, signature=None, applicant=APPLICANT, by=director, trust=None):
        if signature is None:
            signature = pki.sign(by, streebog.digests(io.BytesIO(raw)), when=NOW - 10 * DAY)
        return mchd.verify_power(raw, signature, trust or pki.trust(at=NOW), applicant=applicant, signer=signer, on=on)

    return verdict


def test_an_employee_may_sign(verify):
    report = verify(xml())
    assert (report.status, report.code) == (Status.VALID, MchdCode.OK)
    assert report.power is not None
    assert str(report.power.guid) == GUID
    assert (report.power.issued_on, report.power.expires_on) == (date(2026, 1, 15), date(2026, 12, 31))
    assert report.power.principals[0].name == "ООО «Ромашка»"
    assert report.power.representatives[0].name == "Петрова Ольга Ивановна"
    assert report.power.powers == ("Подписывать договоры",)
    assert report.signature is not None
    assert report.signature.is_valid
    assert report.message == "Доверенность подходит."


@pytest.mark.parametrize("xmlns", ["", 'xmlns="urn://x-artefacts/EMCHD_2"', 'xmlns:a="urn://other"'])
@pytest.mark.parametrize("encoding", ["utf-8", "windows-1251", "utf-16"])
def test_namespaces_and_encodings_change_nothing(verify, xmlns, encoding):
    assert verify(xml(xmlns=xmlns, encoding=encoding)).code is MchdCode.OK


def test_dates_of_the_older_format(verify):
    assert verify(xml(issued="15.01.2026", expires="13.03.2026")).code is MchdCode.OK


def test_a_power_of_a_sole_trader(pki, verify):
    trader = pki.trader(
        since=NOW - 20 * DAY, ogrnip=synthetic.ogrnip(2), inn=synthetic.inn12(2), surname="Ким", given_name="Анна"
    )
    principal = f'<ИПДовер ОГРНИП="{synthetic.ogrnip(2)}" ИННФЛ="{synthetic.inn12(2)}"/>'
    applicant = Expected(ogrnip=synthetic.ogrnip(2), inn=synthetic.inn12(2))
    assert verify(xml(principal=principal), applicant=applicant, by=trader).code is MchdCode.OK
    assert verify(xml(principal=principal), by=trader).code is MchdCode.OTHER_PRINCIPAL


@pytest.mark.parametrize(
    ("on", "code"),
    [
        (date(2026, 1, 14), MchdCode.NOT_YET_VALID),
        (date(2026, 1, 15), MchdCode.OK),
        (date(2026, 12, 31), MchdCode.OK),
        (date(2027, 1, 1), MchdCode.EXPIRED),
    ],
)
def test_the_term_includes_both_its_days(verify, on, code):
    assert verify(xml(), on=on).code is code


@pytest.mark.parametrize(
    "applicant",
    [
        Expected(ogrn=synthetic.ogrn(2), inn_le=synthetic.inn10(1)),
        Expected(ogrn=synthetic.ogrn(1), inn_le=synthetic.inn10(2)),
        Expected(inn=synthetic.inn12(1)),  # of the director, who stands in the same file
        Expected(),
    ],
)
def test_a_power_of_another_company(verify, applicant):
    assert verify(xml(), applicant=applicant).code is MchdCode.OTHER_PRINCIPAL


@pytest.mark.parametrize(
    "signer",
    [
        Subject(inn=synthetic.inn12(8), snils=synthetic.snils(8)),
        Subject(inn=synthetic.inn12(7), snils=synthetic.snils(8)),
        Subject(inn=synthetic.inn12(1), snils=synthetic.snils(1)),  # the director gave it, and is not given it
        Subject(common_name="Петрова Ольга Ивановна"),
    ],
)
def test_a_power_for_another_person(verify, signer):
    assert verify(xml(), signer=signer).code is MchdCode.OTHER_REPRESENTATIVE


def test_one_number_is_enough_if_the_certificate_has_no_other(verify):
    assert verify(xml(), signer=Subject(snils=synthetic.snils(7))).code is MchdCode.OK


def test_a_power_given_to_an_organisation_names_none_of_its_people(verify):
    inside = f'<СведОрг><СвОрг ИННЮЛ="{synthetic.inn10(9)}"/><СведФизЛ ИННФЛ="{EMPLOYEE["inn"]}"/></СведОрг>'
    assert verify(xml(representative=inside)).code is MchdCode.MALFORMED


def test_the_company_signs_its_power_itself(pki, verify):
    other = pki.organisation(
        since=NOW - 20 * DAY,
        title="ООО «Лютик»",
        ogrn=synthetic.ogrn(3),
        inn=synthetic.inn10(3),
        surname="Иванов",
        given_name="Пётр",
    )
    report = verify(xml(), by=other)
    assert (report.status, report.code) == (Status.INVALID, MchdCode.BAD_SIGNATURE)
    assert verify(xml(), signature=b"").code is MchdCode.BAD_SIGNATURE
    employee = pki.employee(since=NOW - 20 * DAY, **EMPLOYEE, surname="Петрова", given_name="Ольга")
    assert verify(xml(), by=employee).code is MchdCode.BAD_SIGNATURE


def test_a_power_changed_after_signing(pki, director, verify):
    signature = pki.sign(director, streebog.digests(io.BytesIO(xml())), when=NOW - DAY)
    assert verify(xml(), signature=signature).code is MchdCode.OK
    assert verify(xml(expires="2036-12-31"), signature=signature).code is MchdCode.BAD_SIGNATURE


def test_revocation_not_known_now_may_be_known_later(pki, verify):
    report = verify(xml(), trust=pki.trust(at=NOW, crls=()))
    assert (report.status, report.code) == (Status.INDETERMINATE, MchdCode.SIGNATURE_UNKNOWN)


def test_a_power_handed_on_is_not_taken(verify):
    raw = xml().replace("<Довер>".encode(), "<Передов>".encode()).replace("</Довер>".encode(), "</Передов>".encode())
    assert verify(raw).code is MchdCode.REDELEGATED


NOT_POWERS = {
    "empty": b"",
    "no xml": b"%PDF-1.7",
    "other xml": b"<html/>",
    "cut": xml()[:-30],
    "entities": b'<!DOCTYPE a [<!ENTITY b "c">]>' + xml().split(b"?>", 1)[1],
    "no guid": xml(guid="17/2026"),
    "no date": xml(issued=""),
    "impossible date": xml(expires="2026-02-30"),
    "two powers in one": xml().replace("</Довер>".encode(), "<СвДов/></Довер>".encode()),
    "nobody": xml(representative="<СведФизЛ/>"),
    "no principal": xml(principal="<ФЛДовер/>"),
    "deep": b"<a>" * 1000 + b"</a>" * 1000,
    "long": b"<a>" + b"<b/>" * 30_000 + b"</a>",
    "large": b"<a>" + bytes(2 << 20) + b"</a>",
}


@pytest.mark.parametrize("raw", NOT_POWERS.values(), ids=NOT_POWERS.keys())
def test_what_is_no_power_is_refused_in_words(verify, raw):
    report = verify(raw, signature=b"")
    assert (report.status, report.code) == (Status.INVALID, MchdCode.MALFORMED)
    assert "машиночитаемой доверенностью" in report.message
    with pytest.raises(MchdRefused):
        mchd.read(raw)


def test_every_code_has_a_sentence():
    assert set(MCHD_MESSAGES) == set(MchdCode)


def test_every_byte_of_a_power_counts(pki, director, verify):
    """None of a few hundred changed bytes passes, and none makes it raise."""
    raw = xml()
    signature = pki.sign(director, streebog.digests(io.BytesIO(raw)), when=NOW - timedelta(days=1))
    for place in range(0, len(raw), 23):
        changed = raw[:place] + bytes([raw[place] ^ 1]) + raw[place + 1 :]
        assert verify(changed, signature=signature).status is not Status.VALID
