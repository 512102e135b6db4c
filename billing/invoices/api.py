"""Invoices by the API, for both sides: the applicant sees one when it is placed."""

from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.timezone import localdate
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from api import paging
from api.endpoint import Endpoint
from api.money import Roubles
from api.parameters import IDEMPOTENCY_KEY
from cabinet.cases.api.shapes import EntryShape
from cabinet.cases.queries import feed
from documents.queries import chosen_uploads
from documents.views import hand_out
from tenancy.access import Role
from ui.words import one_line

from . import queries, services, states
from .models import Invoice, InvoiceQuerySet

STATES = [(state.code, state.title) for state in states.ALL]


class InvoicesQuery(paging.PageQuery):
    case = serializers.IntegerField(required=False, min_value=1, max_value=paging.BIGGEST, help_text="Номер обращения")
    state = serializers.ChoiceField(choices=STATES, required=False)
    q = serializers.CharField(
        required=False, allow_blank=True, max_length=100, help_text="Номер, плательщик, ИНН, номер заявки"
    )
    since = serializers.DateField(required=False, help_text="Выставлен с этого дня")
    until = serializers.DateField(required=False, help_text="Выставлен по этот день")


class InvoiceRow(serializers.Serializer):
    id = serializers.IntegerField(source="pk")
    case = serializers.IntegerField(source="case_id")
    number = serializers.CharField()
    state = serializers.SerializerMethodField(help_text="`issued`, `awaited`, `partly`, `overdue`, `paid`, …")
    issued_on = serializers.DateField()
    placed_at = serializers.DateTimeField(allow_null=True, help_text="С этого времени его видит заявитель")
    pay_until = serializers.DateField(allow_null=True)
    pay_within = serializers.CharField(help_text="Срок словами, если день не назван")
    amount = Roubles(source="kopecks")
    vat = Roubles(source="vat_kopecks")
    vat_percent = serializers.IntegerField()
    paid = Roubles(source="paid_kopecks")
    left = Roubles(help_text="Осталось оплатить")
    returned = Roubles(source="returned_kopecks")
    paid_on = serializers.DateField(allow_null=True, help_text="День банка, когда оплачен полностью")
    payer = serializers.CharField(source="payer_name")
    payer_inn = serializers.CharField()
    part = serializers.IntegerField(help_text="Какая часть платы")
    parts = serializers.IntegerField()

    def get_state(self, invoice: Invoice) -> str:
        return states.state_of(invoice, self.context["today"]).code


class SellerShape(serializers.Serializer):
    full_name = serializers.CharField()
    inn = serializers.CharField()
    kpp = serializers.CharField()
    bank_account = serializers.CharField()
    bank_name = serializers.CharField()
    bik = serializers.CharField()
    correspondent_account = serializers.CharField()


class InvoiceCard(InvoiceRow):
    basis = serializers.CharField(help_text="Основание")
    purpose = serializers.CharField(help_text="Назначение платежа: перенесите в платёжное поручение дословно")
    seller = SellerShape(help_text="Куда платить")
    has_file = serializers.SerializerMethodField()
    cancel_reason = serializers.CharField()

    def get_has_file(self, invoice: Invoice) -> bool:
        return invoice.document_id is not None


class InvoicePage(serializers.Serializer):
    items = InvoiceRow(many=True)
    next = serializers.CharField(allow_null=True)


class SaidPaid(serializers.Serializer):
    paid_on = serializers.DateField(required=False, allow_null=True, default=None)
    text = serializers.CharField(required=False, allow_blank=True, default="", max_length=500)
    upload = serializers.UUIDField(required=False, allow_null=True, default=None, help_text="Платёжное поручение")


class InvoiceEndpointBase(Endpoint):
    @property
    def seen(self) -> InvoiceQuerySet:
        return queries.listed(self.user).select_related("case", "document")

    @property
    def told(self) -> dict[str, Any]:
        return {"user": self.user, "today": localdate()}


class InvoicesEndpoint(InvoiceEndpointBase):
    shape = InvoiceRow

    @extend_schema(
        operation_id="invoices", parameters=[InvoicesQuery], responses=InvoicePage, summary="Счета",
        tags=["Счета и оплата"],
    )  # fmt: skip
    def get(self, request: Any) -> Response:
        asked, context = self.asked(InvoicesQuery), self.told
        found = queries.found(
            self.seen, words=asked.get("q", ""), state=asked.get("state", ""), since=asked.get("since"),
            until=asked.get("until"), today=context["today"],
        )  # fmt: skip
        if "case" in asked:
            found = found.filter(case=asked["case"])
        rows, following = paging.after(found, moment="issued_at", cursor=asked.get("cursor", ""), limit=asked["limit"])
        return Response({"items": InvoiceRow(rows, many=True, context=context).data, "next": following})


class InvoiceEndpoint(InvoiceEndpointBase):
    shape = InvoiceCard

    @extend_schema(operation_id="invoice", responses=InvoiceCard, summary="Счёт", tags=["Счета и оплата"])
    def get(self, request: Any, pk: int) -> Response:
        return Response(InvoiceCard(get_object_or_404(self.seen, pk=pk), context=self.told).data)


class InvoiceFileEndpoint(InvoiceEndpointBase):
    @extend_schema(
        operation_id="invoice_file", summary="Скачать счёт", tags=["Счета и оплата"],
        responses={302: OpenApiResponse(description="Ссылка на файл в Location, действует минуту")},
    )  # fmt: skip
    def get(self, request: Any, pk: int) -> Any:
        invoice = get_object_or_404(self.seen.exclude(document=None), pk=pk)
        assert invoice.document is not None  # noqa: S101  (the query has asked)
        return hand_out(invoice.document, own=True)


class SaidPaidEndpoint(InvoiceEndpointBase):
    readers = actors = frozenset({Role.APPLICANT})

    @extend_schema(
        operation_id="invoice_said_paid", parameters=[IDEMPOTENCY_KEY], request=SaidPaid, responses={201: EntryShape},
        summary="Сообщить об оплате", tags=["Счета и оплата"],
        description="Слово сетевой организации; оплаченным счёт станет, когда деньги придут по выписке банка.",
    )  # fmt: skip
    def post(self, request: Any, pk: int) -> Response:
        invoice = get_object_or_404(self.seen.standing(), pk=pk)
        if not self.user.may_act:
            raise Http404
        given = self.sent(SaidPaid)
        earlier = invoice.case.entries.filter(key=self.key).first()  # whose upload is over
        entry = earlier or services.say_paid(
            invoice,
            paid_on=given["paid_on"],
            text=one_line(given["text"]),
            order=chosen_uploads(self.user, [str(given["upload"])])[0] if given["upload"] else None,
            by=self.user,
            key=self.key,
            now=self.now,
        )
        shown = feed(invoice.case, self.user).get(pk=entry.pk)
        return Response(EntryShape(shown, context=self.told).data, status=201)
