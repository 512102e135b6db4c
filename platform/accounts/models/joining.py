from typing import ClassVar, Self

from django.conf import settings
from django.db import models

from .applicant import Applicant
from .user import User


class JoinRequestQuerySet(models.QuerySet["JoinRequest"]):
    def waiting(self) -> Self:
        """Requests to decide on. A request is announced only after the newcomer has confirmed the e-mail."""
        return self.filter(decided_at=None).exclude(announced_at=None)

    def decided_by(self, user: User) -> Self:
        """Requests on which this person may decide as the organisation's administrator or the company's staff."""
        if user.is_staff_of_company:
            return self
        if not user.acting.administers:
            return self.none()
        return self.filter(applicant=user.applicant)


class JoinRequest(models.Model):
    """A person registered with the numbers of a known organisation and asks to act for it."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, verbose_name="кто просит", db_index=False)
    applicant = models.ForeignKey(Applicant, models.CASCADE, related_name="join_requests", verbose_name="организация")
    asked_at = models.DateTimeField("когда")
    announced_at = models.DateTimeField("сообщено администраторам", null=True)
    decided_at = models.DateTimeField("решено", null=True)
    is_admitted = models.BooleanField("допущен", default=False)

    objects: ClassVar[JoinRequestQuerySet] = JoinRequestQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = "запрос доступа"
        verbose_name_plural = "запросы доступа"
        constraints = [models.UniqueConstraint(fields=["user", "applicant"], name="join_request_once")]

    def __str__(self) -> str:
        return f"{self.user_id} → {self.applicant_id}"
