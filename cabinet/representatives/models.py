from datetime import date
from typing import ClassVar, Self

from django.conf import settings
from django.db import models

from accounts.models import Applicant, User
from documents.models import Document


class RepresentationQuerySet(models.QuerySet["Representation"]):
    def in_force(self, today: date) -> Self:
        return self.exclude(accepted_at=None).filter(revoked_at=None, until__gte=today)

    def newest_of(self, applicant: Applicant | None) -> int:
        """The version of a page that invites."""
        return self.filter(applicant=applicant).aggregate(newest=models.Max("pk"))["newest"] or 0

    def given_by(self, user: User) -> Self:
        """Those of the applicant for whom this person acts, if it is theirs to give."""
        return self.filter(applicant=user.applicant) if user.acting.administers else self.none()


class Representation(models.Model):
    """One applicant lets one person act. The link is in that person's letter only: here is its hash."""

    class Scope(models.TextChoices):
        READ = "read", "Только смотреть"
        FILE = "file", "Смотреть, подавать и отвечать"

    applicant = models.ForeignKey(Applicant, models.CASCADE, related_name="representations", verbose_name="за кого")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, verbose_name="представитель")
    email = models.EmailField("e-mail")
    scope = models.CharField("полномочия", max_length=10, choices=Scope)
    until = models.DateField("до")
    document = models.ForeignKey(Document, models.PROTECT, related_name="+", verbose_name="доверенность")
    token_sha256 = models.CharField(max_length=64)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)
    invited_at = models.DateTimeField("приглашён")
    expires_at = models.DateTimeField("приглашение действует до")
    accepted_at = models.DateTimeField("принято", null=True)
    revoked_at = models.DateTimeField("отозвано", null=True)

    objects: ClassVar[RepresentationQuerySet] = RepresentationQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = "представительство"
        verbose_name_plural = "представительства"
        constraints = [models.UniqueConstraint(fields=["token_sha256"], name="representation_token_once")]

    def __str__(self) -> str:
        return f"{self.user_id} за {self.applicant_id}"

    @property
    def may_file(self) -> bool:
        return self.scope == self.Scope.FILE
