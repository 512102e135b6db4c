"""Suppliers and their people, in a line each."""

import uuid
from datetime import datetime
from typing import Any

from django.utils import timezone

from accounts import services as accounts
from accounts import synthetic
from accounts.models import Supplier, User
from cabinet.cases import services as cases
from cabinet.cases.models import Case
from cabinet.cases.stages import Stage
from cabinet.contracts.models import Fact
from cabinet.suppliers import services
from tests import world
from tests.moment import NOW

HOUSE = {"household": True, "reliability": "3", "voltage": "0_4", "settlement": "town"}
TERMS = {
    "payee": "АО «Энергосбыт», ИНН 7700000000",
    "bank": "ПАО «Банк»",
    "bik": "044525225",
    "settlement_account": "40702810838000000017",
}


def supplier(n: int, name: str = "АО «Энергосбыт»", *, by: User | None = None, **more: Any) -> Supplier:
    answers = {
        "name": name, "inn": synthetic.inn10(n), "ogrn": synthetic.ogrn(n), "kpp": synthetic.kpp(n),
        "email": f"supplier{n}@example.ru", "phone": "", "is_default": False, **more,
    }  # fmt: skip
    return services.add_supplier(answers, by=by, now=NOW)


def person_of(supplier: Supplier, n: int = 1, *, now: datetime = NOW, **names: str) -> User:
    """Somebody of the supplier who has come by the invitation."""
    email = f"sbyt{supplier.pk}-{n}@example.ru"
    accounts.invite(email=email, supplier=supplier, by=None, now=now)
    names = {"last_name": "Сбытов", "first_name": "Иван", "middle_name": "", **names}
    return accounts.accept_invitation(world.token_of(email, "invitation"), **names, password=world.PASSWORD, now=now)


def registered(applicant: User, administrator: User, **answers: Any) -> Case:
    """An application for a house of 15 kW, with a number."""
    case = world.application(applicant, **{**HOUSE, **answers})
    return cases.register(
        case, number=f"ТП-{case.pk}", status=cases.status_of(case, Stage.REVIEW).label,
        assignee=administrator, version=case.version, by=administrator, now=timezone.now(),
    )  # fmt: skip


def sent(case: Case, by: User, *, account: str = "123456789", name: str = "договор.pdf", **more: Any) -> Fact:
    """The contract goes to be signed."""
    options: dict[str, Any] = {"by": by, "key": uuid.uuid4(), "now": timezone.now(), **more}
    terms = services.Terms(**TERMS, personal_account=account)
    return services.place_contract(case, world.pdf(name), terms, **options)
