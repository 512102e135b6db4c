"""Numbers of a passport and of a bank account."""

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from accounts import requisites
from accounts.synthetic import account


def test_an_account_fits_its_bank_and_no_other() -> None:
    assert requisites.account_fits(account("044525225", 1), "044525225")
    assert not requisites.account_fits(account("044525225", 1), "044525226")


@given(st.integers(0, 10**9), st.integers(8, 19), st.integers(1, 9))
def test_one_changed_digit_is_noticed(n: int, place: int, by: int) -> None:
    right = account("044525225", n)
    wrong = right[:place] + str((int(right[place]) + by) % 10) + right[place + 1 :]

    assert requisites.account_fits(right, "044525225")
    assert not requisites.account_fits(wrong, "044525225")


def test_a_treasury_account_is_not_judged() -> None:
    assert requisites.account_fits("03100643000000014100", "013807906")


@pytest.mark.parametrize(
    ("check", "typed", "kept"),
    [
        (requisites.passport_series, "56 04", "5604"),
        (requisites.passport_number, "123 456", "123456"),
        (requisites.passport_code, "560012", "560-012"),
        (requisites.passport_code, "560 – 012", "560-012"),
        (requisites.bik, "04 4525 225", "044525225"),
        (requisites.account, "40702 810 9 0000 0000001", "40702810900000000001"),
    ],
)
def test_any_spelling_goes_in(check, typed: str, kept: str) -> None:
    assert check(typed) == kept


@pytest.mark.parametrize(
    ("check", "typed"),
    [
        (requisites.passport_series, "560"),
        (requisites.passport_number, "12345а"),
        (requisites.passport_code, "1"),
        (requisites.bik, "994525225"),
        (requisites.bik, "04452522"),
        (requisites.account, "4070281"),
    ],
)
def test_what_cannot_be_is_told(check, typed: str) -> None:
    with pytest.raises(ValidationError):
        check(typed)
