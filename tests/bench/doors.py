"""Registration and signing in, passwords hashed at their recommended cost; and whether a clock tells who is here."""

import statistics
import time
import uuid
from collections.abc import Callable
from typing import Any

from django.test import Client
from django.test.utils import override_settings
from django.utils import timezone

from accounts import services, synthetic
from accounts.models import Applicant, ConsentText, User
from tenancy.company import inside
from tenants.models import GridCompany

from .report import Report

PASSWORD = "три слова и число 17"
REGISTRATION_LIMIT = 400  # milliseconds
SIGN_IN_LIMIT = 250
DIFFERENCE_LIMIT = 5  # percent: more can be seen from outside
START = 500_000  # of the numbers that make identifiers: far from those of other people here


def measure(report: Report, company: GridCompany, *, tries: int) -> None:
    with inside(company):
        _register(START)
        somebody = User.objects.get(email=f"door{START}@example.ru")
        services.mark_phone_confirmed(somebody, now=timezone.now())
        somebody.emailaddress_set.update(verified=True)
    with override_settings(ACCOUNT_RATE_LIMITS=False):
        new, known = _in_turn(
            tries,
            lambda n: _post(company, "/accounts/signup/", _answers(START + n, email=f"door{START + n}@example.ru")),
            lambda n: _post(company, "/accounts/signup/", _answers(START, email=f"other{n}@example.ru")),
        )
        report.add("registration p95", _p95(new), "ms", REGISTRATION_LIMIT)
        report.add("registration, known against new", _difference(new, known), "%", DIFFERENCE_LIMIT)
        right, wrong, nobody = _in_turn(
            tries,
            lambda n: _sign_in(company, somebody.email, PASSWORD),
            lambda n: _sign_in(company, somebody.email, "не тот пароль"),
            lambda n: _sign_in(company, "nobody@example.ru", "не тот пароль"),
        )
        report.add("sign-in p95", _p95(right), "ms", SIGN_IN_LIMIT)
        report.add("sign-in refused, somebody against nobody", _difference(nobody, wrong), "%", DIFFERENCE_LIMIT)
        owner, stranger = _in_turn(
            tries,
            lambda n: _post(company, "/accounts/password/reset/", {"login": somebody.email}),
            lambda n: _post(company, "/accounts/password/reset/", {"login": "nobody@example.ru"}),
        )
        report.add("a letter asked for, somebody against nobody", _difference(stranger, owner), "%", DIFFERENCE_LIMIT)


def _register(n: int) -> None:
    newcomer = Applicant(
        legal_form="person", last_name="Орлова", first_name="Анна",
        snils=synthetic.snils(n), email=f"door{n}@example.ru", phone=synthetic.phone(n),
    )  # fmt: skip
    services.register(
        newcomer,
        password=PASSWORD,
        agreed_to=[ConsentText.Kind.PERSONAL_DATA],
        evidence=services.Evidence(ip=None, user_agent=""),
        key=uuid.uuid4(),
        now=timezone.now(),
    )


def _answers(n: int, *, email: str) -> dict[str, str]:
    return {
        "shown": "person", "legal_form": "person", "last_name": "Орлова", "first_name": "Анна",
        "snils": synthetic.snils(n), "email": email, "phone": synthetic.phone(n),
        "password1": PASSWORD, "password2": PASSWORD, "agree": "on", "key": str(uuid.uuid4()),
    }  # fmt: skip


def _sign_in(company: GridCompany, login: str, password: str) -> None:
    _post(company, "/accounts/login/", {"login": login, "password": password})


def _post(company: GridCompany, path: str, answers: dict[str, str]) -> None:
    response: Any = Client(HTTP_HOST=company.host).post(path, answers)
    if response.status_code not in {200, 302}:
        raise RuntimeError(f"{path} answered {response.status_code}")


def _in_turn(tries: int, *ways: Callable[[int], None]) -> list[list[float]]:
    """Milliseconds of each way, one after another: a noisy machine slows them alike."""
    taken: list[list[float]] = [[] for _way in ways]
    for n in range(1, tries + 1):
        for way, milliseconds in zip(ways, taken, strict=True):
            began = time.perf_counter()
            way(n)
            milliseconds.append((time.perf_counter() - began) * 1000)
    return taken


def _p95(milliseconds: list[float]) -> float:
    return statistics.quantiles(milliseconds, n=20)[-1]


def _difference(one: list[float], other: list[float]) -> float:
    return 100 * abs(statistics.median(one) - statistics.median(other)) / statistics.median(one)
