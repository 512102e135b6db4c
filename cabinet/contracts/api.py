"""«Оплата поступила» by the API, for the system in which the company keeps its books."""

from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from api.endpoint import Endpoint
from api.parameters import IDEMPOTENCY_KEY
from api.scopes import Scope
from cabinet.cases import queries
from tenancy.access import Role

from . import services
from .rights import may_record_payments


class NewPayment(serializers.Serializer):
    received_on = serializers.DateField(help_text="День по выписке банка: он решает, в срок ли оплачено")
    amount = serializers.DecimalField(max_digits=13, decimal_places=2, help_text="Рубли, например «12500.00»")
    evidence = serializers.CharField(max_length=200, help_text="Платёжное поручение № 45 от 12.03.2026")


class PaymentShape(serializers.Serializer):
    id = serializers.IntegerField(source="pk")
    received_on = serializers.DateField(source="happened_on")
    amount = serializers.CharField(source="details.amount")
    evidence = serializers.CharField(source="details.evidence")
    doubt = serializers.CharField(
        source="details.doubt", help_text="`late`, `partial`, `closed`: решит человек; пусто, если сомнений нет"
    )


class PaymentsEndpoint(Endpoint):
    readers = actors = frozenset({Role.CLERK})
    scopes = {"POST": Scope.PAYMENTS}

    @extend_schema(
        operation_id="payment_record", parameters=[IDEMPOTENCY_KEY], request=NewPayment, responses={201: PaymentShape},
        summary="Оплата поступила", tags=["Сетевая организация"],
    )  # fmt: skip
    def post(self, request: Any, pk: int) -> Response:
        case = get_object_or_404(queries.card_to_act(self.user).submitted(), pk=pk)
        if not may_record_payments(self.user) or not case.nature.has_stages:
            raise Http404
        payment = services.record_payment(case, **self.sent(NewPayment), by=self.user, key=self.key, now=self.now)
        return Response(PaymentShape(payment).data, status=201)
