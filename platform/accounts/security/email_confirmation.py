"""Signed links that confirm an e-mail. A link is valid once, for one address at one company."""

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core import signing

from tenancy.company import connection

from ..errors import LinkNotValid

SALT = "accounts.confirmation"
DAY = 24 * 60 * 60


def key_for(address: EmailAddress) -> str:
    """Signs the company too: allauth signs only the row number, which at another company is a stranger's."""
    return signing.dumps([connection.schema_name, address.pk, address.email], salt=SALT)


def address_for(key: str) -> EmailAddress:
    """The address that `key` confirms. Raises LinkNotValid, also if the address is already confirmed."""
    try:
        schema_name, pk, email = signing.loads(
            key, salt=SALT, max_age=settings.ACCOUNT_EMAIL_CONFIRMATION_EXPIRE_DAYS * DAY
        )
    except (signing.BadSignature, ValueError):
        raise LinkNotValid from None
    if schema_name != connection.schema_name:
        raise LinkNotValid
    address = EmailAddress.objects.filter(pk=pk, email=email, verified=False).select_related("user").first()
    if address is None:
        raise LinkNotValid
    return address
