"""«Заявители» by the API, for the company: what its screens show."""

from datetime import date
from typing import Any

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.response import Response

from accounts.models import Applicant, LegalForm
from api import paging
from api.endpoint import Endpoint
from tenancy.access import Role

from . import queries
from .asked import BLOCKS, details_of


class ApplicantsQuery(paging.PageQuery):
    q = serializers.CharField(
        required=False, allow_blank=True, max_length=200, help_text="Слова: имя, наименование, СНИЛС, ИНН, e-mail"
    )
    blocked = serializers.BooleanField(required=False, default=False, help_text="Только заблокированные")


class ApplicantRow(serializers.Serializer):
    id = serializers.IntegerField(source="pk")
    legal_form = serializers.ChoiceField(choices=LegalForm.choices)
    title = serializers.CharField(help_text="Как он назван в списках")
    inn = serializers.CharField()
    ogrn = serializers.CharField()
    kpp = serializers.CharField()
    snils = serializers.CharField()
    email = serializers.CharField()
    phone = serializers.CharField()
    created_at = serializers.DateTimeField()
    blocked_at = serializers.DateTimeField(allow_null=True)


class ListedApplicant(ApplicantRow):
    cases_count = serializers.IntegerField(help_text="Обращений, без черновиков")


class ApplicantCard(ApplicantRow):
    organisation_name = serializers.CharField()
    last_name = serializers.CharField(help_text="У организации — руководителя")
    first_name = serializers.CharField()
    middle_name = serializers.CharField()
    block_reason = serializers.CharField()
    details = serializers.SerializerMethodField(help_text="«Данные»: что спрашивается у этой формы, по именам")

    @extend_schema_field({"type": "object", "additionalProperties": {"type": "string"}})
    def get_details(self, applicant: Applicant) -> dict[str, str]:
        told = details_of(applicant)
        names = [name for _title, names in BLOCKS[applicant.legal_form] for name in names]
        return {name: _plain(getattr(told, name)) for name in names}


class ApplicantPage(serializers.Serializer):
    items = ListedApplicant(many=True)
    next = serializers.CharField(allow_null=True)


class ApplicantsEndpoint(Endpoint):
    readers = frozenset({Role.STAFF})
    shape = ListedApplicant

    @extend_schema(
        operation_id="applicants", parameters=[ApplicantsQuery], responses=ApplicantPage, summary="Заявители",
        tags=["Сетевая организация"],
    )  # fmt: skip
    def get(self, request: Any) -> Response:
        asked = self.asked(ApplicantsQuery)
        rows, following = paging.after(
            queries.listed(asked.get("q", ""), blocked=asked["blocked"]),
            moment="created_at",
            cursor=asked.get("cursor", ""),
            limit=asked["limit"],
        )
        return Response({"items": ListedApplicant(rows, many=True).data, "next": following})


class ApplicantEndpoint(Endpoint):
    readers = frozenset({Role.STAFF})
    shape = ApplicantCard

    @extend_schema(operation_id="applicant", responses=ApplicantCard, summary="Заявитель", tags=["Сетевая организация"])
    def get(self, request: Any, pk: int) -> Response:
        found = get_object_or_404(Applicant.objects.visible_to(self.user), pk=pk)
        return Response(ApplicantCard(found).data)


def _plain(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else str(value or "")
