from datetime import datetime
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import User

from . import secret
from .scopes import Scope


class KeyQuerySet(models.QuerySet["Key"]):
    def visible_to(self, user: User) -> Self:
        """One's own keys; an administrator also sees those of the company's other staff."""
        if user.is_administrator:
            return self.filter(Q(user=user) | ~Q(user__staff_role=""))
        return self.filter(user=user)


class Key(models.Model):
    """Lets a program act as a person, with at most these scopes. The secret itself is kept nowhere, only its hash.

    Everything that limits the person limits the key as well, because each request acts as that person. The table has no
    index but that of its numbers, and only short columns: every index of an empty table costs each company a page.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", db_index=False, verbose_name="чей"
    )
    # The number of the applicant for whom the person acted when they made it. Whether they still may is asked anew.
    acts_for = models.BigIntegerField("за кого действует", null=True, blank=True)
    name = models.CharField("название", max_length=100)
    granted = models.CharField("что разрешено", max_length=60)  # codes of scopes, with spaces
    secret_hash = models.CharField("отпечаток секрета", max_length=64)
    press = models.UUIDField("ключ формы", editable=False)  # a second press makes no second key
    made_at = models.DateTimeField("создан")
    expires_at = models.DateTimeField("действует до")
    used_at = models.DateTimeField("последнее обращение", null=True, blank=True)
    revoked_at = models.DateTimeField("отозван", null=True, blank=True)

    objects: ClassVar[KeyQuerySet] = KeyQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = "ключ API"
        verbose_name_plural = "ключи API"
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return self.name

    def is_valid(self, now: datetime) -> bool:
        return self.revoked_at is None and self.expires_at > now

    @property
    def prefix(self) -> str:
        """How the token begins: it leads to the row, and people recognise the key by it."""
        return secret.prefix_of(self.pk)

    @property
    def scopes(self) -> list[str]:
        return self.granted.split()

    @property
    def scope_words(self) -> str:
        """«читать, подавать и отзывать заявки»; of a scope that is no longer known nothing."""
        known = dict(Scope.choices)
        words = [str(known[scope]) for scope in self.scopes if scope in known]
        return ", ".join(word[0].lower() + word[1:] for word in words)
