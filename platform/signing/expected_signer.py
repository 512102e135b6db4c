"""The expected signer. Only the numbers of state registers are compared, because names are spelled in many ways."""

from accounts.models import Applicant, LegalForm, Supplier
from tenancy.company import current_company

from .crypto.certificates import Expected, Subject
from .models import SignatureRequest


def expected_of(request: SignatureRequest) -> Expected:
    if request.side == SignatureRequest.Side.SUPPLIER:
        return of_supplier(supplier_of(request))
    return of_company() if request.side == SignatureRequest.Side.COMPANY else of_applicant(request.applicant)


def supplier_of(request: SignatureRequest) -> Supplier:
    """Whose signature is awaited: nobody but its own people asks for it."""
    supplier = request.asked_by.supplier
    assert supplier is not None  # noqa: S101  (of a request to this side)
    return supplier


def of_supplier(supplier: Supplier) -> Expected:
    return Expected(ogrn=supplier.ogrn, inn_le=supplier.inn)


def of_company() -> Expected:
    company = current_company()
    return Expected(ogrn=company.ogrn, inn_le=company.inn)


def of_applicant(applicant: Applicant) -> Expected:
    if applicant.legal_form == LegalForm.ENTREPRENEUR:
        return Expected(ogrnip=applicant.ogrn, inn=applicant.inn)
    if applicant.legal_form == LegalForm.ORGANISATION:
        return Expected(ogrn=applicant.ogrn, inn_le=applicant.inn)
    return Expected(snils=applicant.snils)


def name_of(request: SignatureRequest) -> str:
    """The name and the numbers of the expected signer: «ООО «Ромашка», ОГРН …, ИНН …»."""
    if request.side == SignatureRequest.Side.COMPANY:
        company = current_company()
        return f"{company.short_name}, ОГРН {company.ogrn}, ИНН {company.inn}"
    if request.side == SignatureRequest.Side.SUPPLIER:
        supplier = supplier_of(request)
        return f"{supplier.name}, ОГРН {supplier.ogrn}, ИНН {supplier.inn}"
    return f"{request.applicant.title}, {request.applicant.numbers}"


def is_of_an_employee(subject: Subject) -> bool:
    """Whether the certificate names a person only, who needs a power of attorney (МЧД) to sign for an organisation."""
    return not (subject.ogrn or subject.ogrnip or subject.inn_le)
