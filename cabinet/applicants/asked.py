"""What is asked of an applicant besides the registration, by legal form: a table that one can read aloud."""

from typing import Any, cast

from django.db.models import Field, Model

from accounts.models import Applicant, ApplicantDetails, LegalForm
from cabinet.company.queries import profile

PASSPORT = (
    "passport_series", "passport_number", "passport_issued_by", "passport_issued_on", "passport_code",
)  # fmt: skip
ADDRESSES = ("registration_address", "postal_address")
BANK = ("bank_name", "bik", "account")
REPRESENTATIVE = ("representative_name", "representative_email", "representative_basis")

# The blocks of «Мои данные»: title, fields.
BLOCKS: dict[str, tuple[tuple[str, tuple[str, ...]], ...]] = {
    LegalForm.PERSON: (
        ("Паспорт", PASSPORT),
        ("Адрес", ADDRESSES),
        ("Счёт в банке", BANK),
        ("Представитель", REPRESENTATIVE),
    ),
    LegalForm.ENTREPRENEUR: (
        ("Запись в ЕГРИП", ("ogrn_issued_on",)),
        ("Паспорт", PASSPORT),
        ("Адрес", ADDRESSES),
        ("Счёт в банке", BANK),
        ("Представитель", REPRESENTATIVE),
    ),
    LegalForm.ORGANISATION: (
        ("Запись в ЕГРЮЛ и руководитель", ("ogrn_issued_on", "head_position")),
        ("Адрес", ADDRESSES),
        ("Счёт в банке", BANK),
        ("Представитель", REPRESENTATIVE),
    ),
}
# Without these an application cannot be filed. A person's address goes with the passport: what is registered is enough
# to answer, the rest is for the contract.
REQUIRED: dict[str, tuple[str, ...]] = {
    LegalForm.PERSON: (),
    LegalForm.ENTREPRENEUR: ("registration_address",),
    LegalForm.ORGANISATION: ("registration_address",),
}
# And these where the company asks for a passport (its setting).
REQUIRED_WITH_PASSPORT: dict[str, tuple[str, ...]] = {
    LegalForm.PERSON: (*PASSPORT, "registration_address"),
    LegalForm.ENTREPRENEUR: PASSPORT,
    LegalForm.ORGANISATION: (),
}


def required_of(applicant: Applicant) -> tuple[str, ...]:
    """The names of ApplicantDetails without which this applicant cannot file at this company."""
    more = REQUIRED_WITH_PASSPORT[applicant.legal_form] if profile().passport_required else ()
    return REQUIRED[applicant.legal_form] + more


def missing_of(applicant: Applicant) -> list[str]:
    """What is required and not told yet, in words and in the order of the page."""
    required = required_of(applicant)
    if not required:
        return []
    details = details_of(applicant)
    asked = [name for _title, names in BLOCKS[applicant.legal_form] for name in names]
    return [label_for(applicant, name) for name in asked if name in required and not getattr(details, name)]


def details_of(applicant: Applicant) -> ApplicantDetails:
    """Empty ones, not saved, where nothing was told yet."""
    found = ApplicantDetails.objects.filter(applicant=applicant).first()
    return found or ApplicantDetails(applicant=applicant)


def label_for(applicant: Applicant, name: str) -> str:
    """Of ApplicantDetails: an organisation has no registration of a dwelling, but a seat in the register."""
    if name == "registration_address" and applicant.legal_form == LegalForm.ORGANISATION:
        return "место нахождения"
    return label_of(ApplicantDetails, name)


def label_of(model: type[Model], name: str) -> str:
    """In words, as the middle of a sentence."""
    field = cast("Field[Any, Any]", model._meta.get_field(name))
    return str(field.verbose_name)
