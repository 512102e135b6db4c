"""«Оплата поступила» by the API, for the system in which the company keeps its books."""

from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from accounts.models import User
from api.endpoint import Endpoint
from api.parameters import IDEMPOTENCY_KEY
from api.scopes import Scope
from cabinet.cases import queries
from tenancy.access import Role

from . import services
from .models import Fact
from .queries import contract_of
from .rights import may_record_payments


class NewContractPayment(serializers.Serializer):
    received_on = serializers.DateField(help_text="День по выписке банка: он решает, в срок ли оплачено")
    amount = serializers.DecimalField(max_digits=13, decimal_places=2, help_text="Рубли, например «12500.00»")
    evidence = serializers.CharField(max_length=200, help_text="Платёжное поручение № 45 от 12.03.2026")


class ContractPayment(serializers.Serializer):
    id = serializers.IntegerField(source="pk")
    received_on = serializers.DateField(source="happened_on")
    amount = serializers.CharField(source="details.amount")
    evidence = serializers.CharField(source="details.evidence")
    doubt = serializers.SerializerMethodField(
        help_text="Для сетевой организации: `late`, `partial`, `closed` — решит человек; пусто, если сомнений нет"
    )

    def get_doubt(self, payment: Fact) -> str:
        user: User = self.context["user"]
        return payment.detail("doubt", "") if user.is_staff_of_company else ""


class ContractPayments(serializers.Serializer):
    items = ContractPayment(many=True)


class PaymentsEndpoint(Endpoint):
    shape = ContractPayment

    actors = frozenset({Role.CLERK})
    scopes = {"POST": Scope.PAYMENTS}

    @extend_schema(
        operation_id="case_payments", responses=ContractPayments, summary="Оплата по договору", tags=["Счета и оплата"],
        description="Что записано в договоре заявки. Платежи по счетам — у счёта.",
    )  # fmt: skip
    def get(self, request: Any, pk: int) -> Response:
        case = queries.card(self.user, pk)
        if case is None or case.is_draft or not case.nature.has_stages:
            raise Http404
        return Response(ContractPayments({"items": contract_of(case).payments}, context={"user": self.user}).data)

    @extend_schema(
        operation_id="payment_record", parameters=[IDEMPOTENCY_KEY], request=NewContractPayment,
        responses={201: ContractPayment}, summary="Оплата поступила", tags=["Сетевая организация"],
    )  # fmt: skip
    def post(self, request: Any, pk: int) -> Response:
        case = get_object_or_404(queries.card_to_act(self.user).submitted(), pk=pk)
        if not may_record_payments(self.user) or not case.nature.has_stages:
            raise Http404
        payment = services.record_payment(
            case, **self.sent(NewContractPayment), by=self.user, key=self.key, now=self.now
        )
        return Response(ContractPayment(payment, context={"user": self.user}).data, status=201)
