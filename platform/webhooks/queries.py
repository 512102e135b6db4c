from django.db.models import QuerySet

from accounts.models import User
from audit import told

from . import ports
from .models import Delivery, Endpoint

SHOWN = 50


def endpoints_for(user: User) -> QuerySet[Endpoint]:
    """What stands on the page «Вебхуки», the newest first."""
    return Endpoint.objects.visible_to(user).order_by("-made_at", "-pk")


def log_of(endpoint: Endpoint) -> list[Delivery]:
    """The newest deliveries of an endpoint, SHOWN at most."""
    return list(Delivery.objects.filter(endpoint=endpoint).order_by("-pk")[:SHOWN])


def events_of(endpoint: Endpoint) -> list[tuple[str, list[str]]]:
    """What it was limited to, as people read it: each heading with the labels of its events. Empty: all."""
    groups = told.grouped()
    chosen = [(name, [one.label for one in events if one.event in endpoint.events]) for name, events in groups.items()]
    return [(name, labels) for name, labels in chosen if labels]


def kinds_of(endpoint: Endpoint) -> list[str]:
    """The kinds of case it was limited to, likewise."""
    words = dict(ports.kinds()) if endpoint.kinds else {}
    return [words.get(kind, kind) for kind in endpoint.kinds]


def deliveries_of(user: User) -> QuerySet[Delivery]:
    return Delivery.objects.filter(endpoint__in=Endpoint.objects.visible_to(user)).select_related("endpoint")


def people(endpoints: list[Endpoint]) -> dict[int, User]:
    return User.objects.in_bulk({endpoint.user_number for endpoint in endpoints})
