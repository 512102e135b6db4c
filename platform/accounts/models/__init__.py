from accounts.models.applicant import Applicant, LegalForm, Membership
from accounts.models.consent import Consent, ConsentText
from accounts.models.invitation import Invitation
from accounts.models.user import StaffRole, User

__all__ = ["Applicant", "Consent", "ConsentText", "Invitation", "LegalForm", "Membership", "StaffRole", "User"]
