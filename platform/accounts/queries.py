"""Look-ups of people."""

from accounts import identifiers
from accounts.models import User
from accounts.models.user import UserQuerySet


def user_for_login(login: str) -> User | None:
    """The person whom an e-mail, a СНИЛС, an ОГРН, an ОГРНИП or a mobile telephone names.

    A number of several people (a telephone shared by a family) names nobody. An organisation is the one who
    registered it.
    """
    login = login.strip()
    users = User.objects.all()
    if "@" in login:
        return users.filter(email=login.lower()).first()
    number = identifiers.compact(login)
    # A СНИЛС and a telephone have eleven digits both: whoever means the telephone can say so with a plus.
    if len(number) == 11 and not login.startswith("+") and (user := _first(users, snils=number)):
        return user
    if len(number) in {13, 15}:
        return _first(users, ogrn=number)
    if identifiers.passes(identifiers.mobile, login):
        named = list(users.filter(phone=identifiers.mobile(login))[:2])
        return named[0] if len(named) == 1 else None
    return None


def _first(users: UserQuerySet, **number: str) -> User | None:
    """Of the members of the applicant with this number, the one who registered it."""
    applicant = {f"membership__applicant__{name}": value for name, value in number.items()}
    return users.filter(**applicant).order_by("membership__pk").first()
