"""Numbers that pass every check and belong to nobody, for demonstrations and tests.

The same `n` gives the same number. Region 99 stands for no place, so none is of a living person or a real firm.
"""

from stdnum.ru import inn
from stdnum.ru import ogrn as stdnum_ogrn

from .identifiers import ogrnip_check_digit, snils_check_digits
from .requisites import account_fits


def snils(n: int) -> str:
    nine = f"990{n:06}"
    return nine + snils_check_digits(nine)


def inn10(n: int) -> str:
    nine = f"9900{n:05}"
    return nine + inn.calc_company_check_digit(nine)


def inn12(n: int) -> str:
    ten = f"9900{n:06}"
    return ten + inn.calc_personal_check_digits(ten)


def ogrn(n: int) -> str:
    twelve = f"12699{n:07}"
    return twelve + stdnum_ogrn.calc_check_digit(f"{twelve}0")


def ogrnip(n: int) -> str:
    fourteen = f"32699{n:09}"
    return fourteen + ogrnip_check_digit(fourteen)


def kpp(n: int) -> str:
    return f"990001{n % 1000:03}"


def phone(n: int) -> str:
    return f"+7900{n:07}"


def account(bik: str, n: int) -> str:
    """An account that fits the bank of `bik`."""
    begun = f"40702810{{key}}{n % 10**11:011}"
    return next(number for key in range(10) if account_fits(number := begun.format(key=key), bik))
