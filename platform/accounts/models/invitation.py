from datetime import timedelta

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from .user import StaffRole

LIFETIME = timedelta(hours=72)


class Invitation(models.Model):
    """An invitation to become staff. Only the e-mail has the link; this row has the hash of its token."""

    email = models.EmailField("e-mail")
    staff_role = models.CharField("роль", max_length=20, choices=StaffRole)
    last_name = models.CharField("фамилия", max_length=100, blank=True)
    first_name = models.CharField("имя", max_length=100, blank=True)
    middle_name = models.CharField("отчество", max_length=100, blank=True)
    token_sha256 = models.CharField(max_length=64, unique=True)
    sent_at = models.DateTimeField("отправлено")
    expires_at = models.DateTimeField("действует до")
    accepted_at = models.DateTimeField("принято", null=True)

    class Meta:
        verbose_name = "приглашение"
        verbose_name_plural = "приглашения"
        constraints = [
            models.CheckConstraint(condition=Q(email=Lower("email")), name="invitation_email_is_lower_case"),
        ]

    def __str__(self) -> str:
        return self.email
