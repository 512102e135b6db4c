"""A program that calls the API with a key."""

import itertools
from typing import Any

from django.test import Client

from accounts.models import User
from tenancy.company import inside
from tenants.models import GridCompany
from tests import world

_numbers = itertools.count(1)


class Caller:
    """`caller.post("applications/", purpose="Дом")`: JSON both ways. Each POST is a new act unless `once` is given."""

    def __init__(self, host: str, token: str) -> None:
        self.client = Client(HTTP_HOST=host, enforce_csrf_checks=True)
        self.token = token

    def call(self, method: str, path: str, body: Any = None, *, once: str | None = None, **headers: str) -> Any:
        if method == "POST":
            headers["Idempotency-Key"] = once if once is not None else f"call {next(_numbers)}"
        sent: dict[str, Any] = {} if body is None else {"data": body, "content_type": "application/json"}
        send = getattr(self.client, method.lower())
        return send(f"/api/v1/{path}", headers={"Authorization": f"Bearer {self.token}", **headers}, **sent)

    def get(self, path: str, **headers: str) -> Any:
        return self.call("GET", path, **headers)

    def post(self, path: str, *, once: str | None = None, **body: Any) -> Any:
        return self.call("POST", path, body, once=once)

    def patch(self, path: str, body: Any, **headers: str) -> Any:
        return self.call("PATCH", path, body, **headers)


def caller(user: User, company: GridCompany, *scopes: str) -> Caller:
    with inside(company):
        from django.utils import timezone

        _key, token = world.api_key(User.objects.get(pk=user.pk), *scopes, now=timezone.now())
    return Caller(company.host, token)
