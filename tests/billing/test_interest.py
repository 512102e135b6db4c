"""Interest for instalments: by days and rates in the pure module, key rates of operators, the page of staff."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import User
from billing.directory.models import KeyRate as EnteredRate
from billing.reckoning.interest import Debt, KeyRate, KeyRateUnknown, reckon
from billing.reckoning.law import NoSuchRule, interest_rule
from cabinet.cases.models import Case
from tenancy.company import in_public
from tests.billing import made
from tests.billing.test_invoice_pages import words_of

START = date(2026, 3, 1)
RATE = [KeyRate(date(2025, 10, 27), Decimal("16.5"))]


def interest(kopecks: int, until: date, rates: list[KeyRate] = RATE, points: str = "4"):
    return reckon([Debt(START, kopecks)], until, rates, Decimal(points))


def test_the_rate_is_the_key_rate_and_four_points_and_the_day_of_payment_counts() -> None:
    told = interest(100_000_00, date(2026, 3, 31))

    assert told.kopecks == 1_684_93  # 100 000 × 20,5 % × 30 / 365
    assert told.steps == [
        "02.03.2026–31.03.2026: 100\u00a0000,00\u00a0₽ × (16,5 % + 4 %) × 30 / 365 дн. = 1\u00a0684,93\u00a0₽"
    ]


def test_a_change_of_the_rate_a_payment_and_a_new_year_begin_a_span() -> None:
    rates = [*RATE, KeyRate(date(2026, 6, 8), Decimal(15))]
    debts = [Debt(date(2026, 5, 31), 90_000_00), Debt(date(2026, 6, 30), 60_000_00), Debt(date(2028, 1, 10), 0)]
    spans = reckon(debts, date(2028, 2, 1), rates, Decimal(4)).spans

    assert [(s.first, s.last, s.debt, s.percent) for s in spans] == [
        (date(2026, 6, 1), date(2026, 6, 7), 90_000_00, Decimal("20.5")),
        (date(2026, 6, 8), date(2026, 6, 30), 90_000_00, Decimal(19)),
        (date(2026, 7, 1), date(2026, 12, 31), 60_000_00, Decimal(19)),
        (date(2027, 1, 1), date(2027, 12, 31), 60_000_00, Decimal(19)),
        (date(2028, 1, 1), date(2028, 1, 10), 60_000_00, Decimal(19)),
    ]
    assert spans[3].kopecks == 11_400_00  # a whole year
    assert spans[4].kopecks == 311_48  # 60 000 × 19 % × 10 / 366


def test_without_a_rate_nothing_is_reckoned() -> None:
    for rates in ([], [KeyRate(date(2026, 3, 3), Decimal(16))]):
        with pytest.raises(KeyRateUnknown, match=r"02\.03\.2026"):
            interest(100_00, date(2026, 4, 1), rates)


def test_the_rule_has_its_day_and_names_what_is_open() -> None:
    rule = interest_rule(START)
    assert (rule.points, rule.mark) == (Decimal(4), "S2")
    assert rule.open_questions
    with pytest.raises(NoSuchRule):
        interest_rule(date(2020, 1, 1))


@given(
    kopecks=st.integers(0, 10**10),
    days=st.integers(1, 1200),
    changes=st.lists(st.tuples(st.integers(1, 1200), st.decimals("0.01", "99", places=2)), max_size=6),
)
def test_each_day_bears_its_own_rate(kopecks: int, days: int, changes: list[tuple[int, Decimal]]) -> None:
    """Held against a count day by day, without spans: they differ by the rounding of each span at most."""
    rates = [*RATE, *(KeyRate(START + timedelta(days=n), percent) for n, percent in dict(changes).items())]
    told = interest(kopecks, START + timedelta(days=days), rates)
    exact = Fraction(0)
    for n in range(1, days + 1):
        day = START + timedelta(days=n)
        percent = max((rate for rate in rates if rate.valid_from <= day), key=lambda rate: rate.valid_from).percent + 4
        exact += Fraction(kopecks) * Fraction(percent) / 100 / (366 if day.year % 4 == 0 else 365)

    assert abs(told.kopecks - exact) <= Fraction(len(told.spans), 2)
    assert sum(span.days for span in told.spans) == (days if kopecks else 0)


def test_an_operator_enters_the_rate_and_mends_it(operator_client: Client) -> None:
    page = reverse("key_rate", "config.urls_public")
    typed = {"valid_from": "27.10.2025", "percent": "16,5", "source": "Информационное сообщение от 24.10.2025"}
    assert operator_client.post(page, {**typed, "percent": "0"}).status_code == 422
    assert operator_client.post(page, {**typed, "source": ""}).status_code == 422
    assert operator_client.post(page, typed).status_code == 302
    assert operator_client.post(page, {**typed, "percent": "16,25"}).status_code == 302

    assert "16,25 %" in words_of(operator_client.get(page).content.decode())
    with in_public():
        assert EnteredRate.objects.count() == 1


def test_staff_see_the_steps_what_is_open_and_go_on_to_a_typed_line(
    house: Case, administrator: User, administrator_client: Client, operator_client: Client
) -> None:
    made.requisites(administrator)
    owed = made.placed(house, administrator, made.in_parts(5, 95))
    page = reverse("invoice_interest", args=[owed.pk])
    asked = {"since": "01.03.2026", "until": "31.03.2026", "debt": "100 000,00"}
    assert "114 000,00" in administrator_client.get(page).content.decode().replace("\u00a0", " ")
    unknown = administrator_client.get(page, asked)
    assert "Ключевая ставка на 02.03.2026 не введена" in words_of(unknown.content.decode())

    typed = {"valid_from": "27.10.2025", "percent": "16,5", "source": "Сообщение"}
    operator_client.post(reverse("key_rate", "config.urls_public"), typed)
    shown = administrator_client.get(page, asked)
    words = words_of(shown.content.decode())
    assert "Проценты: 1 684,93 ₽" in words
    assert "Требует проверки" in words
    assert "16,5 % + 4 %" in words

    proposed = administrator_client.get(shown.context["issue_url"]).context["form"]
    assert proposed["extra_1_price"].value().replace("\u00a0", " ") == "1 684,93"
    assert "02.03.2026" in proposed["extra_1_name"].value()
    assert parse_qs(urlsplit(shown.context["issue_url"]).query)["extras_reason"]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"until": "01.03.2026"}, "Введите день после него"),
        ({"until": "01.03.2036"}, "не больше трёх лет"),
        ({"since": ""}, "Введите день акта"),
        ({"debt": "-5"}, "больше нуля"),
        ({"since": "01.03.2020", "until": "02.03.2020"}, "не описаны"),
    ],
)
def test_what_cannot_be_reckoned_is_refused_in_words(
    house: Case, administrator: User, administrator_client: Client, change: dict[str, str], said: str
) -> None:
    made.requisites(administrator)
    owed = made.placed(house, administrator, made.in_parts(5, 95))
    asked = {"since": "01.03.2026", "until": "31.03.2026", "debt": "100 000,00", **change}
    answer = administrator_client.get(reverse("invoice_interest", args=[owed.pk]), asked)

    assert answer.status_code == 422
    assert said in words_of(answer.content.decode())
