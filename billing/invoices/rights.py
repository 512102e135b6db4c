"""Who of the company's staff issues and cancels invoices."""

from accounts.models import StaffRole, User

ROLES = (StaffRole.ADMINISTRATOR, StaffRole.ACCOUNTANT, StaffRole.SPECIALIST)


def may_issue(user: User) -> bool:
    """A signer signs, an observer only looks."""
    return user.staff_role in ROLES
