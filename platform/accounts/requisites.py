"""Numbers of a passport and of a bank account, checked as `accounts.identifiers` checks those of people."""

import re
from datetime import date

from django.core.exceptions import ValidationError

from .identifiers import compact

FIRST_PASSPORT = date(1997, 10, 1)  # Government Decree 828 of 08.07.1997: from then on these passports are given
WEIGHTS = (7, 1, 3)


def passport_series(text: str) -> str:
    return _digits(text, 4, "Серия паспорта — 4 цифры")


def passport_number(text: str) -> str:
    return _digits(text, 6, "Номер паспорта — 6 цифр")


def passport_code(text: str) -> str:
    """«Код подразделения» as it is printed: 560-012."""
    number = _digits(text, 6, "Код подразделения — 6 цифр. Пример: 560-012")
    return f"{number[:3]}-{number[3:]}"


def bik(text: str) -> str:
    """The code of a Russian bank. It has no check digit, and its first two digits are the country's."""
    number = _digits(text, 9, "БИК — 9 цифр")
    if number[:2] not in {"00", "01", "02", "04"}:
        raise ValidationError("Проверьте БИК: он начинается с 04", code="bik")
    return number


def account(text: str) -> str:
    return _digits(text, 20, "Счёт — 20 цифр")


def account_fits(account: str, bik: str) -> bool:
    """The check digit of the account fits the bank. Treasury accounts (another БИК) are not checked here."""
    if not bik.startswith("04"):
        return True
    number = bik[-3:] + account
    return sum(int(digit) * WEIGHTS[place % 3] % 10 for place, digit in enumerate(number)) % 10 == 0


def _digits(text: str, length: int, sentence: str) -> str:
    number = compact(text)
    if not re.fullmatch(rf"[0-9]{{{length}}}", number):
        raise ValidationError(sentence, code="format")
    return number
