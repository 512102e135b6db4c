"""Numbers as people type them, with the unit behind: «15,5 кВт», «15.5 квт.», «0,35 Гкал/час»."""

import re

# How each unit may be written, without dots and blanks, in Cyrillic small letters.
_WRITTEN = {
    "кВт": {"квт", "киловатт", "киловатта", "киловатты", "киловаттов"},
    "МВт": {"мвт", "мегаватт", "мегаватта", "мегаваттов"},
    "Вт": {"вт", "ватт", "ватта", "ваттов"},
    "кВА": {"ква"},
    "кВ": {"кв", "киловольт"},
    "В": {"в", "вольт"},
    "А": {"а", "ампер", "ампера"},
    "Гкал/ч": {"гкал/ч", "гкал/час", "гкалвчас", "гкалч", "гкал"},
    "МБ": {"мб", "мбайт", "мегабайт", "мегабайта", "мегабайтов"},
}  # fmt: skip
# Latin words and letters that look like the Cyrillic ones.
_LATIN_WORDS = {"kw": "квт", "mw": "мвт", "w": "вт", "kva": "ква", "kv": "кв", "gcal/h": "гкал/ч", "mb": "мб"}
_LOOKALIKES = str.maketrans("abcehkmtopx", "авсенкмторх")
_TYPED = re.compile(r"(?P<number>[+-]?\d[\d\s]*(?:[.,]\s?\d+)?)\s*(?P<unit>[^\d\s].*)", re.DOTALL)


class WrongUnit(Exception):
    """The sentence names the unit that was typed and the one of the field."""


def number_of(typed: str, *, unit: str, example: str) -> str:
    """What was typed without the unit of the field; what is no number with a unit stays as it is. Raises WrongUnit."""
    found = _TYPED.fullmatch(typed.strip())
    if not unit or found is None:
        return typed
    written = found["unit"].strip()
    if _plain(written) in _WRITTEN.get(unit, {_plain(unit)}):
        return found["number"]
    if not any(char.isalpha() for char in written) or any(char.isdigit() for char in written):
        return typed
    raise WrongUnit(f"Здесь нужны {unit}, а введено «{written[:20]}». Пересчитайте и введите число, например {example}")


def _plain(unit: str) -> str:
    unit = re.sub(r"[\s.]", "", unit).lower()
    return _LATIN_WORDS.get(unit, unit.translate(_LOOKALIKES))
