from .applicant import Applicant, LegalForm, Membership
from .consent import Consent, ConsentDraft, ConsentText, ConsentWithdrawal
from .details import ApplicantDetails
from .invitation import Invitation
from .joining import JoinRequest
from .kept import KeptForm
from .phone import PhoneCode
from .session import Session
from .supplier import Supplier
from .user import StaffRole, User

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
    "Supplier",
    "User",
]
