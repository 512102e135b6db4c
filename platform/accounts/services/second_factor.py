"""The second factors of a person: an application with codes, passkeys and reserve codes."""

from datetime import datetime
from typing import Any

from allauth.mfa.models import Authenticator
from django.db import transaction

import audit

from .. import emails
from ..allauth_glue.internals import TOTP, RecoveryCodes, WebAuthn
from ..errors import LastSecondFactor, OwnSecondFactor
from ..models import Session, User
from ..queries import factors_of
from ..security.second_factor_gate import is_required_of


@transaction.atomic
def add_app(user: User, *, secret: str, session_key: str | None, now: datetime) -> None:
    """Add an application that shows codes (TOTP). A repeated request changes nothing."""
    if any(factor.type == Authenticator.Type.TOTP for factor in _locked(user)):
        return
    TOTP.activate(user, secret)
    _added(user, session_key, "Подключено приложение с кодами", now)


@transaction.atomic
def add_passkey(user: User, *, name: str, credential: dict[str, Any], session_key: str | None, now: datetime) -> None:
    _locked(user)
    WebAuthn.add(user, name, credential)
    _added(user, session_key, "Добавлен ключ доступа", now)


@transaction.atomic
def remove_factor(factor: Authenticator, *, by: User, now: datetime) -> None:
    """Remove a factor of the person. Raises LastSecondFactor if they must have one."""
    others = [other for other in _locked(by) if other.pk != factor.pk]
    if not others and is_required_of(by):
        raise LastSecondFactor
    Authenticator.objects.filter(user=by, pk=factor.pk).delete()
    if not others:  # reserve codes without a factor
        Authenticator.objects.filter(user=by).delete()
    audit.record(by, "second_factor.removed", by, now=now)
    is_app = factor.type == Authenticator.Type.TOTP
    emails.second_factor_changed(by, "Отключено приложение с кодами" if is_app else "Удалён ключ доступа", now=now)


@transaction.atomic
def renew_codes(user: User, *, now: datetime) -> None:
    """Issue new reserve codes. The earlier ones stop working."""
    _locked(user)
    Authenticator.objects.filter(user=user, type=Authenticator.Type.RECOVERY_CODES).delete()
    RecoveryCodes.activate(user)
    audit.record(user, "second_factor.codes_renewed", user, now=now)
    emails.second_factor_changed(user, "Выпущены новые резервные коды, прежние больше не действуют", now=now)


@transaction.atomic
def reset_second_factor(person: User, *, by: User, now: datetime) -> None:
    """Remove the factors of a person who has lost them. At the next sign-in they must set up a new one.

    Raises OwnSecondFactor: people remove their own factor with it at hand, or ask a colleague.
    """
    if person.pk == by.pk:
        raise OwnSecondFactor
    Authenticator.objects.filter(user=person).delete()
    Session.objects.of(person).delete()
    audit.record(by, "second_factor.reset", person, now=now)
    emails.second_factor_changed(person, "Второй фактор сброшен по просьбе, переданной администратору", now=now)


def _locked(user: User) -> list[Authenticator]:
    """Lock the person and return their factors, so that a second request sees what the first one did."""
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    return factors_of(user)


def _added(user: User, session_key: str | None, what: str, now: datetime) -> None:
    """The first factor brings reserve codes and ends all other sessions, which were opened by a password alone."""
    RecoveryCodes.activate(user)
    if len(factors_of(user)) == 1:
        Session.objects.of(user).exclude(session_key=session_key).delete()
    audit.record(user, "second_factor.added", user, now=now)
    emails.second_factor_changed(user, what, now=now)
