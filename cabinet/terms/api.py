"""«Сроки» of an application by the API, for the company."""

from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from api.endpoint import Endpoint
from cabinet.cases.kinds import kinds_with_stages
from cabinet.cases.models import Case
from tenancy.access import Role

from .queries import told_of
from .rows import term_rows


class TermShape(serializers.Serializer):
    code = serializers.CharField(source="term.code")
    title = serializers.CharField(source="term.title")
    whose = serializers.CharField(source="term.whose", help_text="`company`, `applicant`, `supplier`")
    state = serializers.CharField(source="term.state")
    started_on = serializers.DateField(source="term.started_on")
    last_day = serializers.DateField(source="term.last_day", allow_null=True)
    ended_on = serializers.DateField(source="term.ended_on", allow_null=True)
    late_days = serializers.IntegerField(source="term.late_days")
    said = serializers.CharField(help_text="Словами: «осталось 2 рабочих дня»")
    point = serializers.CharField()


class Terms(serializers.Serializer):
    items = TermShape(many=True)


class TermsEndpoint(Endpoint):
    readers = frozenset({Role.STAFF})

    @extend_schema(operation_id="terms", responses=Terms, summary="Сроки заявки", tags=["Сетевая организация"])
    def get(self, request: Any, pk: int) -> Response:
        cases = Case.objects.visible_to(self.user).submitted().filter(kind__in=kinds_with_stages())
        case = get_object_or_404(cases.select_related("application", "applicant"), pk=pk)
        told = told_of([case], looked_on=timezone.localdate()).get(case.pk)
        if told is None and case.is_draft:
            raise Http404
        return Response(Terms({"items": term_rows(told) if told else []}).data)
