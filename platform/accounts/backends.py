from accounts.allauth_glue.internals import Backend
from accounts.models import User
from accounts.queries import unconfirmed_address, user_for_login


class IdentifierBackend(Backend):
    """Knows a person by any identifier they have, not by the e-mail alone.

    Every session stores the dotted path of this class, so moving it would sign everybody out.
    """

    def named_by(self, login: str) -> User | None:
        user = user_for_login(login) or User(pk=0, is_active=False)
        # Somebody who was disabled, or has not confirmed the e-mail, is answered as somebody who never was here.
        # The query for the e-mail is made of nobody too, so that the answer takes as long.
        is_unconfirmed = unconfirmed_address(user) is not None
        return user if user.is_active and not is_unconfirmed else None
