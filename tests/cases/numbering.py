"""A company's way of giving registration numbers, as its administrator sets it."""

from typing import Any

from django.utils import timezone

from accounts.models import User
from cabinet.cases import services

TEMPLATE = "ТП-{год}-{номер:5}"


def numbered(
    by: User, template: str = TEMPLATE, way: str = "submission", kind: str = "application", **more: Any
) -> None:
    answers = {"way": way, "template": template}
    services.change_numbers(
        kind, answers, next_number=more.get("next_number"), by=by, now=more.get("now", timezone.now())
    )
