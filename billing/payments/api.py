"""Payments by the API: the list of the company, what has paid an invoice, and «Отметить оплату» by hand."""

from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from api import paging
from api.endpoint import Endpoint
from api.money import Roubles, kopecks
from api.parameters import IDEMPOTENCY_KEY
from api.scopes import Scope
from billing.invoices.models import Invoice
from cabinet.contracts.rights import may_record_payments
from tenancy.access import Role
from ui.words import one_line

from . import queries, services
from .models import Payment


class PaymentsQuery(paging.PageQuery):
    q = serializers.CharField(
        required=False, allow_blank=True, max_length=200, help_text="Номер, плательщик, ИНН, счёт или назначение"
    )
    state = serializers.ChoiceField(choices=[("undecided", "Ждут решения")], required=False)
    source = serializers.ChoiceField(choices=Payment.Source.choices, required=False)
    since = serializers.DateField(required=False, help_text="Поступил с этого дня")
    until = serializers.DateField(required=False, help_text="Поступил по этот день")


class AppliedShape(serializers.Serializer):
    """What has paid an invoice."""

    payment = serializers.IntegerField(source="payment_id")
    number = serializers.CharField(source="payment.number", help_text="Номер документа банка")
    received_on = serializers.DateField(source="payment.received_on", help_text="День банка")
    amount = Roubles(source="kopecks", help_text="Сколько отнесено на этот счёт")


class Applied(serializers.Serializer):
    items = AppliedShape(many=True)


class OnInvoice(serializers.Serializer):
    invoice = serializers.IntegerField(source="invoice_id", allow_null=True)
    number = serializers.CharField(source="invoice.number")
    amount = Roubles(source="kopecks")


class PaymentShape(serializers.Serializer):
    id = serializers.IntegerField(source="pk")
    source = serializers.ChoiceField(choices=Payment.Source.choices)
    number = serializers.CharField(help_text="Номер документа банка")
    received_on = serializers.DateField(help_text="День банка: он решает, в срок ли оплачено")
    booked_on = serializers.DateField(help_text="День учёта: другой, если месяц закрыт")
    amount = Roubles(source="kopecks")
    left = Roubles(help_text="Ещё никуда не отнесено")
    payer = serializers.CharField()
    payer_inn = serializers.CharField()
    purpose = serializers.CharField()
    is_undecided = serializers.SerializerMethodField(help_text="Ждёт решения человека")
    invoices = OnInvoice(source="standing", many=True, help_text="На какие счета отнесён")

    def get_is_undecided(self, payment: Payment) -> bool:
        return payment.left > 0 or not payment.is_bank_day


class PaymentPage(serializers.Serializer):
    items = PaymentShape(many=True)
    next = serializers.CharField(allow_null=True)


class NewPayment(serializers.Serializer):
    number = serializers.CharField(max_length=100, help_text="Номер платёжного поручения: по нему узнается и выписка")
    received_on = serializers.DateField(help_text="День банка")
    amount = serializers.DecimalField(max_digits=13, decimal_places=2, min_value=0, help_text="Рубли: «12500.00»")
    payer = serializers.CharField(required=False, allow_blank=True, default="", max_length=500)
    purpose = serializers.CharField(required=False, allow_blank=True, default="", max_length=500)


class AllPaymentsEndpoint(Endpoint):
    shape = PaymentShape

    readers = frozenset({Role.STAFF})

    @extend_schema(
        operation_id="payments", parameters=[PaymentsQuery], responses=PaymentPage, summary="Платежи",
        tags=["Счета и оплата"],
    )  # fmt: skip
    def get(self, request: Any) -> Response:
        asked = self.asked(PaymentsQuery)
        found = queries.listed(
            words=asked.get("q", ""), state=asked.get("state", ""), source=asked.get("source", ""),
            since=asked.get("since"), until=asked.get("until"),
        )  # fmt: skip
        rows, following = paging.by_number(found, cursor=asked.get("cursor", ""), limit=asked["limit"])
        return Response({"items": PaymentShape(rows, many=True).data, "next": following})


class PaymentEndpoint(Endpoint):
    shape = PaymentShape

    readers = frozenset({Role.STAFF})

    @extend_schema(operation_id="payment", responses=PaymentShape, summary="Платёж", tags=["Счета и оплата"])
    def get(self, request: Any, pk: int) -> Response:
        return Response(PaymentShape(_shown(pk)).data)


class InvoicePaymentsEndpoint(Endpoint):
    shape = AppliedShape

    actors = frozenset({Role.CLERK})
    scopes = {"POST": Scope.PAYMENTS}

    @extend_schema(
        operation_id="invoice_payments", responses=Applied, summary="Чем оплачен счёт", tags=["Счета и оплата"]
    )
    def get(self, request: Any, pk: int) -> Response:
        return Response(Applied({"items": queries.payments_of(self._invoice(pk))}).data)

    @extend_schema(
        operation_id="invoice_pay", parameters=[IDEMPOTENCY_KEY], request=NewPayment, responses={201: PaymentShape},
        summary="Отметить оплату счёта", tags=["Счета и оплата"],
        description="Излишек ждёт решения человека. Тот же документ в выписке банка не станет вторым платежом.",
    )  # fmt: skip
    def post(self, request: Any, pk: int) -> Response:
        invoice = self._invoice(pk)
        if not may_record_payments(self.user):
            raise Http404
        given = self.sent(NewPayment)
        payment = services.record_by_hand(
            invoice,
            number=given["number"],
            received_on=given["received_on"],
            kopecks=kopecks(given["amount"]),
            payer=one_line(given["payer"]),
            purpose=one_line(given["purpose"]),
            by=self.user,
            key=self.key,
            now=self.now,
        )
        return Response(PaymentShape(_shown(payment.pk)).data, status=201)

    def _invoice(self, pk: int) -> Invoice:
        return get_object_or_404(Invoice.objects.visible_to(self.user), pk=pk)


def _shown(pk: int) -> Any:
    return get_object_or_404(queries.listed(since=None, until=None), pk=pk)
