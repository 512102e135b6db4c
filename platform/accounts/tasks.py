from django.utils import timezone

from tenancy.companies import nightly

from .models import Session
from .services.kept_forms import sweep_kept_forms


@nightly("accounts.sweep_sessions")
def sweep_sessions() -> None:
    """Delete expired sessions and kept forms of operators and of every company."""
    now = timezone.now()
    Session.objects.filter(expire_date__lte=now).delete()
    sweep_kept_forms(now=now)
