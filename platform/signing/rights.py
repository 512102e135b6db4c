"""Who may sign. A representative never does: the law asks for the signature of the applicant."""

from accounts.models import StaffRole, User

from .models import SignatureRequest

# Staff who sign for the company.
SIGNERS = (StaffRole.SIGNER, StaffRole.ADMINISTRATOR)


def may_sign(request: SignatureRequest, user: User) -> bool:
    """Of the right alone; whether it is the turn, the request tells."""
    if request.side == SignatureRequest.Side.COMPANY:
        return user.staff_role in SIGNERS
    acting = user.acting
    return not user.is_staff_of_company and acting.is_own and acting.applicant == request.applicant


def signers_of_company() -> list[User]:
    """For «Подписать может: …»."""
    return list(User.objects.active().filter(staff_role__in=SIGNERS).order_by("last_name", "first_name"))
