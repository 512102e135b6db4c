from django.db import models
from django.db.models import Q

from .applicant import Applicant


class ApplicantDetails(models.Model):
    """Data that an applicant gives only when they are needed: passport, addresses, bank, representative.

    Kept apart from Applicant so that a query does not load them by accident. They never appear in logs or the audit.
    """

    applicant = models.OneToOneField(
        Applicant, models.CASCADE, primary_key=True, related_name="details", verbose_name="заявитель"
    )
    passport_series = models.CharField("серия паспорта", max_length=4, blank=True)
    passport_number = models.CharField("номер паспорта", max_length=6, blank=True)
    passport_issued_by = models.CharField("кем выдан паспорт", max_length=300, blank=True)
    passport_issued_on = models.DateField("дата выдачи паспорта", null=True, blank=True)
    passport_code = models.CharField("код подразделения", max_length=7, blank=True)
    registration_address = models.CharField("адрес регистрации", max_length=300, blank=True)
    postal_address = models.CharField("почтовый адрес", max_length=300, blank=True)
    bank_name = models.CharField("банк", max_length=200, blank=True)
    bik = models.CharField("БИК", max_length=9, blank=True)
    account = models.CharField("расчётный счёт", max_length=20, blank=True)
    ogrn_issued_on = models.DateField("дата присвоения ОГРН", null=True, blank=True)
    head_position = models.CharField("должность руководителя", max_length=150, blank=True)
    representative_name = models.CharField("представитель", max_length=300, blank=True)
    representative_email = models.EmailField("e-mail представителя", blank=True)
    representative_basis = models.CharField("основание полномочий представителя", max_length=300, blank=True)

    class Meta:
        verbose_name = "сведения о заявителе"
        verbose_name_plural = "сведения о заявителях"
        constraints = [
            models.CheckConstraint(condition=Q(passport_series__regex=r"^(\d{4})?$"), name="passport_series_is_digits"),
            models.CheckConstraint(condition=Q(passport_number__regex=r"^(\d{6})?$"), name="passport_number_is_digits"),
            models.CheckConstraint(condition=Q(bik__regex=r"^(\d{9})?$"), name="bik_is_digits"),
            models.CheckConstraint(condition=Q(account__regex=r"^(\d{20})?$"), name="account_is_digits"),
        ]
