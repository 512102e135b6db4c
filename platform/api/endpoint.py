"""What every address of the API has in common: who may call it, with which scope, how often, and what a repeat does."""

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar

from django.http import Http404
from django.utils import timezone
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.renderers import JSONRenderer
from rest_framework.response import Response
from rest_framework.serializers import Serializer
from rest_framework.views import APIView

from accounts.models import User
from tenancy.access import Role
from tenancy.middleware import SAFE_METHODS

from . import sparse
from .authentication import KeyAuthentication
from .body import KeptJson
from .errors import ConsentDue, ScopeMissing
from .idempotency import key_of
from .rate import Rate, count
from .scopes import Scope


class OnlyJson(BaseContentNegotiation):
    """There is one form of answer, so nothing has to be chosen and no client is refused for what it accepts."""

    def select_parser(self, request: Any, parsers: Any) -> Any:
        return next((parser for parser in parsers if "json" in (request.content_type or "")), None)

    def select_renderer(self, request: Any, renderers: Any, format_suffix: Any = None) -> Any:
        return renderers[0], renderers[0].media_type


class Endpoint(APIView):
    """An address of the API. Subjects are found through `visible_to` and `acted_on_by`, as on pages."""

    authentication_classes = [KeyAuthentication]
    permission_classes: ClassVar[list[Any]] = []
    throttle_classes: ClassVar[list[Any]] = []
    renderer_classes = [JSONRenderer]
    parser_classes = [KeptJson]
    content_negotiation_class = OnlyJson

    readers: ClassVar[frozenset[Role]] = frozenset({Role.APPLICANT, Role.STAFF})
    actors: ClassVar[frozenset[Role]] = frozenset({Role.APPLICANT, Role.CLERK})
    scopes: ClassVar[Mapping[str, Scope]] = {}  # by method, where it is not reading and writing
    makes: ClassVar[bool] = True  # whether its POST makes something, and so needs an Idempotency-Key

    shape: ClassVar[type[Serializer] | None] = None  # what GET answers with, of a list each record: for `fields=`

    rate: Rate | None = None
    wanted: frozenset[str] | None = None

    @classmethod
    def as_view(cls, **initkwargs: Any) -> Any:
        view: Any = super().as_view(**initkwargs)
        view.access = frozenset()  # of sessions: a key is asked for instead, see `initial`
        named = {method.upper() for method in cls.http_method_names if hasattr(cls, method)} - {"OPTIONS"}
        view.methods = named | ({"HEAD"} if "GET" in named else set())
        view.is_page = False
        return view

    @property
    def user(self) -> User:
        found: User = self.request.user
        return found

    @property
    def now(self) -> datetime:
        return timezone.now()

    @property
    def key(self) -> uuid.UUID:
        return key_of(self.request)

    def initial(self, request: Any, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        self.rate = count(request.auth)
        self.rate.check()
        is_reading = request.method in SAFE_METHODS
        if not request.user.roles & (self.readers if is_reading else self.actors):
            raise Http404
        scope = self.scopes.get(request.method, Scope.READ if is_reading else Scope.WRITE)
        if scope not in request.auth.scopes:
            raise ScopeMissing(scope=scope.label)
        if not is_reading and request.user.consent_due and Role.APPLICANT in request.user.roles:
            raise ConsentDue
        if request.method == "POST" and self.makes:
            key_of(request)
        if is_reading and self.shape is not None:
            self.wanted = sparse.wanted(request.query_params, self.shape)

    def finalize_response(self, request: Any, response: Any, *args: Any, **kwargs: Any) -> Any:
        if self.wanted and self.shape is not None and isinstance(response, Response) and response.status_code < 300:
            response.data = sparse.only(response.data, self.wanted, self.shape)
        response = super().finalize_response(request, response, *args, **kwargs)
        for name, value in (self.rate.headers if self.rate else {}).items():
            response[name] = value
        return response

    def sent(self, form: type[Serializer]) -> dict[str, Any]:
        """The body, by a serializer. Raises a ValidationError, which becomes a 422 with the fields by name."""
        read = form(data=self.request.data)
        read.is_valid(raise_exception=True)
        found: dict[str, Any] = read.validated_data
        return found

    def asked(self, form: type[Serializer]) -> dict[str, Any]:
        """The query of the address, likewise."""
        read = form(data=self.request.query_params.dict())
        read.is_valid(raise_exception=True)
        found: dict[str, Any] = read.validated_data
        return found
