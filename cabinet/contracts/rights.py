"""Who of the company's staff may say that money has come."""

from accounts.models import StaffRole, User

PAYMENT_ROLES = (StaffRole.ADMINISTRATOR, StaffRole.ACCOUNTANT, StaffRole.SPECIALIST)


def may_record_payments(user: User) -> bool:
    """A signer signs, an observer only looks."""
    return user.staff_role in PAYMENT_ROLES
