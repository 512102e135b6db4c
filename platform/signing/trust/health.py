"""Warnings for the operator about the verification of signatures."""

from datetime import datetime, timedelta

from django.conf import settings

from gost import streebog

from .models import AuthorityList, RevocationList
from .versions import trusted_roots

# The ministry publishes its list daily; a list of revoked certificates is valid for a few days.
AUTHORITIES_AGE = timedelta(days=7)
LISTS_OVERDUE = timedelta(hours=6)


def warnings(*, now: datetime) -> list[str]:
    """Codes of what is wrong with verification. docs/signatures.md explains them."""
    found = {
        "streebog_in_python": streebog.backend().name == "python",  # hashing a large file takes a minute
        "no_trusted_root": not trusted_roots().exists(),
        "authorities_missing_or_old": not AuthorityList.objects.filter(fetched_at__gt=now - AUTHORITIES_AGE).exists(),
        "revocation_lists_overdue": _is_a_list_overdue(now),
        "plugin_loader_missing": not settings.CADES_LOADER_URL,
    }
    return [code for code, is_wrong in found.items() if is_wrong]


def _is_a_list_overdue(now: datetime) -> bool:
    newest = RevocationList.objects.order_by("issuer_key_id", "-this_update").distinct("issuer_key_id")
    return any(until < now - LISTS_OVERDUE for until in newest.values_list("next_update", flat=True))
