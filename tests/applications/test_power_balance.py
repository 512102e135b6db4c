"""What is asked for is the sum of its parts; whoever has miscounted gets the figures."""

from decimal import Decimal

import pytest

from cabinet.applications.power_balance import Parts, imbalances, whole


def said(asked: str | None, *amounts: str | None, existing: str | None = None) -> list[str]:
    given = {f"power_{n}": None if amount is None else Decimal(amount) for n, amount in enumerate(amounts, start=1)}
    found = imbalances(
        asked=None if asked is None else Decimal(asked),
        existing=None if existing is None else Decimal(existing),
        divisions=[Parts("по категориям надёжности", given)],
        unit="кВт",
    )
    return [one.message.replace("\u00a0", " ") for one in found]


@pytest.mark.parametrize(
    ("asked", "amounts"),
    [("15", ("5", "10")), ("15", (None, None)), ("15.25", ("15.25", None)), (None, ("5",)), ("15", ("0", "15"))],
)
def test_what_adds_up_is_not_spoken_of(asked: str | None, amounts: tuple[str | None, ...]) -> None:
    assert said(asked, *amounts) == []


@pytest.mark.parametrize(
    ("amounts", "sentence"),
    [
        (("5", "9.75"), "Сумма по категориям надёжности — 14,75 кВт, а нужно 15 кВт: на 0,25 кВт меньше. "),
        (("5", "10.01"), "Сумма по категориям надёжности — 15,01 кВт, а нужно 15 кВт: на 0,01 кВт больше. "),
        (("1000", None), "Сумма по категориям надёжности — 1 000 кВт, а нужно 15 кВт: на 985 кВт больше. "),
    ],
)
def test_a_wrong_sum_is_told_with_its_figures(amounts: tuple[str | None, ...], sentence: str) -> None:
    assert said("15", *amounts) == [f"{sentence}Исправьте одно из чисел"]


def test_the_parts_may_make_up_the_whole_with_what_is_connected_already() -> None:
    assert said("10", "15", existing="5") == []
    assert said("10", "10", existing="5") == []
    (sentence,) = said("10", "12", existing="5")
    assert "а нужно 10 кВт (или 15 кВт вместе с тем, что уже присоединено)" in sentence


def test_the_whole_is_what_was_and_what_is_added() -> None:
    assert whole(Decimal(10), Decimal(5)) == 15
    assert whole(Decimal(10), None) == 10
    assert whole(None, Decimal(5)) is None
