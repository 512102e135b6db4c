"""Numbers of invoices in the purpose of a payment, as people and banks write them.

«ТП-2026-00069» is found as «тп 2026 69», «TP–2026–00069», «ТП2026О0069»; what only looks like one is not.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

# Letters of both alphabets that look the same, after `upper`.
_LOOK_ALIKE = str.maketrans("ABCEHKMOPTXYЁ", "АВСЕНКМОРТХУЕ")
_DASHES = "\\-\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u00ad_"
_BETWEEN = rf"[\s{_DASHES}№N#./]*"
# The letter О among digits is a nought, unless a word begins with it.
_DIGITS = r"(?:\d|О(?=[\dО]*\d)|О(?![А-ЯA-Z]))"
_YEAR = r"2[0О][\dО]{2}"
_WORD = r"(?:СЧЕТ(?:А|У|ОМ|Е|ОВ|АМ|АМИ|АХ)?|СЧ|ИНВОЙС(?:А|У|АМ)?)"
# No letter stands before a number («КТП-15»), but for «N» and a word for invoice without a blank: «счетуТП-2026-1».
_GLUED = "|".join(rf"(?<=\b{word})" for word in ("N", "СЧ", "СЧЕТ", "СЧЕТУ", "СЧЕТА", "СЧЕТN", "СЧЕТУN", "СЧЕТАN"))
_BEFORE = rf"(?:(?<![А-ЯA-Z\d])|{_GLUED})"
_AFTER_WORD = re.compile(rf"(?<![А-ЯA-Z/.]){_WORD}\.?\s*(?:№|N|#|НОМЕР|ЗА|ПО)?\.?\s*$")
_OTHER_ACCOUNTS = re.compile(r"(?:ЛИЦЕВ\w*|РАСЧЕТН\w*|ТЕКУЩ\w*|КОРР?\w*|БАНКОВСК\w*)[\s.]*$")
_LIST = re.compile(rf"^[\s,;И+&{_DASHES}]*$")
_DATE_GOES_ON = re.compile(r"^[.\-/]\d{1,2}(?!\d)")


@dataclass(frozen=True)
class Number:
    """The parts of an invoice's number: «ТП», 2026, 69. Without a year `year` is None."""

    prefix: str
    year: int | None
    counter: int


@dataclass(frozen=True)
class Found:
    """A number in a purpose; `after_word` says that a word for invoice stands right before it."""

    number: Number
    after_word: bool


def fold(text: str) -> str:
    """Capitals, one alphabet for letters that look the same."""
    return text.upper().translate(_LOOK_ALIKE)


_OWN = re.compile(rf"^(?P<prefix>[А-ЯA-Z]+){_BETWEEN}(?P<year>{_YEAR}){_BETWEEN}(?P<counter>\d+)$")


def parse(number: str) -> Number | None:
    """Our own number of an invoice in its parts; None for a number of another form."""
    found = _OWN.match(fold(number.strip()))
    if not found:
        return None
    return Number(found["prefix"], _int(found["year"]), int(found["counter"]))


def numbers_in(purpose: str, prefixes: Iterable[str]) -> list[Found]:
    """Each number that the purpose names, once, in its order. A number without a year comes with `year` None."""
    return list(_numbers_in(purpose, tuple(sorted(prefixes))))


@lru_cache(maxsize=16_384)
def _numbers_in(purpose: str, prefixes: tuple[str, ...]) -> tuple[Found, ...]:
    """A statement is read twice: which invoices it names, and what it pays."""
    text = fold(purpose)
    found: list[Found] = []
    end_of_last = -1
    for match in _pattern(prefixes).finditer(text):
        if _is_date(match, text):
            continue
        year = match["year"]
        prefix = _own_prefix(match["prefix"], prefixes)
        in_list = (
            end_of_last >= 0 and found[-1].after_word and _LIST.match(text[end_of_last : match.start()]) is not None
        )
        after_word = in_list or _stands_after_word(text[: match.start()])
        number = Number(prefix, _int(year) if year else None, _int(match["counter"]))
        end_of_last = match.end()
        if number not in {one.number for one in found}:
            found.append(Found(number, after_word))
    return tuple(found)


def bare_counters(purpose: str) -> Iterator[int]:
    """Counters that stand alone right after a word for invoice: «по счету № 73»."""
    text = fold(purpose)
    for match in re.finditer(
        rf"(?<![А-ЯA-Z/.]){_WORD}\.?\s*(?:№|N|#)?\.?\s*(?P<counter>\d+)(?![\d.,/\-]*\d)(?![А-ЯA-Z])", text
    ):
        if not _OTHER_ACCOUNTS.search(text[: match.start()]):
            yield int(match["counter"])


@lru_cache(maxsize=64)
def _pattern(prefixes: tuple[str, ...]) -> re.Pattern[str]:
    names = "|".join(sorted({way for prefix in prefixes for way in _ways(prefix)}, key=len, reverse=True)) or "(?!)"
    with_year = rf"(?P<year>{_YEAR}){_BETWEEN}"
    return re.compile(rf"{_BEFORE}(?P<prefix>{names}){_BETWEEN}(?:{with_year})?(?P<counter>{_DIGITS}+)(?![\d])")


def _ways(prefix: str) -> set[str]:
    """«ТП», and «ТР», which is how Latin TP is folded."""
    return {re.escape(prefix), re.escape(prefix.replace("П", "Р"))}


def _own_prefix(folded: str, prefixes: tuple[str, ...]) -> str:
    return next(prefix for prefix in prefixes if folded in {prefix, prefix.replace("П", "Р")})


def _is_date(match: re.Match[str], text: str) -> bool:
    """«ТП 05.03.2026», «ТП 2026-03-05» and «ТП 10/0,4 кВ» name a day and a voltage."""
    rest = text[match.end() :]
    if match["year"]:
        return len(match["counter"]) <= 2 and _DATE_GOES_ON.match(rest) is not None
    return re.match(r"[.,/]\d", rest) is not None


def _stands_after_word(before: str) -> bool:
    word = _AFTER_WORD.search(before)
    return word is not None and not _OTHER_ACCOUNTS.search(before[: word.start()])


def _int(digits: str) -> int:
    return int(digits.replace("О", "0"))
