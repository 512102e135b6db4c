"""Lists, a card and its feed, and the register, which is changed where it is read."""

from datetime import date
from typing import Any

from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from api import matching, paging
from api.endpoint import Endpoint
from api.parameters import IF_MATCH
from audit import record
from documents.views import hand_out
from tenancy.access import Role
from ui.words import one_line

from .. import queries, services
from ..errors import ChangedMeanwhile
from ..models import Case, CaseQuerySet, Entry
from ..stages import CHOICES
from .shapes import CaseCard, CasePage, CaseRow, EntryPage, EntryShape


class CasesQuery(paging.PageQuery):
    tab = serializers.CharField(required=False, max_length=40, help_text="Вкладка списка: код, как на странице")
    q = serializers.CharField(
        required=False, allow_blank=True, max_length=200, help_text="Слова: адрес, номер, статус, заявитель"
    )
    stage = serializers.ChoiceField(choices=CHOICES, required=False)
    due = serializers.ChoiceField(
        choices=list(queries.DUE_FILTERS.items()), required=False, help_text="Для сетевой организации"
    )
    order = serializers.ChoiceField(
        choices=[("due", "По сроку")], required=False, help_text="Для сетевой организации; без него новое сверху"
    )


class CasesEndpoint(Endpoint):
    shape = CaseRow

    @extend_schema(
        operation_id="cases",
        parameters=[CasesQuery],
        responses=CasePage,
        summary="Список обращений",
        tags=["Обращения"],
    )
    def get(self, request: Any) -> Response:
        asked = self.asked(CasesQuery)
        found = queries.listed(self.user)
        if "tab" in asked:
            tabs = {tab.code: tab for tab in queries.tabs_of(self.user)}
            if asked["tab"] not in tabs:
                raise serializers.ValidationError({"tab": [f"Такой вкладки нет, есть: {', '.join(tabs)}"]})
            found = found.filter(tabs[asked["tab"]].condition)
        found = queries.matching(found, asked.get("q", ""))
        if self.user.is_staff_of_company:
            found = queries.due_in(found, asked.get("due", ""))
        if "stage" in asked:
            found = found.filter(stage=asked["stage"])
        cursor, limit = asked.get("cursor", ""), asked["limit"]
        if self.user.is_staff_of_company and "order" in asked:
            rows, following = _by_due(queries.rows(found, self.user, by_due=True), cursor=cursor, limit=limit)
        else:
            rows, following = paging.after(
                queries.rows(found, self.user), moment="changed_at", cursor=cursor, limit=limit
            )
        return Response({"items": CaseRow(rows, many=True, context={"user": self.user}).data, "next": following})


def _by_due(rows: CaseQuerySet, *, cursor: str, limit: int) -> tuple[list[Case], str | None]:
    """One page of what ends first, in the order of the screen. Cases whose term does not run come last."""
    if cursor:
        day, pk = paging.read(cursor, _due_place)
        later_number = Q(due__last_day=day) if day else Q(due__last_day=None)
        beyond = later_number & Q(pk__gt=pk)
        rows = rows.filter(beyond | Q(due__last_day__gt=day) | Q(due__last_day=None) if day else beyond)
    found = list(rows[: limit + 1])
    if len(found) <= limit:
        return found, None
    last = found[limit - 1]
    return found[:limit], paging.written([last.due.last_day.isoformat() if last.due.last_day else None, last.pk])


def _due_place(place: Any) -> tuple[date | None, int]:
    day, pk = place
    if type(pk) is not int or not 0 <= pk <= paging.BIGGEST:
        raise ValueError
    return (None if day is None else date.fromisoformat(day)), pk


class Register(serializers.Serializer):
    number = serializers.CharField(required=False, allow_blank=True, max_length=40)
    next_number = serializers.BooleanField(required=False, default=False, help_text="Присвоить следующий по шаблону")
    status = serializers.CharField(required=False, max_length=200)


class CaseEndpoint(Endpoint):
    shape = CaseCard

    actors = frozenset({Role.CLERK})

    @extend_schema(operation_id="case", responses=CaseCard, summary="Карточка обращения", tags=["Обращения"])
    def get(self, request: Any, pk: int) -> Response:
        case = queries.card(self.user, pk)
        if case is None:
            raise Http404
        return self._card(case)

    @extend_schema(
        operation_id="case_register", parameters=[IF_MATCH], request=Register, responses=CaseCard,
        summary="Номер и статус", tags=["Сетевая организация"],
    )  # fmt: skip
    def patch(self, request: Any, pk: int) -> Response:
        case = get_object_or_404(queries.card_to_act(self.user).submitted(), pk=pk)
        version, given = matching.version_of(request), self.sent(Register)
        try:
            services.register(
                case,
                number=one_line(given.get("number", case.number)),
                next_number=given["next_number"],
                status=one_line(given.get("status", "")),
                assignee=case.assignee,
                version=version,
                by=self.user,
                now=self.now,
            )
        except ChangedMeanwhile as refusal:
            raise matching.VersionPassed(refusal.message) from refusal
        return self._card(get_object_or_404(queries.card_to_act(self.user), pk=pk))

    def _card(self, case: Case) -> Response:
        shown = CaseCard(case, context={"user": self.user}).data
        return Response(shown, headers={"ETag": matching.tag(case.version)})


class FeedEndpoint(Endpoint):
    shape = EntryShape

    @extend_schema(
        operation_id="feed", parameters=[paging.PageQuery], responses=EntryPage, summary="Лента обращения",
        tags=["Обращения"],
    )  # fmt: skip
    def get(self, request: Any, pk: int) -> Response:
        asked = self.asked(paging.PageQuery)
        case = queries.card(self.user, pk)
        if case is None:
            raise Http404
        rows, following = paging.after(
            queries.feed(case, self.user), moment="created_at", cursor=asked.get("cursor", ""), limit=asked["limit"]
        )
        return Response({"items": EntryShape(rows, many=True, context={"user": self.user}).data, "next": following})


class FileEndpoint(Endpoint):
    @extend_schema(
        operation_id="document_file", summary="Скачать документ", tags=["Документы"],
        responses={302: OpenApiResponse(description="Ссылка на файл в Location, действует минуту")},
    )  # fmt: skip
    def get(self, request: Any, pk: int) -> Any:
        visible = Entry.objects.visible_to(self.user).filter(withdrawal__isnull=True, document__isnull=False)
        entry = get_object_or_404(visible.select_related("document", "case"), pk=pk)
        assert entry.document is not None  # noqa: S101  # looked for with one
        answer = hand_out(entry.document, own=entry.is_own_of(self.user))
        record(self.user, "document.downloaded", entry.document, now=self.now, case=entry.case_id)
        return answer
