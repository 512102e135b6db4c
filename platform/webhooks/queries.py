from django.db.models import QuerySet

from accounts.models import User

from .models import Delivery, Endpoint

SHOWN = 50


def endpoints_for(user: User) -> QuerySet[Endpoint]:
    """What stands on the page «Вебхуки», the newest first."""
    return Endpoint.objects.visible_to(user).order_by("-made_at", "-pk")


def log_of(endpoint: Endpoint) -> list[Delivery]:
    """The newest deliveries of an endpoint, SHOWN at most."""
    return list(Delivery.objects.filter(endpoint=endpoint).order_by("-pk")[:SHOWN])


def deliveries_of(user: User) -> QuerySet[Delivery]:
    return Delivery.objects.filter(endpoint__in=Endpoint.objects.visible_to(user)).select_related("endpoint")


def people(endpoints: list[Endpoint]) -> dict[int, User]:
    return User.objects.in_bulk({endpoint.user_number for endpoint in endpoints})
