from datetime import timedelta

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from .supplier import Supplier
from .user import StaffRole

LIFETIME = timedelta(hours=72)


class Invitation(models.Model):
    """An invitation to become staff, or one of the people of a guaranteeing supplier.

    Only the e-mail has the link; this row has the hash of its token.
    """

    email = models.EmailField("e-mail")
    staff_role = models.CharField("роль", max_length=20, choices=StaffRole, blank=True)
    supplier = models.ForeignKey(
        Supplier, models.PROTECT, null=True, blank=True, db_index=False, related_name="invitations"
    )
    last_name = models.CharField("фамилия", max_length=100, blank=True)
    first_name = models.CharField("имя", max_length=100, blank=True)
    middle_name = models.CharField("отчество", max_length=100, blank=True)
    token_sha256 = models.CharField(max_length=64)
    sent_at = models.DateTimeField("отправлено")
    expires_at = models.DateTimeField("действует до")
    accepted_at = models.DateTimeField("принято", null=True)

    class Meta:
        verbose_name = "приглашение"
        verbose_name_plural = "приглашения"
        constraints = [
            models.UniqueConstraint(fields=["token_sha256"], name="invitation_token_once"),
            models.CheckConstraint(condition=Q(email=Lower("email")), name="invitation_email_is_lower_case"),
            models.CheckConstraint(
                condition=Q(supplier=None) & ~Q(staff_role="") | Q(supplier__isnull=False, staff_role=""),
                name="invitation_is_to_one_side",
            ),
        ]

    def __str__(self) -> str:
        return self.email

    @property
    def role(self) -> str:
        """What the person will be here, in words."""
        return f"Гарантирующий поставщик, {self.supplier}" if self.supplier else self.get_staff_role_display()
