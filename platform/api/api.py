"""`/api/v1/me/`: who the key acts as, and what it may do. The first call that somebody makes."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from .endpoint import Endpoint
from .scopes import Scope


class Me(serializers.Serializer):
    key = serializers.CharField(source="name", help_text="Название ключа")
    scopes = serializers.ListField(child=serializers.ChoiceField(choices=Scope.choices))
    expires_at = serializers.DateTimeField()
    side = serializers.SerializerMethodField(help_text="Чья сторона: `applicant` или `company`")
    acts_for = serializers.SerializerMethodField(help_text="За какого заявителя действует; у сотрудника пусто")

    def get_side(self, key: Any) -> str:
        return "company" if key.user.is_staff_of_company else "applicant"

    def get_acts_for(self, key: Any) -> str:
        return "" if key.user.is_staff_of_company else str(key.user.applicant)


class MeEndpoint(Endpoint):
    shape = Me

    @extend_schema(operation_id="me", responses=Me, summary="Кто я", tags=["Ключ"])
    def get(self, request: Any) -> Response:
        return Response(Me(request.auth).data)
