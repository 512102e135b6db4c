import logging

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from .errors import AuthoritiesRefused, TrustNotReady
from .retrieval import NotFetched
from .revocations import update_revocations
from .services import fetch_authorities, update_authorities

log = logging.getLogger(__name__)


@shared_task(name="signing.trust.refresh_revocations")
def refresh_revocations() -> None:
    """Fetch the lists of revoked certificates that are due."""
    try:
        update_revocations(now=timezone.now())
    except TrustNotReady:  # no root has been trusted yet, so there are no lists either
        return


@shared_task(name="signing.trust.refresh_authorities")
def refresh_authorities() -> None:
    """Fetch the ministry's list. Its changes are logged, because a person should look at them."""
    if not settings.SIGNING_AUTHORITIES_URL:
        return
    try:
        change = update_authorities(fetch_authorities(), now=timezone.now())
    except (NotFetched, AuthoritiesRefused) as problem:
        log.error("the list of accredited authorities was not renewed: %s", problem)
        return
    for verb, names in ("appeared", change.appeared), ("disappeared", change.disappeared):
        if names:
            log.warning("list of accredited authorities %s, %s: %s", change.edition, verb, "; ".join(names))
