from datetime import datetime
from hashlib import sha256
from typing import Any, ClassVar, Self

from django.contrib.sessions.base_session import AbstractBaseSession, BaseSessionManager
from django.db import models
from django.utils.crypto import constant_time_compare

from .user import User


class SessionQuerySet(models.QuerySet["Session"]):
    def of(self, user: User) -> Self:
        return self.filter(user_id=user.pk)

    def alive(self, now: datetime) -> Self:
        return self.filter(expire_date__gt=now)


class SessionManager(BaseSessionManager.from_queryset(SessionQuerySet)):  # type: ignore[misc]
    """A named default, so that the migration refers to it by name."""


class Session(AbstractBaseSession):
    """Where somebody is signed in. Its row is the session: without it the next request is nobody's.

    The person stands beside what Django keeps, so that their sessions can be listed and ended. No foreign key: a
    session may outlive the account for a moment, and every page would pay for the check.
    """

    user_id = models.BigIntegerField("номер учётной записи", null=True, db_index=True)
    seen_at = models.DateTimeField("последнее обращение")

    objects: ClassVar[SessionManager] = SessionManager()

    class Meta:
        verbose_name = "сеанс"
        verbose_name_plural = "сеансы"

    @classmethod
    def get_session_store_class(cls) -> Any:
        from ..security.session_store import SessionStore  # imported late, because the store needs this model

        return SessionStore

    @property
    def handle(self) -> str:
        """The name of the session on a page. The key itself would let any reader of the page sign in."""
        return sha256(self.session_key.encode()).hexdigest()[:16]

    @property
    def content(self) -> dict[str, Any]:
        content: dict[str, Any] = self.get_decoded()
        return content

    def is_of(self, user: User) -> bool:
        """False when the password has been changed since: Django refuses such a session at its next request.

        A session signed with an earlier SECRET_KEY is good as long as that key is known.
        """
        signed = self.content.get("_auth_user_hash", "")
        hashes = [user.get_session_auth_hash(), *user.get_session_auth_fallback_hash()]
        return any(constant_time_compare(signed, one) for one in hashes)
