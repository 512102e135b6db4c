"""People who are about to register, and one who has."""

import uuid
from typing import Any

import pytest

from accounts import services, synthetic
from accounts.models import Applicant, ConsentText, LegalForm, User
from notifications.models import OutboxMessage
from tests.moment import NOW
from tests.world import EVIDENCE, PASSWORD, confirmed


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
    """As the form does it: the e-mail is not confirmed yet."""
    kinds = [ConsentText.Kind.PERSONAL_DATA]
    asked = {"agreed_to": kinds, "evidence": EVIDENCE, "key": uuid.uuid4(), "now": NOW, **given}
    return services.register(newcomer or person(), password=password, **asked)


def joined(newcomer: Applicant | None = None, **given: Any) -> User:
    """Registered, and both the e-mail and the telephone are confirmed."""
    user = register(newcomer, **given)
    assert user is not None
    return confirmed(user)


@pytest.fixture
def anna(here: None) -> User:
    """Registered here."""
    return joined()


@pytest.fixture
def vera(here: None) -> User:
    """Has not confirmed her telephone."""
    user = joined(person(700))
    user.phone_confirmed_at = None
    user.save()
    return user


def link_to(recipient: str, subject: str = "Завершите регистрацию") -> str:
    """The path of the link in the newest such letter."""
    letter = OutboxMessage.objects.filter(recipient=recipient, subject__startswith=subject).latest("pk")
    return "/" + next(word for word in letter.text.split() if word.startswith("http")).split("/", 3)[3]


def code_to(phone: str) -> str:
    """The digits of the newest SMS."""
    return OutboxMessage.objects.filter(recipient=phone, channel="sms").latest("pk").text[:6]
