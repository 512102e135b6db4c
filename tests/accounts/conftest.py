"""People who are about to register, and one who has."""

from typing import Any

import pytest

from accounts import services, synthetic
from accounts.models import Applicant, ConsentText, LegalForm, User
from tests.moment import NOW
from tests.world import EVIDENCE, PASSWORD


def person(n: int = 500, **changed: str) -> Applicant:
    """Somebody who is about to register."""
    answers = {
        "legal_form": LegalForm.PERSON,
        "last_name": "Орлова",
        "first_name": "Анна",
        "middle_name": "Андреевна",
        "snils": synthetic.snils(n),
        "email": f"anna{n}@example.ru",
        "phone": synthetic.phone(n),
    }
    return Applicant(**{**answers, **changed})


def entrepreneur(n: int = 501) -> Applicant:
    return person(n, legal_form=LegalForm.ENTREPRENEUR, snils="", inn=synthetic.inn12(n), ogrn=synthetic.ogrnip(n))


def organisation(n: int = 502) -> Applicant:
    return person(
        n,
        legal_form=LegalForm.ORGANISATION,
        snils="",
        inn=synthetic.inn10(n),
        ogrn=synthetic.ogrn(n),
        kpp=synthetic.kpp(n),
        organisation_name="ООО «Заря»",
    )


def register(newcomer: Applicant | None = None, *, password: str = PASSWORD, **given: Any) -> User | None:
    asked = {"agreed_to": [ConsentText.Kind.PERSONAL_DATA], "evidence": EVIDENCE, "now": NOW, **given}
    return services.register(newcomer or person(), password=password, **asked)


@pytest.fixture
def anna(here: None) -> User:
    """Registered here."""
    user = register()
    assert user is not None
    return user
