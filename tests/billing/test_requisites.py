"""Bank details and the code by which a bank's app fills in a payment."""

import pytest

from billing.bank.payment_code import CodeNotPossible, words_of
from billing.bank.requisites import account_fits, bik_is_possible, correspondent_fits

BIK, ACCOUNT, CORRESPONDENT = "044525225", "40702810938000060473", "30101810400000000225"
DETAILS = {
    "Name": "ООО «Горсеть»", "PersonalAcc": ACCOUNT, "BankName": "Банк", "BIC": BIK, "CorrespAcc": CORRESPONDENT,
}  # fmt: skip


def test_the_check_digits_of_published_accounts_are_right() -> None:
    assert correspondent_fits(CORRESPONDENT, BIK)
    assert not correspondent_fits(CORRESPONDENT[:-1] + "6", BIK)
    assert not account_fits(CORRESPONDENT, "044525226") or not bik_is_possible("x")


@pytest.mark.parametrize("place", range(20))
def test_one_wrong_digit_is_noticed(place: int) -> None:
    right = next(a for key in range(10) if account_fits(a := f"40702810{key}00000012345", BIK))
    wrong = right[:place] + str((int(right[place]) + 1) % 10) + right[place + 1 :]

    assert not account_fits(wrong, BIK)


@pytest.mark.parametrize("account", ["", "4070281", "4070281010000001234x", "٤" * 20])
def test_what_is_no_account(account: str) -> None:
    assert not account_fits(account, BIK)


def test_the_words_of_the_code() -> None:
    code = words_of({**DETAILS, "Purpose": "Счёт ТП-2026-00001"}, kopecks=1520000).decode()

    assert code.startswith("ST00012|Name=ООО «Горсеть»|PersonalAcc=")
    assert code.endswith("|Purpose=Счёт ТП-2026-00001|Sum=1520000")


def test_another_separator_where_a_name_holds_the_usual_one() -> None:
    assert words_of({**DETAILS, "Name": "А|Б"}).decode().startswith("ST00012~Name=А|Б~")


def test_a_long_name_is_written_in_fewer_bytes_or_refused() -> None:
    assert words_of({**DETAILS, "Name": "Б" * 140}).startswith(b"ST00011|Name=")
    with pytest.raises(CodeNotPossible, match="Name длиннее"):
        words_of({**DETAILS, "Name": "Б" * 161})
    with pytest.raises(CodeNotPossible, match="BIC"):
        words_of({**DETAILS, "BIC": ""})
