"""Webhooks by the API: a program sets up its own, looks at what was delivered and tries again."""

from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from api import paging
from api.endpoint import Endpoint as ApiEndpoint
from api.parameters import IDEMPOTENCY_KEY
from api.problems import FieldsWrong
from audit import told
from tenancy.access import Role

from . import ports, queries, services
from .address import LONGEST, AddressRefused
from .models import Delivery, Endpoint
from .rights import may_have_webhooks

EVERYBODY = frozenset({Role.APPLICANT, Role.ADMINISTRATOR})


class WebhookShape(serializers.Serializer):
    id = serializers.IntegerField(source="pk")
    name = serializers.CharField()
    url = serializers.CharField()
    events = serializers.ListField(child=serializers.CharField(), help_text="Пусто — все, и те, что появятся позже")
    kinds = serializers.ListField(child=serializers.CharField(), help_text="Виды обращений; пусто — все")
    made_at = serializers.DateTimeField()
    paused_at = serializers.DateTimeField(allow_null=True)
    failing_since = serializers.DateTimeField(allow_null=True, help_text="С какого времени ничего не принято")


class MadeWebhook(WebhookShape):
    secret = serializers.CharField(help_text="Больше показан не будет")


class WebhookPage(serializers.Serializer):
    items = WebhookShape(many=True)
    next = serializers.CharField(allow_null=True)


class NewSecret(serializers.Serializer):
    secret = serializers.CharField(help_text="Подписывает со следующей попытки; больше показан не будет")


class NewWebhook(serializers.Serializer):
    name = serializers.CharField(max_length=100)
    url = serializers.CharField(max_length=LONGEST, help_text="https://, порт 443 или 8443, имя сайта")
    events = serializers.ListField(
        child=serializers.CharField(max_length=60), max_length=100, default=list, help_text="Коды из /events/"
    )
    kinds = serializers.ListField(child=serializers.CharField(max_length=40), max_length=20, default=list)


class ChangedWebhook(serializers.Serializer):
    name = serializers.CharField(max_length=100, required=False)
    url = serializers.CharField(max_length=LONGEST, required=False)
    events = serializers.ListField(child=serializers.CharField(max_length=60), max_length=100, required=False)
    kinds = serializers.ListField(child=serializers.CharField(max_length=40), max_length=20, required=False)


class DeliveryShape(serializers.Serializer):
    id = serializers.IntegerField(source="pk")
    webhook_id = serializers.SerializerMethodField(help_text="Тот же, что в заголовке запроса")
    event = serializers.CharField()
    made_at = serializers.DateTimeField()
    attempts = serializers.IntegerField()
    tried_at = serializers.DateTimeField(allow_null=True)
    status = serializers.IntegerField(allow_null=True, help_text="Код ответа вашего сервера")
    answer = serializers.CharField()
    delivered_at = serializers.DateTimeField(allow_null=True)
    ended_at = serializers.DateTimeField(allow_null=True, help_text="Больше не отправляется")

    def get_webhook_id(self, delivery: Delivery) -> str:
        return f"msg_{delivery.webhook_id.hex}"


class DeliveryPage(serializers.Serializer):
    items = DeliveryShape(many=True)
    next = serializers.CharField(allow_null=True)


class WebhookEndpointBase(ApiEndpoint):
    """A key with the scope to read sees webhooks, one with the scope to write sets them up."""

    readers = actors = EVERYBODY

    def found(self, pk: int) -> Endpoint:
        return get_object_or_404(Endpoint.objects.visible_to(self.user), pk=pk)

    def checked(self, given: dict[str, Any]) -> dict[str, Any]:
        """What nobody could be told of is refused by its name, as the page would not offer it. Raises FieldsWrong."""
        for_applicant = not self.user.is_staff_of_company
        known = {
            "events": set(told.catalogue(for_applicant=for_applicant)),
            "kinds": set() if for_applicant else {code for code, _words in ports.kinds()},
        }
        wrong = {name: sorted(set(given.get(name, [])) - codes) for name, codes in known.items()}
        if any(wrong.values()):
            raise FieldsWrong({name: [f"Этого нет: {', '.join(codes)}"] for name, codes in wrong.items() if codes})
        return given


class WebhooksEndpoint(WebhookEndpointBase):
    shape = WebhookShape

    @extend_schema(
        operation_id="webhooks", parameters=[paging.PageQuery], responses=WebhookPage, summary="Вебхуки",
        tags=["Вебхуки"],
    )  # fmt: skip
    def get(self, request: Any) -> Response:
        asked = self.asked(paging.PageQuery)
        rows, following = paging.by_number(
            Endpoint.objects.visible_to(self.user), cursor=asked.get("cursor", ""), limit=asked["limit"]
        )
        return Response({"items": WebhookShape(rows, many=True).data, "next": following})

    @extend_schema(
        operation_id="webhook_make", parameters=[IDEMPOTENCY_KEY], request=NewWebhook, responses={201: MadeWebhook},
        summary="Создать вебхук", tags=["Вебхуки"],
        description="Секрет показывается один раз: повтор того же запроса отвечает 409 и второго вебхука не создаёт.",
    )  # fmt: skip
    def post(self, request: Any) -> Response:
        if not may_have_webhooks(self.user):
            raise Http404
        given = self.checked(self.sent(NewWebhook))
        try:
            made, words = services.make_endpoint(**given, by=self.user, key=self.key, now=self.now)
        except AddressRefused as refusal:
            raise FieldsWrong({"url": [refusal.message]}) from refusal
        return Response({**WebhookShape(made).data, "secret": words}, status=201)


class WebhookEndpoint(WebhookEndpointBase):
    shape = WebhookShape

    @extend_schema(operation_id="webhook", responses=WebhookShape, summary="Вебхук", tags=["Вебхуки"])
    def get(self, request: Any, pk: int) -> Response:
        return Response(WebhookShape(self.found(pk)).data)

    @extend_schema(
        operation_id="webhook_change", request=ChangedWebhook, responses=WebhookShape, summary="Изменить вебхук",
        tags=["Вебхуки"], description="Чего не передано, то остаётся. Что уже ждёт, уйдёт на новый адрес.",
    )  # fmt: skip
    def patch(self, request: Any, pk: int) -> Response:
        found = self.found(pk)
        given = self.checked(self.sent(ChangedWebhook))
        whole = {name: given.get(name, getattr(found, name)) for name in ("name", "url", "events", "kinds")}
        try:
            services.change_endpoint(found, **whole, by=self.user, now=self.now)
        except AddressRefused as refusal:
            raise FieldsWrong({"url": [refusal.message]}) from refusal
        return Response(WebhookShape(self.found(pk)).data)

    @extend_schema(operation_id="webhook_remove", responses={204: None}, summary="Удалить вебхук", tags=["Вебхуки"])
    def delete(self, request: Any, pk: int) -> Response:
        services.remove_endpoint(self.found(pk), by=self.user, now=self.now)
        return Response(status=204)


class PauseEndpoint(WebhookEndpointBase):
    makes = False  # paused is paused

    @extend_schema(
        operation_id="webhook_pause", request=None, responses=WebhookShape, summary="Приостановить",
        tags=["Вебхуки"], description="События ждут не дольше трёх дней.",
    )  # fmt: skip
    def post(self, request: Any, pk: int) -> Response:
        services.pause_endpoint(self.found(pk), by=self.user, now=self.now)
        return Response(WebhookShape(self.found(pk)).data)


class ResumeEndpoint(WebhookEndpointBase):
    makes = False

    @extend_schema(
        operation_id="webhook_resume", request=None, responses=WebhookShape, summary="Возобновить", tags=["Вебхуки"]
    )
    def post(self, request: Any, pk: int) -> Response:
        services.resume_endpoint(self.found(pk), by=self.user, now=self.now)
        return Response(WebhookShape(self.found(pk)).data)


class SecretEndpoint(WebhookEndpointBase):
    makes = False  # whoever has lost the answer asks for another one

    @extend_schema(
        operation_id="webhook_secret", request=None, responses=NewSecret, summary="Новый секрет", tags=["Вебхуки"]
    )
    def post(self, request: Any, pk: int) -> Response:
        return Response({"secret": services.renew_secret(self.found(pk), by=self.user, now=self.now)})


class TestEventEndpoint(WebhookEndpointBase):
    makes = False  # each one is a test of its own

    @extend_schema(
        operation_id="webhook_test", request=None, responses={201: DeliveryShape}, summary="Тестовое событие",
        tags=["Вебхуки"],
    )  # fmt: skip
    def post(self, request: Any, pk: int) -> Response:
        delivery = services.send_test(self.found(pk), by=self.user, now=self.now)
        return Response(DeliveryShape(delivery).data, status=201)


class DeliveriesEndpoint(WebhookEndpointBase):
    shape = DeliveryShape

    @extend_schema(
        operation_id="webhook_deliveries", parameters=[paging.PageQuery], responses=DeliveryPage,
        summary="Журнал доставки", tags=["Вебхуки"],
    )  # fmt: skip
    def get(self, request: Any, pk: int) -> Response:
        asked = self.asked(paging.PageQuery)
        log = Delivery.objects.filter(endpoint=self.found(pk))
        rows, following = paging.by_number(log, cursor=asked.get("cursor", ""), limit=asked["limit"])
        return Response({"items": DeliveryShape(rows, many=True).data, "next": following})


class RepeatEndpoint(WebhookEndpointBase):
    makes = False  # the receiver knows a double by its webhook-id

    @extend_schema(
        operation_id="webhook_repeat", request=None, responses={201: DeliveryShape}, summary="Повторить доставку",
        tags=["Вебхуки"],
    )  # fmt: skip
    def post(self, request: Any, pk: int) -> Response:
        delivery = get_object_or_404(queries.deliveries_of(self.user), pk=pk)
        return Response(DeliveryShape(services.repeat(delivery, by=self.user, now=self.now)).data, status=201)
