from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from tenancy.access import Role

from .. import ports

if TYPE_CHECKING:
    from ..acting import Acting
    from .applicant import Applicant


class StaffRole(models.TextChoices):
    ADMINISTRATOR = "administrator", "Администратор"
    SPECIALIST = "specialist", "Специалист «Единого окна»"
    SIGNER = "signer", "Подписант"
    ACCOUNTANT = "accountant", "Бухгалтер"
    OBSERVER = "observer", "Наблюдатель"


class UserQuerySet(models.QuerySet["User"]):
    def active(self) -> Self:
        return self.filter(is_active=True)

    def staff(self) -> Self:
        return self.exclude(staff_role="")

    def clerks(self) -> Self:
        """Staff who may change something, that is all but observers."""
        return self.exclude(staff_role__in=["", StaffRole.OBSERVER])

    def administrators(self) -> Self:
        return self.filter(staff_role=StaffRole.ADMINISTRATOR)


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):  # type: ignore[misc]
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user: User = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save()
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        user: User = self.get(email=(username or "").lower())
        return user


class User(AbstractBaseUser):
    """Somebody who can sign in: in `public` an operator; in a company's schema an applicant, one of its staff or of a
    guaranteeing supplier.

    The same person at two companies is two rows that know nothing of each other.
    """

    email = models.EmailField("e-mail", unique=True, error_messages={"unique": "Этот e-mail уже занят"})
    phone = models.CharField("телефон", max_length=20, blank=True)
    last_name = models.CharField("фамилия", max_length=100, blank=True)
    first_name = models.CharField("имя", max_length=100, blank=True)
    middle_name = models.CharField("отчество", max_length=100, blank=True)
    staff_role = models.CharField("роль сотрудника", max_length=20, choices=StaffRole, blank=True)
    # Of a guaranteeing supplier: neither staff of the company nor an applicant.
    supplier = models.ForeignKey(
        "accounts.Supplier", models.PROTECT, null=True, blank=True, related_name="people", verbose_name="поставщик"
    )
    is_operator = models.BooleanField("оператор платформы", default=False)
    is_active = models.BooleanField("действует", default=True)
    joined_at = models.DateTimeField("зарегистрирован")
    phone_confirmed_at = models.DateTimeField("телефон подтверждён", null=True, blank=True)
    # Set when the number was changed, or confirmed long after the registration: signing by SMS waits, services.phones.
    phone_changed_at = models.DateTimeField("телефон изменён", null=True, blank=True)
    # Of staff: whether they get an e-mail about the month that is over.
    report_letters = models.BooleanField("отчёт за месяц письмом", default=False, db_default=False)
    # For a representative: whether they get e-mails about the cases of their clients.
    client_letters = models.BooleanField("письма об обращениях доверителей", default=True)
    # A newer text was published, or the consent was withdrawn. Stored here because every request reads it.
    consent_due = models.BooleanField("нужно согласие", default=False)
    # The key of the registration form: submitting the same form twice returns the first result.
    registration_key = models.UUIDField(null=True, unique=True, editable=False)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    class Meta:
        verbose_name = "пользователь"
        verbose_name_plural = "пользователи"
        constraints = [
            models.CheckConstraint(condition=Q(email=Lower("email")), name="user_email_is_lower_case"),
            models.CheckConstraint(
                condition=Q(staff_role__in=["", *StaffRole.values]), name="user_staff_role_is_known"
            ),
            models.CheckConstraint(condition=Q(is_operator=False) | Q(staff_role=""), name="user_is_operator_or_staff"),
            models.CheckConstraint(
                condition=Q(supplier=None) | Q(is_operator=False, staff_role=""),
                name="user_of_supplier_is_nothing_else",
            ),
        ]
        indexes = [models.Index(fields=["phone"], condition=~Q(phone=""), name="user_phone")]

    def __str__(self) -> str:
        return self.full_name or self.email

    @property
    def full_name(self) -> str:
        return " ".join(filter(None, [self.last_name, self.first_name, self.middle_name]))

    @property
    def short_name(self) -> str:
        """«Орлова А. А.»"""
        initials = [f"{name[0]}." for name in (self.first_name, self.middle_name) if name]
        return " ".join(filter(None, [self.last_name, *initials])) or self.email

    @property
    def is_staff_of_company(self) -> bool:
        return bool(self.staff_role)

    @property
    def is_of_supplier(self) -> bool:
        return self.supplier_id is not None

    @property
    def is_clerk(self) -> bool:
        """May act for the company. An observer sees everything and changes nothing."""
        return self.staff_role not in {"", StaffRole.OBSERVER}

    @property
    def may_act(self) -> bool:
        """The person may change a case, not only read it: for the company, or for the applicant they act for."""
        return self.is_clerk if self.is_staff_of_company else self.acting.may_file

    @property
    def is_administrator(self) -> bool:
        return self.staff_role == StaffRole.ADMINISTRATOR

    @property
    def roles(self) -> frozenset[Role]:
        """The roles, from this row alone, because every request reads them."""
        if self.is_operator:
            return frozenset({Role.OPERATOR})
        if self.is_of_supplier:
            return frozenset({Role.SUPPLIER})
        if self.is_administrator:
            return frozenset({Role.ADMINISTRATOR, Role.CLERK, Role.STAFF})
        if self.is_clerk:
            return frozenset({Role.CLERK, Role.STAFF})
        return frozenset({Role.STAFF}) if self.staff_role else frozenset({Role.APPLICANT})

    # The name of the API key through which this person acts in this request; the journal keeps it.
    through: str = ""

    # Set by ActingMiddleware from the session: the number of an applicant. `acting` checks that it is allowed.
    acts_for: int | None = None

    @cached_property
    def acting(self) -> "Acting":
        """For whom this person acts in this request, and how far."""
        return ports.acting_of(self)

    @property
    def applicant(self) -> "Applicant | None":
        """The applicant this person acts for: themself, their organisation, or somebody they represent."""
        return self.acting.applicant
