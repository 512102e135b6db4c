"""Valid numbers for property tests, and the same with one digit changed."""

from hypothesis import strategies as st
from stdnum.ru import inn as stdnum_inn

from accounts.identifiers import ogrnip_check_digit, snils_check_digits


def _digits(count: int) -> st.SearchStrategy[str]:
    return st.text("0123456789", min_size=count, max_size=count)


# A sum taken by a modulus and cut to a digit sees two remainders as one (10 as 0, and so on). Numbers with such a
# remainder are valid, but one changed digit may turn one into another valid number: they are left out.


def _snils_is_plain(nine: str) -> bool:
    total = sum(int(digit) * weight for digit, weight in zip(nine, range(9, 0, -1), strict=True))
    return nine[:2].isdigit() and "0" not in nine[:2] and total % 101 not in {0, 100}


def _inn_is_plain(body: str, weights: tuple[int, ...]) -> bool:
    return sum(int(digit) * weight for digit, weight in zip(body, weights, strict=True)) % 11 not in {0, 10}


# Far above the last number without check digits, whichever digit is changed.
snils = _digits(9).filter(_snils_is_plain).map(lambda nine: nine + snils_check_digits(nine))
organisation_inn = (
    _digits(9)
    .filter(lambda body: _inn_is_plain(body, (2, 4, 10, 3, 5, 9, 4, 6, 8)))
    .map(lambda body: body + stdnum_inn.calc_company_check_digit(body))
)
personal_inn = (
    _digits(10)
    .filter(lambda body: _inn_is_plain(body, (7, 2, 4, 10, 3, 5, 9, 4, 6, 8)))
    .map(lambda body: body + stdnum_inn.calc_personal_check_digits(body))
)
ogrn = (
    st.tuples(st.sampled_from("15"), _digits(11))
    .map("".join)
    .filter(lambda body: int(body) % 11 not in {0, 10})
    .map(lambda body: body + str(int(body) % 11))
)
ogrnip = (
    _digits(13)
    .map(lambda rest: f"3{rest}")
    .filter(lambda body: int(body) % 13 in range(3, 10))
    .map(lambda body: body + ogrnip_check_digit(body))
)
kpp = st.from_regex(r"[0-9]{4}[0-9A-Z]{2}[0-9]{3}", fullmatch=True).filter(
    lambda number: number.isascii() and len(set(number)) > 1
)


@st.composite
def mistyped(draw: st.DrawFn, numbers: st.SearchStrategy[str]) -> str:
    """One digit is another one."""
    number = draw(numbers)
    place = draw(st.integers(0, len(number) - 1))
    other = draw(st.sampled_from([digit for digit in "0123456789" if digit != number[place]]))
    return number[:place] + other + number[place + 1 :]


@st.composite
def spaced(draw: st.DrawFn, numbers: st.SearchStrategy[str]) -> str:
    """As people type and copy: with spaces, hyphens, and signs that nobody sees."""
    gaps = st.sampled_from(["", "", " ", "-", "\u00a0", "\u2013", "\u200b", "\ufeff", "\u2011", "."])
    return "".join(digit + draw(gaps) for digit in draw(numbers))
