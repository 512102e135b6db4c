from datetime import timedelta

from django.utils import timezone

from tenancy.companies import nightly

from . import services

# Long enough for a page that stands open: what is typed on it one day still finds its draft.
BLANK_DRAFT_TERM = timedelta(days=30)


@nightly("cases.sweep_blank_drafts")
def sweep_blank_drafts() -> None:
    services.sweep_blank_drafts(before=timezone.now() - BLANK_DRAFT_TERM)
