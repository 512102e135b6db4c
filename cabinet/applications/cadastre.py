"""Cadastral numbers of a field: an object may stand on several plots."""

import re

from django.core.exceptions import ValidationError

# Округ : район : квартал : объект.
_NUMBER = re.compile(r"\d{2}:\d{2}:\d{6,7}:\d{1,12}")
# A Rosreestr extract is copied with wide colons and blanks around them as often as not.
_COLON = re.compile(r"\s*[:\uff1a]\s*")
_INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad]")
_BETWEEN = re.compile(r"[,;\s]+")


def cadastral_numbers(typed: str) -> list[str]:
    """Each once, in their order; commas, semicolons, blanks or new lines stand between. Raises ValidationError."""
    numbers = _BETWEEN.split(_COLON.sub(":", _INVISIBLE.sub("", typed)))
    numbers = [number for number in dict.fromkeys(numbers) if number not in {"", "и"}]
    if wrong := [number for number in numbers if not _NUMBER.fullmatch(number)]:
        named = ", ".join(f"«{number[:40]}»" for number in wrong[:3])
        raise ValidationError(f"Проверьте кадастровый номер. Пример: 56:44:0301002:88. Ошибка здесь: {named}")
    return numbers
