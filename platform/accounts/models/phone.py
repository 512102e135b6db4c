from django.db import models

from .user import User


class PhoneCode(models.Model):
    """A code sent by SMS to confirm a number or to sign with.

    Of the code itself only a hash is here; the rows also count the SMS.
    """

    class Purpose(models.TextChoices):
        CONFIRM = "confirm", "Подтверждение телефона"
        CHANGE = "change", "Изменение телефона"
        SIGN = "sign", "Подписание"
        VISIT = "visit", "Запись на приём"

    # Without one it is of somebody who has no account here: then the number stands for the person.
    user = models.ForeignKey(User, models.CASCADE, null=True, related_name="+", verbose_name="пользователь")
    purpose = models.CharField("назначение", max_length=10, choices=Purpose)
    phone = models.CharField("телефон", max_length=20)
    bound_to = models.CharField("для чего", max_length=64, blank=True)  # of a signature: what exactly is signed, hashed
    code_hash = models.CharField(max_length=64)
    address = models.CharField("адрес в сети", max_length=45)
    sent_at = models.DateTimeField("отправлен")
    tries = models.PositiveSmallIntegerField("попыток", default=0)
    used_at = models.DateTimeField("введён", null=True)
    blocked_until = models.DateTimeField("новые коды не раньше", null=True)

    class Meta:
        verbose_name = "код из СМС"
        verbose_name_plural = "коды из СМС"
        indexes = [models.Index(fields=["sent_at"], name="phone_code_sent_at")]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.purpose}"
