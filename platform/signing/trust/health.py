"""What the operator of the platform should put right before people notice."""

from datetime import datetime, timedelta

from django.conf import settings

from gost import streebog

from .models import AuthorityList, RevocationList
from .versions import trusted_roots

# The ministry publishes daily; a list of revoked certificates is good for some days at most.
AUTHORITIES_AGE = timedelta(days=7)
LISTS_OVERDUE = timedelta(hours=6)


def warnings(*, now: datetime) -> list[str]:
    """Codes of what is wrong with verification, none if all is well. In words: docs, «Signatures»."""
    found = {
        "streebog_in_python": streebog.backend().name == "python",  # a minute for a large file
        "no_trusted_root": not trusted_roots().exists(),
        "authorities_missing_or_old": not AuthorityList.objects.filter(fetched_at__gt=now - AUTHORITIES_AGE).exists(),
        "revocation_lists_overdue": _is_a_list_overdue(now),
        "plugin_loader_missing": not settings.CADES_LOADER_URL,
    }
    return [code for code, is_wrong in found.items() if is_wrong]


def _is_a_list_overdue(now: datetime) -> bool:
    newest = RevocationList.objects.order_by("issuer_key_id", "-this_update").distinct("issuer_key_id")
    return any(until < now - LISTS_OVERDUE for until in newest.values_list("next_update", flat=True))
