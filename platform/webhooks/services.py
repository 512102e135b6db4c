import uuid
from collections.abc import Collection
from datetime import datetime
from urllib.parse import urlsplit

from django.db import transaction

from accounts.models import User
from audit import record, told
from notifications.models import OutboxMessage
from tenancy import due
from tenancy.company import connection
from ui.words import one_line

from . import outbox, payload, secret
from .address import checked
from .delivery import end_waiting
from .errors import EndpointAlreadyMade, EndpointRemoved, NotForWebhooks, TooManyEndpoints
from .models import Delivery, Endpoint
from .rights import may_have_webhooks

ENDPOINTS_AT_MOST = 10  # of one person


@transaction.atomic
def make_endpoint(
    *, name: str, url: str, events: Collection[str], kinds: Collection[str], by: User, key: uuid.UUID, now: datetime
) -> tuple[Endpoint, str]:
    """A new endpoint and its secret, which is shown only here. It is told what the person may know who makes it.

    Raises AddressRefused, TooManyEndpoints, NotForWebhooks; EndpointAlreadyMade on a second press.
    """
    if not may_have_webhooks(by):
        raise NotForWebhooks
    User.objects.select_for_update(no_key=True).get(pk=by.pk)  # two presses at once
    mine = Endpoint.objects.here().filter(user_number=by.pk)
    if mine.filter(press=key).exists():
        raise EndpointAlreadyMade
    if mine.filter(removed_at=None).count() >= ENDPOINTS_AT_MOST:
        raise TooManyEndpoints(most=ENDPOINTS_AT_MOST)
    for_applicant = not by.is_staff_of_company
    words = secret.new()
    made = Endpoint.objects.create(
        schema_name=connection.schema_name,
        user_number=by.pk,
        acts_for=by.applicant.pk if for_applicant and by.applicant else None,
        name=one_line(name),
        url=checked(url),
        events=[event for event in told.catalogue(for_applicant=for_applicant) if event in events],
        kinds=[] if for_applicant else sorted(kinds),
        secret=secret.sealed(words),
        press=key,
        made_at=now,
    )
    record(by, "webhook.made", made, now=now, name=made.name, host=urlsplit(made.url).hostname)
    return made, words


@transaction.atomic
def change_endpoint(
    endpoint: Endpoint,
    *,
    name: str,
    url: str,
    events: Collection[str],
    kinds: Collection[str],
    by: User,
    now: datetime,
) -> Endpoint:
    """What waits goes to the new address too. What was not chosen before is told from now on.

    Raises AddressRefused, EndpointRemoved.
    """
    endpoint = _locked(endpoint)
    for_applicant = endpoint.acts_for is not None
    endpoint.name, endpoint.url = one_line(name), checked(url)
    endpoint.events = [event for event in told.catalogue(for_applicant=for_applicant) if event in events]
    endpoint.kinds = [] if for_applicant else sorted(kinds)
    endpoint.save(update_fields=["name", "url", "events", "kinds"])
    record(by, "webhook.changed", endpoint, now=now, name=endpoint.name, host=urlsplit(endpoint.url).hostname)
    return endpoint


@transaction.atomic
def pause_endpoint(endpoint: Endpoint, *, by: User, now: datetime) -> None:
    """Events are kept for three days, until it goes on. Paused already, it stays as it is."""
    if Endpoint.objects.filter(pk=endpoint.pk, removed_at=None, paused_at=None).update(paused_at=now):
        record(by, "webhook.held", endpoint, now=now, name=endpoint.name)


@transaction.atomic
def renew_secret(endpoint: Endpoint, *, by: User, now: datetime) -> str:
    """A new secret, which is shown only here. From the next attempt on it signs, also what waits.

    Raises EndpointRemoved.
    """
    endpoint = _locked(endpoint)
    words = secret.new()
    endpoint.secret = secret.sealed(words)
    endpoint.save(update_fields=["secret"])
    record(by, "webhook.secret_renewed", endpoint, now=now, name=endpoint.name)
    return words


def _locked(endpoint: Endpoint) -> Endpoint:
    found = Endpoint.objects.here().select_for_update(no_key=True).filter(pk=endpoint.pk, removed_at=None).first()
    if found is None:
        raise EndpointRemoved
    return found


@transaction.atomic
def remove_endpoint(endpoint: Endpoint, *, by: User, now: datetime) -> None:
    """Nothing more is sent, also of what waits."""
    if Endpoint.objects.filter(pk=endpoint.pk, removed_at=None).update(removed_at=now):
        end_waiting(endpoint, now=now)
        record(by, "webhook.removed", endpoint, now=now, name=endpoint.name)


@transaction.atomic
def resume_endpoint(endpoint: Endpoint, *, by: User, now: datetime) -> None:
    """Go on with what has waited, beginning with the oldest; what is older than three days is left out."""
    paused = Endpoint.objects.filter(pk=endpoint.pk, removed_at=None, paused_at__isnull=False)
    if paused.update(paused_at=None, failing_since=None):
        record(by, "webhook.resumed", endpoint, now=now, name=endpoint.name)
        _try_now(endpoint, now=now)


@transaction.atomic
def send_test(endpoint: Endpoint, *, by: User, now: datetime) -> Delivery:
    delivery = outbox.write(endpoint, event=payload.TEST, now=now)
    record(by, "webhook.tested", endpoint, now=now, name=endpoint.name)
    return delivery


@transaction.atomic
def repeat(delivery: Delivery, *, by: User, now: datetime) -> Delivery:
    """Send it once more, at the end of what waits. What still waits is tried at once instead."""
    record(by, "webhook.repeated", delivery.endpoint, now=now, name=delivery.endpoint.name)
    if delivery.is_waiting:
        _try_now(delivery.endpoint, now=now)
        return delivery
    return outbox.write(delivery.endpoint, event=delivery.event, repeated=delivery, now=now)


def _try_now(endpoint: Endpoint, *, now: datetime) -> None:
    """The first that waits leaves at once; the others are looked at again, whoever sends the first sends them."""
    keys = list(Delivery.objects.filter(endpoint=endpoint).waiting().values_list("key", flat=True))
    messages = list(OutboxMessage.objects.filter(key__in=keys).order_by("pk").values_list("pk", flat=True))
    if messages:
        OutboxMessage.objects.filter(pk__in=messages).update(next_attempt_at=now)
        due.plan_many(outbox.DELIVER, dict.fromkeys(messages, now + due.LEASE))
        due.plan_now(outbox.DELIVER, messages[0], now=now)
