"""Numbers that the state gives to people and organisations, and mobile telephones.

Each check takes what was typed, strips what people and copied text put between the digits, and gives back the bare
number or raises ValidationError with the sentence to show.
"""

import re
import unicodedata
from collections.abc import Callable

from django.core.exceptions import ValidationError
from stdnum.ru import inn as stdnum_inn
from stdnum.ru import ogrn as stdnum_ogrn

from ui import words

# No check digits were defined for СНИЛС up to this one.
LAST_SNILS_WITHOUT_CHECK = 1_001_998

SNILS_MISTAKEN = "Проверьте СНИЛС: в номере ошибка. Пример: 112-233-445 95"
INN_MISTAKEN = "Проверьте ИНН: такого номера не бывает"
OGRN_MISTAKEN = "Проверьте ОГРН: такого номера не бывает"
OGRNIP_MISTAKEN = "Проверьте ОГРНИП: такого номера не бывает"
PHONE_MISTAKEN = "Введите номер мобильного телефона. Пример: +7 999 123-45-67"

Check = Callable[[str], str]


def compact(text: str) -> str:
    """Remove spaces, punctuation and invisible characters, and turn full-width digits into ordinary ones."""
    text = unicodedata.normalize("NFKC", text)
    return "".join(char for char in text if unicodedata.category(char)[0] not in "ZCP" and char not in "\u2212|")


def snils(text: str) -> str:
    number = compact(text)
    if not number:
        raise ValidationError("Введите СНИЛС", code="required")
    if not _digits(number, 11) or _all_equal(number):
        raise ValidationError(SNILS_MISTAKEN, code="snils")
    if int(number[:9]) > LAST_SNILS_WITHOUT_CHECK and snils_check_digits(number[:9]) != number[9:]:
        raise ValidationError(SNILS_MISTAKEN, code="snils")
    return number


def snils_check_digits(nine: str) -> str:
    total = sum(int(digit) * weight for digit, weight in zip(nine, range(9, 0, -1), strict=True))
    return f"{total % 101 % 100:02}"


def personal_inn(text: str) -> str:
    """The ИНН of a person or of an entrepreneur."""
    number = compact(text)
    if not _digits(number, 12):
        raise ValidationError("ИНН — 12 цифр", code="inn")
    if _all_equal(number) or not stdnum_inn.is_valid(number):
        raise ValidationError(INN_MISTAKEN, code="inn")
    return number


def organisation_inn(text: str) -> str:
    number = compact(text)
    if not _digits(number, 10):
        raise ValidationError("ИНН организации — 10 цифр", code="inn")
    if _all_equal(number) or not stdnum_inn.is_valid(number):
        raise ValidationError(INN_MISTAKEN, code="inn")
    return number


def ogrn(text: str) -> str:
    number = compact(text)
    if not _digits(number, 13):
        raise ValidationError("ОГРН — 13 цифр", code="ogrn")
    # 1 and 5 are registrations; 2 and others number changes in the register (ГРН), which people copy by mistake.
    if number[0] not in "15" or _all_equal(number) or not stdnum_ogrn.is_valid(number):
        raise ValidationError(OGRN_MISTAKEN, code="ogrn")
    return number


def ogrnip(text: str) -> str:
    number = compact(text)
    if not _digits(number, 15):
        raise ValidationError("ОГРНИП — 15 цифр", code="ogrnip")
    if number[0] != "3" or _all_equal(number) or ogrnip_check_digit(number[:14]) != number[14]:
        raise ValidationError(OGRNIP_MISTAKEN, code="ogrnip")
    return number


def ogrnip_check_digit(fourteen: str) -> str:
    """The last digit of the remainder. python-stdnum compares the whole remainder, so it wrongly refuses 10–12."""
    return str(int(fourteen) % 13 % 10)


def kpp(text: str) -> str:
    """The КПП has no check digit. Its two middle characters may be letters."""
    number = compact(text).upper()
    if not re.fullmatch(r"[0-9]{4}[0-9A-Z]{2}[0-9]{3}", number) or _all_equal(number):
        raise ValidationError("КПП — 9 знаков", code="kpp")
    return number


def mobile(text: str) -> str:
    """A Russian mobile number as +79991234567. Other countries are refused because SMS there are expensive."""
    number = compact(text).removeprefix("+")
    if len(number) == 11 and number[0] in "78":
        number = number[1:]
    if not _digits(number, 10) or number[0] != "9":
        raise ValidationError(PHONE_MISTAKEN, code="phone")
    return f"+7{number}"


def passes(check: Check, text: str) -> bool:
    try:
        check(text)
    except ValidationError:
        return False
    return True


def format_snils(number: str) -> str:
    """Format a СНИЛС as 112-233-445 95. Any other text is returned unchanged."""
    return f"{number[:3]}-{number[3:6]}-{number[6:9]} {number[9:]}" if _digits(number, 11) else number


def format_phone(number: str) -> str:
    """Formats like `ui.words.phone` but with ordinary spaces, for text that people copy and programs read."""
    return words.phone(number).replace(words.NBSP, " ")


def shown(name: str, number: str) -> str:
    """The value of the field `name` as people write it. ИНН, ОГРН, КПП and the rest are shown as they are stored."""
    return _WRITTEN.get(name, str)(number)


_WRITTEN: dict[str, Callable[[str], str]] = {
    "snils": format_snils, "holder_snils": format_snils, "phone": format_phone
}  # fmt: skip


def _digits(number: str, length: int) -> bool:
    return len(number) == length and number.isascii() and number.isdigit()


def _all_equal(number: str) -> bool:
    """Numbers such as 000… and 111… pass some checksums but were never issued."""
    return len(set(number)) == 1
