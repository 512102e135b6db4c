"""Signing by the API: what waits for a signature, a signature that was made outside, and what was signed by whom.

A code from an SMS signs only on the page: it is the person who answers for it, not a program.
"""

from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.response import Response

from accounts.models import User
from api import paging
from api.endpoint import Endpoint
from audit import record
from cabinet.cases.models import Entry
from documents.storage import attachment
from signing import services
from signing.models import Signature, SignatureRequest
from signing.papers import signature_file
from signing.queries import requests_of
from signing.rights import may_sign
from tenancy.company import current_company

from . import queries

# Base64 of the largest signature and a little more: the verdict names what is too large.
LONGEST = 2 * 1024 * 1024


class SignaturesQuery(paging.PageQuery):
    state = serializers.ChoiceField(choices=SignatureRequest.State.choices, required=False)


class RequestShape(serializers.Serializer):
    id = serializers.IntegerField(source="request.pk")
    case = serializers.IntegerField(source="case.pk")
    document = serializers.IntegerField(source="entry.pk", help_text="Номер для /documents/{id}/file/")
    title = serializers.CharField(source="request.title")
    kind = serializers.ChoiceField(
        source="request.kind", choices=SignatureRequest.Kind.choices, help_text="Кодом из СМС подписывают на странице"
    )
    state = serializers.ChoiceField(source="request.state", choices=SignatureRequest.State.choices)
    due_on = serializers.DateField(source="request.due_on", allow_null=True, help_text="Подписать до, включительно")
    is_overdue = serializers.BooleanField()
    may_sign = serializers.SerializerMethodField(help_text="Владелец ключа может подписать сейчас")
    sha256 = serializers.CharField(source="document.sha256", help_text="Того файла, который подписывают")
    reason = serializers.CharField(source="request.reason", help_text="Причина отказа или отзыва")

    def get_may_sign(self, item: queries.Item) -> bool:
        is_turn = item.request.state == SignatureRequest.State.AVAILABLE and not item.is_overdue
        return is_turn and may_sign(item.request, self.context["user"])


class RequestPage(serializers.Serializer):
    items = RequestShape(many=True)
    next = serializers.CharField(allow_null=True)


class NewSignature(serializers.Serializer):
    signature = serializers.CharField(
        max_length=LONGEST, help_text="Отсоединённая подпись CAdES файла, Base64 или PEM, до 1 МБ"
    )


class Refusal(serializers.Serializer):
    reason = serializers.CharField(max_length=300, help_text="Её увидят все участники")


class SignatureShape(serializers.Serializer):
    id = serializers.IntegerField(source="pk")
    status = serializers.ChoiceField(
        choices=Signature.Status.choices, help_text="`indeterminate`: узнаём, не отозван ли сертификат"
    )
    signer = serializers.CharField()
    position = serializers.CharField()
    signed_at = serializers.DateTimeField()
    checked_at = serializers.DateTimeField()
    check_code = serializers.CharField(help_text="По нему подпись проверяет кто угодно на странице кабинета")
    file = serializers.SerializerMethodField(help_text="Откуда её скачать, с ключом")

    def get_file(self, signature: Signature) -> str:
        return f"{current_company().address}{reverse('api_signature_file', args=[signature.pk])}"


class PartyShape(serializers.Serializer):
    id = serializers.IntegerField(source="pk", help_text="Номер запроса подписи")
    side = serializers.ChoiceField(choices=SignatureRequest.Side.choices)
    kind = serializers.ChoiceField(choices=SignatureRequest.Kind.choices)
    state = serializers.ChoiceField(choices=SignatureRequest.State.choices)
    due_on = serializers.DateField(allow_null=True)
    reason = serializers.CharField(help_text="Причина отказа или отзыва")
    signature = serializers.SerializerMethodField()

    @extend_schema_field(SignatureShape(allow_null=True))
    def get_signature(self, request: SignatureRequest) -> Any:
        return SignatureShape(request.signature).data if request.signature else None


class Parties(serializers.Serializer):
    items = PartyShape(many=True)


class SigningEndpoint(Endpoint):
    makes = False  # the same signature or refusal again is the same one

    def found(self, pk: int) -> queries.Item:
        try:
            return queries.item_for(self.user, pk)
        except ObjectDoesNotExist:
            raise Http404 from None

    def shown(self, pk: int) -> Response:
        return Response(RequestShape(self.found(pk), context={"user": self.user}).data)


class SignaturesEndpoint(Endpoint):
    shape = RequestShape

    @extend_schema(
        operation_id="signatures", parameters=[SignaturesQuery], responses=RequestPage, summary="На подпись",
        tags=["Подписи"], description="Что просят подписать вашу сторону. `state=available` — ждёт подписи сейчас.",
    )  # fmt: skip
    def get(self, request: Any) -> Response:
        asked = self.asked(SignaturesQuery)
        visible = Entry.objects.visible_to(self.user).filter(document__isnull=False).values("document")
        found = queries.requests_for(self.user).filter(document__in=visible).select_related("asked_by")
        if "state" in asked:
            found = found.filter(state=asked["state"])
        rows, following = paging.by_number(found, cursor=asked.get("cursor", ""), limit=asked["limit"])
        items = RequestShape(queries.items(rows, self.user), many=True, context={"user": self.user}).data
        return Response({"items": items, "next": following})


class SignatureRequestEndpoint(SigningEndpoint):
    shape = RequestShape

    @extend_schema(operation_id="signature_request", responses=RequestShape, summary="Запрос подписи", tags=["Подписи"])
    def get(self, request: Any, pk: int) -> Response:
        return self.shown(pk)


class SignEndpoint(SigningEndpoint):
    @extend_schema(
        operation_id="signature_give", request=NewSignature, responses=RequestShape, summary="Подписать УКЭП",
        tags=["Подписи"],
        description=(
            "Подпись проверяется тут же: чей сертификат, не изменён ли файл. Та же подпись в повторе — тот же ответ. "
            "`checking` в ответе: подпись принята, узнаём, не отозван ли сертификат."
        ),
    )  # fmt: skip
    def post(self, request: Any, pk: int) -> Response:
        item = self.found(pk)
        raw = self.sent(NewSignature)["signature"].encode()
        services.sign_qualified(item.request, raw, by=self.user, now=self.now)
        return self.shown(pk)


class RefuseEndpoint(SigningEndpoint):
    @extend_schema(
        operation_id="signature_refuse", request=Refusal, responses=RequestShape, summary="Отказаться подписать",
        tags=["Подписи"],
    )  # fmt: skip
    def post(self, request: Any, pk: int) -> Response:
        item = self.found(pk)
        services.decline(item.request, reason=self.sent(Refusal)["reason"], by=self.user, now=self.now)
        return self.shown(pk)


class PartiesEndpoint(Endpoint):
    shape = PartyShape

    @extend_schema(
        operation_id="document_signatures", responses=Parties, summary="Подписи документа", tags=["Подписи"],
        description="Пусто у документа, который никто не подписывает.",
    )  # fmt: skip
    def get(self, request: Any, pk: int) -> Response:
        user: User = self.user
        document = queries.document_of(get_object_or_404(queries.entries_for(user), pk=pk))
        return Response(Parties({"items": requests_of([document.pk]).get(document.pk, [])}).data)


class SignatureFileEndpoint(Endpoint):
    @extend_schema(
        operation_id="signature_file", summary="Скачать подпись", tags=["Подписи"],
        responses={(200, "application/octet-stream"): OpenApiTypes.BINARY},
    )  # fmt: skip
    def get(self, request: Any, pk: int) -> HttpResponse:
        found = get_object_or_404(queries.signatures_for(self.user), pk=pk)
        file = signature_file(found)
        record(self.user, "signature.downloaded", found, now=self.now)
        answer = HttpResponse(file.content, content_type="application/octet-stream")
        answer["Content-Disposition"] = attachment(file.file_name)
        return answer
