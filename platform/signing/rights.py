"""Who may sign. A representative may not, because the law requires the signature of the applicant."""

from accounts.models import StaffRole, User

from .models import SignatureRequest

# Staff who sign for the company.
SIGNERS = (StaffRole.SIGNER, StaffRole.ADMINISTRATOR)


def may_sign(request: SignatureRequest, user: User) -> bool:
    """Whether the person has the right to sign. Whether it is their turn is a matter of the request's state."""
    if request.side == SignatureRequest.Side.COMPANY:
        return user.staff_role in SIGNERS
    if request.side == SignatureRequest.Side.SUPPLIER:
        return user.is_of_supplier and user.supplier_id == request.asked_by.supplier_id
    acting = user.acting
    return not user.is_staff_of_company and acting.is_own and acting.applicant == request.applicant


def signers_of_company() -> list[User]:
    """The people named in «Подписать может: …»."""
    return list(User.objects.active().filter(staff_role__in=SIGNERS).order_by("last_name", "first_name"))
