from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from .. import identifiers
from .user import User


class LegalForm(models.TextChoices):
    PERSON = "person", "Физическое лицо"
    ENTREPRENEUR = "entrepreneur", "Индивидуальный предприниматель"
    ORGANISATION = "organisation", "Юридическое лицо"


class ApplicantQuerySet(models.QuerySet["Applicant"]):
    def visible_to(self, user: User) -> Self:
        if user.is_staff_of_company:
            return self
        return self.filter(membership__user=user)

    def same_as(self, newcomer: "Applicant") -> Self:
        """The applicants that have the same identifiers as `newcomer`."""
        if newcomer.legal_form == LegalForm.PERSON:
            return self.filter(snils=newcomer.snils)
        return self.exclude(legal_form=LegalForm.PERSON).filter(inn=newcomer.inn, kpp=newcomer.kpp)


class Applicant(models.Model):
    """A person or an organisation that files applications. Those who sign in for it are its members."""

    legal_form = models.CharField("правовая форма", max_length=20, choices=LegalForm)
    last_name = models.CharField("фамилия", max_length=100)
    first_name = models.CharField("имя", max_length=100)
    middle_name = models.CharField("отчество", max_length=100, blank=True)
    organisation_name = models.CharField("наименование", max_length=300, blank=True)
    snils = models.CharField("СНИЛС", max_length=11, blank=True)
    inn = models.CharField("ИНН", max_length=12, blank=True)
    ogrn = models.CharField("ОГРН или ОГРНИП", max_length=15, blank=True)
    kpp = models.CharField("КПП", max_length=9, blank=True)
    email = models.EmailField("e-mail")
    phone = models.CharField("телефон", max_length=20)
    created_at = models.DateTimeField("создан")
    # Set by the company: nobody may act for a blocked applicant, see `User.acting`. Only staff see the reason.
    blocked_at = models.DateTimeField("заблокирован", null=True, blank=True)
    block_reason = models.CharField("причина блокировки", max_length=300, blank=True)
    members = models.ManyToManyField(
        settings.AUTH_USER_MODEL, through="accounts.Membership", related_name="applicants", verbose_name="участники"
    )

    objects: ClassVar[ApplicantQuerySet] = ApplicantQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = "заявитель"
        verbose_name_plural = "заявители"
        constraints = [
            models.UniqueConstraint(fields=["snils"], condition=~Q(snils=""), name="applicant_snils_once"),
            # A person's ИНН is optional and unproven, so it must not block the entrepreneur with the same ИНН.
            models.UniqueConstraint(
                fields=["inn", "kpp"], condition=~Q(legal_form="person"), name="applicant_inn_once"
            ),
            models.CheckConstraint(
                condition=(
                    Q(legal_form="person", snils__regex=r"^\d{11}$", inn__regex=r"^(\d{12})?$", ogrn="", kpp="")
                    | Q(legal_form="entrepreneur", snils="", inn__regex=r"^\d{12}$", ogrn__regex=r"^\d{15}$", kpp="")
                    | (
                        Q(legal_form="organisation", snils="", inn__regex=r"^\d{10}$", ogrn__regex=r"^\d{13}$")
                        & Q(kpp__regex=r"^\d{4}[0-9A-Z]{2}\d{3}$")
                        & ~Q(organisation_name="")
                    )
                ),
                name="applicant_has_the_numbers_of_its_form",
            ),
        ]
        indexes = [
            models.Index(fields=["inn"], name="applicant_inn"),
            models.Index(fields=["ogrn"], name="applicant_ogrn"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def full_name(self) -> str:
        """The name of the person; for an organisation, of its head."""
        return " ".join(filter(None, [self.last_name, self.first_name, self.middle_name]))

    @property
    def title(self) -> str:
        """The name that lists and e-mails show."""
        if self.legal_form == LegalForm.ORGANISATION:
            return self.organisation_name
        return f"ИП {self.full_name}" if self.legal_form == LegalForm.ENTREPRENEUR else self.full_name

    @property
    def identity(self) -> list[tuple[str, str]]:
        """The identifying facts as pairs of a name and a value. Some values may be empty."""
        is_organisation = self.legal_form == LegalForm.ORGANISATION
        return [
            ("Правовая форма", self.get_legal_form_display()),
            ("Наименование", self.organisation_name),
            ("Руководитель" if is_organisation else "ФИО", self.full_name),
            ("СНИЛС", identifiers.format_snils(self.snils)),
            ("ИНН", self.inn),
            ("ОГРНИП" if self.legal_form == LegalForm.ENTREPRENEUR else "ОГРН", self.ogrn),
            ("КПП", self.kpp),
        ]

    @property
    def numbers(self) -> str:
        """The identifiers in one line: «СНИЛС 112-233-445 95», «ИНН …, ОГРН …, КПП …»."""
        named = {
            "СНИЛС": identifiers.format_snils(self.snils),
            "ИНН": self.inn,
            "ОГРНИП" if self.legal_form == LegalForm.ENTREPRENEUR else "ОГРН": self.ogrn,
            "КПП": self.kpp,
        }
        return ", ".join(f"{name} {number}" for name, number in named.items() if number)


class Membership(models.Model):
    class Role(models.TextChoices):
        ADMINISTRATOR = "administrator", "Администратор"
        EMPLOYEE = "employee", "Сотрудник"

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, verbose_name="пользователь", db_index=False)
    applicant = models.ForeignKey(Applicant, models.CASCADE, verbose_name="заявитель")
    role = models.CharField("роль", max_length=20, choices=Role, default=Role.ADMINISTRATOR)

    class Meta:
        verbose_name = "участник"
        verbose_name_plural = "участники"
        constraints = [models.UniqueConstraint(fields=["user", "applicant"], name="membership_once")]

    def __str__(self) -> str:
        return f"{self.user_id} → {self.applicant_id}"
