"""Numbers of the state: what is typed goes in any spelling, what is wrong is told in words."""

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from accounts import identifiers, synthetic
from accounts.identifiers import Check, passes
from tests import identifiers as valid

KINDS = {
    "snils": (identifiers.snils, valid.snils),
    "personal_inn": (identifiers.personal_inn, valid.personal_inn),
    "organisation_inn": (identifiers.organisation_inn, valid.organisation_inn),
    "ogrn": (identifiers.ogrn, valid.ogrn),
    "ogrnip": (identifiers.ogrnip, valid.ogrnip),
}


@pytest.mark.parametrize("kind", KINDS)
@given(data=st.data())
def test_a_valid_number_passes_in_any_spelling(kind: str, data: st.DataObject) -> None:
    check, numbers = KINDS[kind]
    text = data.draw(valid.spaced(numbers))

    assert check(text) == "".join(char for char in text if char.isdigit())


@pytest.mark.parametrize("kind", KINDS)
@given(data=st.data())
def test_one_wrong_digit_is_noticed(kind: str, data: st.DataObject) -> None:
    check, numbers = KINDS[kind]

    assert not passes(check, data.draw(valid.mistyped(numbers)))


@given(valid.kpp)
def test_kpp_may_have_letters(number: str) -> None:
    assert identifiers.kpp(number.lower()) == number


@given(st.text(max_size=20))
def test_no_text_breaks_a_check(text: str) -> None:
    for check in (*(check for check, _ in KINDS.values()), identifiers.kpp, identifiers.mobile):
        passes(check, text)


@pytest.mark.parametrize(
    ("check", "number"),
    [
        (identifiers.snils, "112-233-445 95"),
        (identifiers.snils, "087-654-303 00"),  # the sum is twice 101
        (identifiers.snils, "087-654-302 00"),  # the remainder is 100
        (identifiers.snils, "001-508-815 00"),
        (identifiers.snils, "001-001-999 65"),  # the first that has check digits
        (identifiers.snils, "001-001-998 50"),  # the last that has none
        (identifiers.organisation_inn, "7707083893"),
        (identifiers.personal_inn, "500100732259"),
        (identifiers.ogrn, "1027700132195"),
        (identifiers.ogrn, "1047855175785"),
        (identifiers.ogrnip, "304500116000157"),
        (identifiers.ogrnip, "325770000000012"),
        (identifiers.kpp, "770701001"),
        (identifiers.kpp, "7707AB001"),
    ],
)
def test_published_numbers_pass(check: Check, number: str) -> None:
    assert passes(check, number)


@pytest.mark.parametrize(
    ("check", "number", "sentence"),
    [
        (identifiers.snils, "", "Введите СНИЛС"),
        (identifiers.snils, "111-111-111 11", identifiers.SNILS_MISTAKEN),
        (identifiers.snils, "111-111-111 45", ""),
        (identifiers.snils, "000-000-000 00", identifiers.SNILS_MISTAKEN),
        (identifiers.snils, "001-001-999 50", identifiers.SNILS_MISTAKEN),
        (identifiers.snils, "112-233-445 9", identifiers.SNILS_MISTAKEN),
        (identifiers.snils, "١١٢٢٣٣٤٤٥٩٥", identifiers.SNILS_MISTAKEN),
        (identifiers.personal_inn, "7707083893", "ИНН — 12 цифр"),
        (identifiers.personal_inn, "617547302703", "Проверьте ИНН: такого номера не бывает"),
        (identifiers.personal_inn, "000000000000", "Проверьте ИНН: такого номера не бывает"),
        (identifiers.organisation_inn, "500100732259", "ИНН организации — 10 цифр"),
        (identifiers.organisation_inn, "0000000000", "Проверьте ИНН: такого номера не бывает"),
        (identifiers.ogrn, "102770013219", "ОГРН — 13 цифр"),
        (identifiers.ogrn, "2027700132190", "Проверьте ОГРН: такого номера не бывает"),
        (identifiers.ogrnip, "30450011600015", "ОГРНИП — 15 цифр"),
        (identifiers.ogrnip, "313242342342332", "Проверьте ОГРНИП: такого номера не бывает"),
        (identifiers.kpp, "77070100", "КПП — 9 знаков"),
        (identifiers.kpp, "000000000", "КПП — 9 знаков"),
        (identifiers.mobile, "8 999 123-45", identifiers.PHONE_MISTAKEN),
        (identifiers.mobile, "+7 495 123-45-67", identifiers.PHONE_MISTAKEN),
        (identifiers.mobile, "+1 999 123 45 67", identifiers.PHONE_MISTAKEN),
    ],
)
def test_what_is_wrong_is_said_in_words(check: Check, number: str, sentence: str) -> None:
    if not sentence:
        assert passes(check, number)
        return
    with pytest.raises(ValidationError) as refusal:
        check(number)
    assert refusal.value.messages == [sentence]


@pytest.mark.parametrize(
    "text", ["+7 999 123-45-67", "8(999)1234567", "9991234567", "7 999 123 45 67", "+7–999–1234567"]
)
def test_a_telephone_is_understood_however_it_is_written(text: str) -> None:
    assert identifiers.mobile(text) == "+79991234567"


@given(st.integers(0, 99_999))
def test_synthetic_numbers_are_valid(n: int) -> None:
    assert passes(identifiers.snils, synthetic.snils(n))
    assert passes(identifiers.organisation_inn, synthetic.inn10(n))
    assert passes(identifiers.personal_inn, synthetic.inn12(n))
    assert passes(identifiers.ogrn, synthetic.ogrn(n))
    assert passes(identifiers.ogrnip, synthetic.ogrnip(n))
    assert passes(identifiers.kpp, synthetic.kpp(n))
    assert passes(identifiers.mobile, synthetic.phone(n))


def test_numbers_are_shown_with_their_gaps() -> None:
    assert identifiers.format_snils("11223344595") == "112-233-445 95"
    assert identifiers.format_phone("+79991234567") == "+7 999 123-45-67"
