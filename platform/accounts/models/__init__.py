from accounts.models.applicant import Applicant, LegalForm, Membership
from accounts.models.consent import Consent, ConsentDraft, ConsentText, ConsentWithdrawal
from accounts.models.details import ApplicantDetails
from accounts.models.invitation import Invitation
from accounts.models.joining import JoinRequest
from accounts.models.kept import KeptForm
from accounts.models.phone import PhoneCode
from accounts.models.session import Session
from accounts.models.user import StaffRole, User

__all__ = [
    "Applicant",
    "ApplicantDetails",
    "Consent",
    "ConsentDraft",
    "ConsentText",
    "ConsentWithdrawal",
    "Invitation",
    "JoinRequest",
    "KeptForm",
    "LegalForm",
    "Membership",
    "PhoneCode",
    "Session",
    "StaffRole",
    "User",
]
