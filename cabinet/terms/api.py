"""«Сроки» of an application by the API, the same for both sides."""

from typing import Any

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from api.endpoint import Endpoint
from cabinet.cases.kinds import kinds_with_stages
from cabinet.cases.models import Case

from .rows import term_rows
from .shown import Shown


class TermShape(serializers.Serializer):
    code = serializers.CharField(source="term.code")
    title = serializers.CharField(source="term.title")
    whose = serializers.CharField(source="term.whose", help_text="`company`, `applicant`, `supplier`")
    state = serializers.CharField(source="term.state")
    started_on = serializers.DateField(source="term.started_on")
    last_day = serializers.DateField(source="term.last_day", allow_null=True)
    ended_on = serializers.DateField(source="term.ended_on", allow_null=True)
    late_days = serializers.IntegerField(source="term.late_days")
    is_reckoned = serializers.BooleanField(
        source="term.needs_lawyer", help_text="Расчётный срок: ни один источник его не решает, нужен юрист"
    )
    said = serializers.CharField(help_text="Словами: «осталось 2 рабочих дня»")
    point = serializers.CharField()


class Terms(serializers.Serializer):
    items = TermShape(many=True)


class TermsEndpoint(Endpoint):
    shape = TermShape

    @extend_schema(
        operation_id="terms", responses=Terms, summary="Сроки заявки", tags=["Обращения"],
        description="Пусто, пока по ответам заявки не определить категорию. Этапы — в карточке обращения.",
    )  # fmt: skip
    def get(self, request: Any, pk: int) -> Response:
        cases = Case.objects.visible_to(self.user).submitted().filter(kind__in=kinds_with_stages())
        case = get_object_or_404(cases.select_related("application", "applicant"), pk=pk)
        shown = Shown.of(case)
        return Response(Terms({"items": term_rows(shown.told, shown.grounds) if shown else []}).data)
