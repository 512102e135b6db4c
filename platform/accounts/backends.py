from typing import Any

from django.db.models import QuerySet

from tenancy.statement import statement

from .allauth_glue.internals import Backend
from .models import User
from .queries import unconfirmed_address, user_for_login


class IdentifierBackend(Backend):
    """Finds a person by any identifier they have, not by the e-mail alone.

    Every session stores the dotted path of this class, so moving it would sign everybody out.
    """

    def named_by(self, login: str) -> User | None:
        user = user_for_login(login) or User(pk=0, is_active=False)
        # A disabled user, or one with an unconfirmed e-mail, gets the same answer as a user who does not exist.
        # The e-mail is looked up even when there is no such user, so that both answers take equally long.
        is_unconfirmed = unconfirmed_address(user) is not None
        return user if self.user_can_authenticate(user) and not is_unconfirmed else None

    def get_user(self, user_id: int) -> User | None:
        """Whose session it is. As ModelBackend finds them, by a statement, because every page and every poll asks."""
        user = next(iter(_users(pk=user_id)), None)
        return user if user is not None and self.user_can_authenticate(user) else None

    def user_can_authenticate(self, user: User) -> bool:
        """A supplier to whom the company has closed its cabinet takes all its people along, also those who are here."""
        if user.is_of_supplier and user.supplier is not None and user.supplier.blocked_at is not None:
            return False
        return bool(user.is_active)


@statement
def _users(*, pk: Any) -> QuerySet[User]:
    users: QuerySet[User] = User.objects.filter(pk=pk)
    return users
