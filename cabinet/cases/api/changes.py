"""«Что изменилось с …»: for a system of accounts or an archive that follows all cases of the company."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from api import paging
from api.endpoint import Endpoint
from audit import told
from tenancy.access import Role

from .. import changes
from ..stages import CHOICES

CHANGES, CHANGES_AT_MOST = 100, 500


class ChangesQuery(serializers.Serializer):
    cursor = serializers.CharField(
        required=False, allow_blank=True, help_text="`next` прошлого ответа; без него — с самого начала"
    )
    latest = serializers.BooleanField(
        required=False, default=False, help_text="Ничего не выдавать, вернуть `next` этой минуты"
    )
    limit = serializers.IntegerField(required=False, min_value=1, max_value=CHANGES_AT_MOST, default=CHANGES)


class ChangedCase(serializers.Serializer):
    id = serializers.IntegerField(source="pk")
    kind = serializers.CharField()
    number = serializers.CharField()
    stage = serializers.ChoiceField(choices=CHOICES)
    status = serializers.CharField()


class ChangeShape(serializers.Serializer):
    id = serializers.IntegerField(source="record.pk")
    at = serializers.DateTimeField(source="record.at")
    event = serializers.SerializerMethodField(help_text="Код события: те же события шлют вебхуки")
    case = ChangedCase(allow_null=True, help_text="Какое обращение сейчас; у платежа без счёта — null")
    entry = serializers.IntegerField(allow_null=True, help_text="Запись ленты; у документа — номер для скачивания")
    payment = serializers.IntegerField(allow_null=True, help_text="Номер платежа")

    def get_event(self, change: changes.Change) -> str:
        return change.record.event


class ChangesPage(serializers.Serializer):
    items = ChangeShape(many=True)
    next = serializers.CharField(help_text="Передайте как `cursor` в следующий раз, есть он всегда")
    has_more = serializers.BooleanField(help_text="Спросите сразу: есть ещё")


class EventShape(serializers.Serializer):
    event = serializers.CharField()
    label = serializers.CharField()
    group = serializers.CharField(help_text="Под каким заголовком оно стоит в выборе событий")


class Events(serializers.Serializer):
    items = EventShape(many=True)


class ChangesEndpoint(Endpoint):
    shape = ChangeShape

    readers = frozenset({Role.STAFF})

    @extend_schema(
        operation_id="changes", parameters=[ChangesQuery], responses=ChangesPage, summary="Что изменилось",
        tags=["Изменения"],
        description=(
            "События всех обращений и платежей по порядку. Обращение в ответе такое, какое оно сейчас. "
            "Ни одно событие не пропускается, и курсор не стареет."
        ),
    )  # fmt: skip
    def get(self, request: Any) -> Response:
        asked = self.asked(ChangesQuery)
        if asked["latest"]:
            return Response({"items": [], "next": paging.written([changes.latest()]), "has_more": False})
        found = changes.since(_number(asked.get("cursor", "")), user=self.user, limit=asked["limit"])
        items = ChangeShape(found.items, many=True).data
        return Response({"items": items, "next": paging.written([found.reached]), "has_more": found.has_more})


class EventsEndpoint(Endpoint):
    shape = EventShape

    @extend_schema(operation_id="events", responses=Events, summary="Какие бывают события", tags=["Изменения"])
    def get(self, request: Any) -> Response:
        known = told.catalogue(for_applicant=not self.user.is_staff_of_company)
        return Response(Events({"items": list(known.values())}).data)


def _number(cursor: str) -> int:
    """The number of a record. Raises CursorNotValid."""

    def check(place: Any) -> int:
        (number,) = place
        if type(number) is not int or not 0 <= number <= paging.BIGGEST:
            raise ValueError
        return number

    found: int = paging.read(cursor, check) if cursor else 0
    return found
