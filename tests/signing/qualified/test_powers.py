"""An employee signs for the organisation by a power of attorney that staff have found in the register."""

import io

import pytest

from accounts import synthetic
from gost import streebog
from signing import services
from signing.errors import MayNotSign, PowerNotConfirmed, PowerRejected, SigningRejected
from signing.models import PowerOfAttorney
from tests import world
from tests.moment import NOW
from tests.signing import by_certificate as made
from tests.signing.by_certificate import APPLICANT, DAY
from tests.signing.test_mchd import xml as power_xml


@pytest.fixture
def request_of_applicant(trusted, administrator, owner):
    return made.asked(administrator, owner, sides=[APPLICANT])[0]


@pytest.fixture
def employee(pki):
    """Ольга Петрова, named in no organisation."""
    return made.employee(pki)


@pytest.fixture
def sign(pki, request_of_applicant, owner, employee):
    raw = made.signature(pki, employee, request_of_applicant)
    return lambda **options: services.sign_qualified(request_of_applicant, raw, by=owner, now=NOW, **options)


@pytest.fixture
def xml(owner):
    return written(world.applicant_of(owner))


def written(applicant, **rest):
    return power_xml(principal=principal(applicant), **rest)


def principal(organisation):
    numbers = f'ИННЮЛ="{organisation.inn}" ОГРН="{organisation.ogrn}"'
    return f'<РосОргДовер><СвРосОрг НаимОрг="ООО «Ромашка»" {numbers}/></РосОргДовер>'


@pytest.fixture
def add(pki, trusted, owner, head):
    """The owner uploads a power which the director has signed."""

    def adding(raw, *, by=head, file_name="доверенность.xml", user=owner):
        signature = pki.sign(by, streebog.digests(io.BytesIO(raw)), when=NOW - 5 * DAY)
        return services.add_power(
            raw, signature, file_name=file_name, applicant=world.applicant_of(owner), by=user, now=NOW
        )

    return adding


def test_a_certificate_of_a_person_needs_a_power(sign):
    with pytest.raises(SigningRejected, match="Приложите машиночитаемую доверенность") as refusal:
        sign()
    assert refusal.value.code == "power_needed"


def test_a_confirmed_power_lets_the_employee_sign(sign, add, xml, administrator):
    power = add(xml)
    with pytest.raises(PowerNotConfirmed):
        sign()
    services.confirm_power(power, by=administrator, now=NOW)
    signature = sign()
    assert (signature.status, signature.power, signature.signer) == ("valid", power, "Петрова Ольга Ивановна")


def test_a_power_tells_what_it_is(add, xml, owner):
    power = add(xml)
    assert (power.holder_inn, power.holder_snils) == (synthetic.inn12(7), synthetic.snils(7))
    assert power.principal_ogrn == world.applicant_of(owner).ogrn
    assert power.document.content_type == "application/xml"
    assert power.report == {"status": "valid", "code": "ok", "powers": ["Подписывать договоры"]}


def test_the_same_power_twice_is_one(add, xml):
    assert add(xml) == add(xml)
    assert PowerOfAttorney.objects.count() == 1


def test_the_confirmed_power_in_force_is_found_among_others(sign, add, xml, owner, administrator):
    """A newer one is not confirmed yet, another begins tomorrow."""
    power = services.confirm_power(add(xml), by=administrator, now=NOW)
    newer = add(written(world.applicant_of(owner), guid="0f9b3f0a-7d1c-4f0e-9a51-1f6f0c7d2b11"))
    tomorrow = add(written(world.applicant_of(owner), guid="5a1d7c9e-8b43-4f7a-8c1e-2d3e4f5a6b7c"))
    PowerOfAttorney.objects.filter(pk=tomorrow.pk).update(valid_from=NOW + DAY, confirmed_at=NOW + DAY)
    assert newer.confirmed_at is None
    assert sign().power == power


def test_a_revoked_power_lets_nobody_sign(sign, add, xml, administrator):
    power = services.confirm_power(add(xml), by=administrator, now=NOW)
    services.revoke_power(power, by=administrator, now=NOW)
    for chosen in (None, power):
        with pytest.raises(SigningRejected) as refusal:
            sign(power=chosen)
        assert refusal.value.code == "power_needed"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"expires": "2026-03-12"}, "power_expired"),
        ({"issued": "2026-03-14"}, "power_not_yet_valid"),
        ({"guid": "нет"}, "power_malformed"),
    ],
)
def test_a_power_that_does_not_fit_is_refused(add, owner, change, code):
    with pytest.raises(PowerRejected) as refusal:
        add(written(world.applicant_of(owner), **change))
    assert refusal.value.code == code


def test_a_power_of_another_organisation_is_refused(add):
    with pytest.raises(PowerRejected, match="другой организацией"):
        add(power_xml())


def test_a_power_must_be_signed_by_who_gives_it(pki, add, xml, employee):
    with pytest.raises(PowerRejected, match="Подпись под доверенностью неверна"):
        add(xml, by=employee)


def test_a_power_without_a_signature_is_refused(xml, trusted, owner):
    with pytest.raises(PowerRejected):
        services.add_power(xml, b"", file_name="мчд.xml", applicant=world.applicant_of(owner), by=owner, now=NOW)


def test_a_power_is_for_the_person_it_names(pki, request_of_applicant, add, xml, owner, administrator):
    power = services.confirm_power(add(xml), by=administrator, now=NOW)
    raw = made.signature(pki, made.employee(pki, 9), request_of_applicant)
    with pytest.raises(SigningRejected) as refusal:
        services.sign_qualified(request_of_applicant, raw, by=owner, now=NOW, power=power)
    assert refusal.value.code == "power_other_representative"


def test_a_stranger_and_a_representative_have_no_say_about_powers(add, xml, owner, stranger):
    power = add(xml)
    for somebody in (stranger, world.representative(owner, 3)):
        with pytest.raises(MayNotSign):
            services.revoke_power(power, by=somebody, now=NOW)
    PowerOfAttorney.objects.all().delete()
    for somebody in (stranger, world.representative(owner, 4)):
        with pytest.raises(MayNotSign):
            add(xml, user=somebody)


def test_who_gave_a_power_takes_it_back(add, xml, owner):
    assert services.revoke_power(add(xml), by=owner, now=NOW).revoked_at == NOW


def test_the_company_has_powers_of_its_own(
    pki, trusted, company, administrator, owner, signer, head_of_company, employee
):
    xml = power_xml(principal=principal(company))
    by_head = pki.sign(head_of_company, streebog.digests(io.BytesIO(xml)), when=NOW)
    power = services.add_power(xml, by_head, file_name="мчд.xml", applicant=None, by=signer, now=NOW)
    services.confirm_power(power, by=administrator, now=NOW)
    request = made.asked(administrator, owner)[0]
    signature = services.sign_qualified(request, made.signature(pki, employee, request), by=signer, now=NOW)
    assert signature.power == power


def several(applicant, *, together):
    """A power for two employees, the seventh and the ninth person of our tests."""
    persons = "".join(
        f'<СвУпПред><Пред><СведФизЛ ИННФЛ="{synthetic.inn12(n)}" СНИЛС="{synthetic.snils(n)}"/></Пред></СвУпПред>'
        for n in (7, 9)
    )
    raw = written(applicant).decode()
    start, end = raw.index("<СвУпПред"), raw.index("</СвУпПред>") + len("</СвУпПред>")
    raw = raw[:start] + persons + raw[end:]
    return raw.replace('ТипПолн="1"', f'ТипПолн="1" ПрСовмПолн="{2 if together else 1}"').encode()


@pytest.mark.parametrize("n", [7, 9])
def test_each_of_several_representatives_signs_alone(pki, request_of_applicant, add, owner, administrator, n):
    power = services.confirm_power(add(several(world.applicant_of(owner), together=False)), by=administrator, now=NOW)
    raw = made.signature(pki, made.employee(pki, n), request_of_applicant)
    signature = services.sign_qualified(request_of_applicant, raw, by=owner, now=NOW)
    assert (signature.status, signature.power) == ("valid", power)


def test_who_is_not_among_them_does_not(pki, request_of_applicant, add, owner, administrator):
    services.confirm_power(add(several(world.applicant_of(owner), together=False)), by=administrator, now=NOW)
    raw = made.signature(pki, made.employee(pki, 8), request_of_applicant)
    with pytest.raises(SigningRejected) as refusal:
        services.sign_qualified(request_of_applicant, raw, by=owner, now=NOW)
    assert refusal.value.code == "power_needed"


def test_a_power_to_be_used_together_is_not_taken(add, owner):
    """A document has one signature of a side: nobody could have signed with the others."""
    with pytest.raises(PowerRejected, match="действуют только вместе") as refusal:
        add(several(world.applicant_of(owner), together=True))
    assert refusal.value.code == "power_joint"
    assert not PowerOfAttorney.objects.exists()
