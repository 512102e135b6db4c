"""What a person holds in their hands: an application that shows codes."""

import time
from typing import Any

from allauth.mfa.models import Authenticator
from django.test import Client

from accounts import services
from accounts.models import User
from tests.moment import NOW
from tests.one_time_codes import code_of
from tests.world import PASSWORD

LOGIN = "/accounts/login/"
SECOND = "/accounts/second-factor/"
SECURITY = "/profile/security/"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def code(secret: str = SECRET, *, half_minutes: int = 0) -> str:
    """What the application shows now, or so many half minutes later."""
    return code_of(secret, int(time.time()) // 30 + half_minutes)


def has_app(user: User) -> User:
    services.add_app(user, secret=SECRET, session_key=None, now=NOW)
    return user


def reserve_codes(user: User) -> list[str]:
    held = Authenticator.objects.get(user=user, type=Authenticator.Type.RECOVERY_CODES)
    codes: list[str] = held.wrap().generate_codes()
    return codes


def come(browser: Client, login: str, password: str = PASSWORD, **more: Any) -> Any:
    return browser.post(LOGIN, {"login": login, "password": password, **more})


def is_inside(browser: Client) -> bool:
    return "_auth_user_id" in browser.session
