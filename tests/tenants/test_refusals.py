"""What is wrong with the data of a new company is said beside its field, all at once."""

import pytest
from django.core.exceptions import ValidationError

INN, OGRN = "Проверьте ИНН: такого номера не бывает", "Проверьте ОГРН: такого номера не бывает"
PATTERN = (
    "Поддомен начинается с латинской буквы и состоит из латинских букв, цифр и одиночных дефисов между ними."
    " Пример: gor-set"
)


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("name", " ", "Введите полное наименование организации, как в уставе"),
        ("name", "Ы" * 301, "Слишком длинно: 301 знаков. Сократите до 300"),
        ("short_name", "", "Введите краткое наименование. Пример: ООО «Горсеть»"),
        ("inn", "", "ИНН организации — 10 цифр"),
        ("inn", "9900000106", INN),
        ("inn", "500100732259", "ИНН организации — 10 цифр"),
        ("ogrn", "1", "ОГРН — 13 цифр"),
        ("ogrn", "1234567890123", OGRN),
        ("kpp", "12345", "КПП — 9 знаков"),
        ("kind", "", "Выберите, какие сети у организации: электрические или тепловые"),
        ("kind", "water", "Выберите, какие сети у организации: электрические или тепловые"),
        ("subdomain", "", "Введите поддомен. Пример: gorset"),
        ("subdomain", "Горсеть", PATTERN),
        ("subdomain", "1set", PATTERN),
        ("subdomain", "-set", PATTERN),
        ("subdomain", "gor--set", PATTERN),
        ("subdomain", "gor.set", PATTERN),
        ("subdomain", "gor_set", PATTERN),
        ("subdomain", "x", "Длина поддомена — от 2 до 40 знаков"),
        ("subdomain", "x" * 41, "Длина поддомена — от 2 до 40 знаков"),
        ("subdomain", "www", "Поддомен «www» занят площадкой. Выберите другой"),
        ("subdomain", "Public", "Поддомен «public» занят площадкой. Выберите другой"),
        ("subdomain", "pg-toast", "Поддомен «pg-toast» занят площадкой. Выберите другой"),
        ("subdomain", "spare-1", "Поддомен «spare-1» занят площадкой. Выберите другой"),
        ("administrator_email", "admin", "Введите e-mail администратора в формате name@example.ru"),
        ("administrator_email", "", "Введите e-mail администратора в формате name@example.ru"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(db, open_company, field, typed, sentence):
    with pytest.raises(ValidationError) as refusal:
        open_company(**{field: typed})

    assert refusal.value.message_dict == {field: [sentence]}


def test_everything_that_is_wrong_is_said_at_once(db, open_company):
    with pytest.raises(ValidationError) as refusal:
        open_company(name="", inn="1", subdomain="www")

    assert set(refusal.value.message_dict) == {"name", "inn", "subdomain"}


def test_a_taken_address_and_a_second_cabinet_of_one_branch_are_refused(spare, open_company, answers):
    open_company()

    with pytest.raises(ValidationError) as refusal:
        open_company()

    assert refusal.value.message_dict == {
        "subdomain": ["Адрес stepnye-seti.localhost уже занят. Выберите другой поддомен"],
        "inn": ["Кабинет организации с этими ИНН и КПП уже есть: ООО «Степные сети», stepnye-seti.localhost"],
    }


def test_one_organisation_may_have_electricity_and_heat(spare, open_company):
    open_company()

    heat = open_company(kind="heat", subdomain="teplo")

    assert heat.host == "teplo.localhost"
