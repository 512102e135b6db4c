"""Sums as people read them on a paper."""

from functools import cache
from typing import Any

_ROUBLES = ("рубль", "рубля", "рублей")
_KOPECKS = ("копейка", "копейки", "копеек")


def in_words(kopecks: int) -> str:
    """«Одна тысяча двести тридцать четыре рубля 56 копеек»."""
    roubles, rest = divmod(kopecks, 100)
    words: str = _russian().to_cardinal(roubles)
    return f"{words[:1].upper()}{words[1:]} {_form(roubles, _ROUBLES)} {rest:02} {_form(rest, _KOPECKS)}"


def in_figures(kopecks: int) -> str:
    """«1 234,56» without the sign of the currency, with blanks that do not break."""
    roubles, rest = divmod(abs(kopecks), 100)
    return ("\N{MINUS SIGN}" if kopecks < 0 else "") + f"{roubles:,}".replace(",", "\u00a0") + f",{rest:02}"


@cache
def _russian() -> Any:
    from num2words.lang_RU import Num2Word_RU  # loads every language, which few requests need

    return Num2Word_RU()


def _form(number: int, forms: tuple[str, str, str]) -> str:
    tens, ones = number % 100 // 10, number % 10
    if tens == 1 or ones == 0 or ones >= 5:
        return forms[2]
    return forms[0] if ones == 1 else forms[1]
