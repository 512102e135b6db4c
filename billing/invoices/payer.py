"""The payer as an invoice keeps it: a copy of the applicant's data of that moment."""

from typing import Any

from accounts.models import Applicant, ApplicantDetails, LegalForm


def payer_of(applicant: Applicant) -> dict[str, Any]:
    details = ApplicantDetails.objects.filter(applicant=applicant).first()
    is_person = applicant.legal_form == LegalForm.PERSON
    return {
        "name": applicant.title,
        "inn": applicant.inn,
        "kpp": applicant.kpp,
        "ogrn": applicant.ogrn,
        "address": (details.registration_address or details.postal_address) if details else "",
        "person": [applicant.last_name, applicant.first_name, applicant.middle_name] if is_person else None,
    }
