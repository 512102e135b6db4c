"""Bank details: what can be checked of a number without asking the bank."""

_WEIGHTS = (7, 1, 3) * 8


def bik_is_possible(bik: str) -> bool:
    """Nine digits that begin with 0 (a bank) or with 1 or 2 (its participants and the treasury)."""
    return len(bik) == 9 and bik.isascii() and bik.isdecimal() and bik[0] in "012"


def account_fits(account: str, bik: str) -> bool:
    """Whether the check digit of a settlement account is right for a bank (Bank of Russia, 08.09.1997, № 515)."""
    return _is_account(account) and bik_is_possible(bik) and _weigh(bik[-3:] + account)


def correspondent_fits(account: str, bik: str) -> bool:
    """The same of a correspondent account, which is kept at the Bank of Russia: its key is made of other digits."""
    return (
        _is_account(account) and account.startswith("301") and bik_is_possible(bik) and _weigh("0" + bik[4:6] + account)
    )


def _is_account(account: str) -> bool:
    return len(account) == 20 and account.isascii() and account.isdecimal()


def _weigh(digits: str) -> bool:
    return sum(int(digit) * weight % 10 for digit, weight in zip(digits, _WEIGHTS, strict=False)) % 10 == 0
