"""Queries that find people."""

from datetime import datetime

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db.models import Q

from . import identifiers
from .models import Session, User
from .models.user import UserQuerySet

NUMBER_SIGNS = str.maketrans("", "", "-+()")  # what a number may be written with
FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


NAMES = (
    "last_name", "first_name", "middle_name", "organisation_name", "inn", "kpp", "ogrn", "snils", "email", "phone",
)  # fmt: skip


def applicant_has(word: str, *, at: str = "") -> Q:
    """Is `word` a part of the applicant's name, a number, the e-mail or the telephone?

    `at` is the path to the applicant, «applicant__». Numbers are kept as digits: «112-233-445», «(900)» are looked for
    as such.
    """
    asked = Q(*((f"{at}{field}__icontains", word) for field in NAMES), _connector=Q.OR)
    digits = "".join(char for char in word if char.isdigit())
    if digits and digits != word and word.translate(NUMBER_SIGNS) == digits:
        asked |= Q(**{f"{at}snils__contains": digits}) | Q(**{f"{at}phone__contains": digits})
    return asked


def user_for_login(login: str) -> User | None:
    """The person whom an e-mail, a СНИЛС, an ОГРН, an ОГРНИП or a mobile telephone names.

    A number of several people (a telephone shared by a family) names nobody. An organisation is the one who
    registered it.
    """
    login = login.strip()
    users: UserQuerySet = User.objects.all()
    if "@" in login:
        return users.filter(email=login.lower()).first()
    number = identifiers.compact(login)
    # A СНИЛС and a telephone both have eleven digits. A leading plus says that the telephone is meant.
    if len(number) == 11 and not login.startswith("+") and (user := _first(users, snils=number)):
        return user
    if len(number) in {13, 15}:
        return _first(users, ogrn=number)
    if identifiers.passes(identifiers.mobile, login):
        named = list(users.filter(phone=identifiers.mobile(login))[:2])
        return named[0] if len(named) == 1 else None
    return None


def unconfirmed_address(user: User) -> EmailAddress | None:
    """The unconfirmed e-mail because of which this person cannot sign in yet."""
    return EmailAddress.objects.filter(user=user, primary=True, verified=False).select_related("user").first()


def _first(users: UserQuerySet, **number: str) -> User | None:
    """The member who registered the applicant with this number."""
    applicant = {f"membership__applicant__{name}": value for name, value in number.items()}
    return users.filter(**applicant).order_by("membership__pk").first()


def factors_of(user: User) -> list[Authenticator]:
    """The second factors of the person, the oldest first. Reserve codes are not factors."""
    return list(Authenticator.objects.filter(user=user, type__in=FACTORS).order_by("pk"))


def has_second_factor(user: User) -> bool:
    return bool(Authenticator.objects.filter(user=user, type__in=FACTORS).exists())


def reserve_codes_left(user: User) -> int:
    codes = Authenticator.objects.filter(user=user, type=Authenticator.Type.RECOVERY_CODES).first()
    return len(codes.wrap().get_unused_codes()) if codes else 0


def sessions_of(user: User, *, now: datetime) -> list[Session]:
    """The live sessions of the person, the most recent first."""
    found = Session.objects.of(user).alive(now).order_by("-seen_at")
    return [session for session in found if session.is_of(user)]
