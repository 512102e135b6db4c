"""What people do on a card: messages, documents, a request for what is missing, a withdrawal."""

from typing import Any

from django.db.models import Prefetch
from django.http import Http404
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from api.endpoint import Endpoint
from api.parameters import IDEMPOTENCY_KEY
from api.scopes import Scope
from documents.queries import chosen_uploads
from signing.models import SignatureRequest
from tenancy.access import Role
from ui import html
from ui.words import one_line

from .. import queries, services
from ..errors import CaseIsClosed
from ..forms import QUESTION_LIMIT, TEXT_LIMIT
from ..information import RequestedItem
from ..models import Case, Entry
from ..services import Outcome
from ..stages import Stage
from .shapes import CaseCard, EntryShape

SIGNERS = {
    "": (),
    "company": (SignatureRequest.Side.COMPANY,),
    "both": (SignatureRequest.Side.COMPANY, SignatureRequest.Side.APPLICANT),
}


class Message(serializers.Serializer):
    text = serializers.CharField(max_length=TEXT_LIMIT // 2, help_text="Простой текст, абзацы через пустую строку")


class NewDocument(serializers.Serializer):
    upload = serializers.UUIDField(help_text="Ключ загрузки, у которой вызвано finish")
    title = serializers.CharField(
        required=False, allow_blank=True, default="", max_length=300, help_text="Пустое подберём по имени файла"
    )
    comment = serializers.CharField(required=False, allow_blank=True, default="", max_length=TEXT_LIMIT // 2)
    sign = serializers.ChoiceField(
        choices=[("", "Никто"), ("company", "Сетевая организация"), ("both", "Обе стороны")],
        required=False, default="", help_text="Чьи подписи нужны документу сетевой организации",
    )  # fmt: skip
    sign_until = serializers.DateField(
        required=False, allow_null=True, default=None, help_text="Последний день подписания, включительно"
    )


class Asked(serializers.Serializer):
    documents = serializers.ListField(child=serializers.CharField(max_length=300), max_length=50, default=list)
    questions = serializers.ListField(child=serializers.CharField(max_length=300), max_length=50, default=list)
    due_on = serializers.DateField(required=False, allow_null=True, default=None)


class Withdrawal(serializers.Serializer):
    reason = serializers.CharField(required=False, allow_blank=True, default="", max_length=250)


class ItemShape(serializers.Serializer):
    id = serializers.IntegerField(source="pk")
    kind = serializers.ChoiceField(choices=RequestedItem.Kind.choices)
    title = serializers.CharField(help_text="Название документа или вопрос")
    remark = serializers.CharField(help_text="Что не так с тем, что уже есть")
    state = serializers.ChoiceField(choices=RequestedItem.State.choices)
    is_answered = serializers.BooleanField(help_text="Заявитель это передал")


class InformationRequestShape(serializers.Serializer):
    id = serializers.IntegerField(source="pk")
    asked_at = serializers.DateTimeField()
    due_on = serializers.DateField(allow_null=True)
    supplied_at = serializers.DateTimeField(allow_null=True, help_text="Когда заявитель передал ответ")
    closed_at = serializers.DateTimeField(allow_null=True, help_text="Всё принято, или обошлись без ответа")
    items = ItemShape(many=True)


class InformationRequests(serializers.Serializer):
    requests = InformationRequestShape(many=True, help_text="Сначала поздние; действует не больше одного")


class ActEndpoint(Endpoint):
    def submitted(self, pk: int) -> Case:
        return get_object_or_404(queries.card_to_act(self.user).submitted(), pk=pk)

    def entry(self, entry: Entry) -> Response:
        shown = queries.feed(entry.case, self.user).get(pk=entry.pk)
        return Response(EntryShape(shown, context={"user": self.user}).data, status=201)


class MessagesEndpoint(ActEndpoint):
    @extend_schema(
        operation_id="message_add", parameters=[IDEMPOTENCY_KEY], request=Message, responses={201: EntryShape},
        summary="Написать другой стороне", tags=["Обращения"],
    )  # fmt: skip
    def post(self, request: Any, pk: int) -> Response:
        case, text = self.submitted(pk), html.paragraphs(self.sent(Message)["text"])
        common: dict[str, Any] = {"text": text, "by": self.user, "key": self.key, "now": self.now}
        if self.user.is_staff_of_company:
            return self.entry(services.answer(case, outcome=Outcome(), **common))
        return self.entry(services.add_message(case, **common))


class DocumentsEndpoint(ActEndpoint):
    @extend_schema(
        operation_id="document_add", parameters=[IDEMPOTENCY_KEY], request=NewDocument, responses={201: EntryShape},
        summary="Приложить документ", tags=["Документы"],
        description="К черновику — файл заявки, к поданному обращению — документ в ленте.",
    )  # fmt: skip
    def post(self, request: Any, pk: int) -> Response:
        case, given = get_object_or_404(queries.card_to_act(self.user), pk=pk), self.sent(NewDocument)
        if given["sign"] and not self.user.is_staff_of_company:
            raise serializers.ValidationError({"sign": ["Подписи просит сетевая организация"]})
        if earlier := case.entries.filter(key=self.key).first():  # whose upload is over
            return self.entry(earlier)
        [source] = chosen_uploads(self.user, [str(given["upload"])])
        common: dict[str, Any] = {
            "title": one_line(given["title"]), "comment": html.paragraphs(given["comment"]), "by": self.user,
            "key": self.key, "now": self.now,
        }  # fmt: skip
        if case.is_draft:
            return self.entry(services.attach(case, source, **common))
        if sides := SIGNERS[given["sign"]]:
            return self.entry(
                services.send_for_signing(case, source, sides=sides, due_on=given["sign_until"], **common)
            )
        return self.entry(services.add_document(case, source, **common))


class AskedEndpoint(ActEndpoint):
    actors = frozenset({Role.CLERK})
    shape = InformationRequests

    @extend_schema(
        operation_id="information_requests", responses=InformationRequests, summary="Запросы недостающего",
        tags=["Обращения"],
    )  # fmt: skip
    def get(self, request: Any, pk: int) -> Response:
        case = queries.card(self.user, pk)
        if case is None or case.is_draft or not case.nature.has_stages:
            raise Http404
        items = Prefetch("items", RequestedItem.objects.with_answers())
        asked = case.information_requests.prefetch_related(items).order_by("-asked_at", "-pk")
        return Response(InformationRequests({"requests": asked}).data)

    @extend_schema(
        operation_id="information_ask", parameters=[IDEMPOTENCY_KEY], request=Asked, responses={201: CaseCard},
        summary="Запросить недостающее", tags=["Сетевая организация"],
    )  # fmt: skip
    def post(self, request: Any, pk: int) -> Response:
        case, given = self.submitted(pk), self.sent(Asked)
        if not case.nature.has_stages:
            raise Http404
        words = "\n".join(map(one_line, given["questions"]))
        if len(words) > QUESTION_LIMIT:
            raise serializers.ValidationError({"questions": [f"Сократите до {QUESTION_LIMIT} знаков"]})
        services.ask_information(
            case,
            documents=[one_line(title) for title in given["documents"]],
            words=words,
            due_on=given["due_on"],
            by=self.user,
            key=self.key,
            now=self.now,
        )
        return Response(CaseCard(self.submitted(pk), context={"user": self.user}).data, status=201)


class WithdrawalEndpoint(ActEndpoint):
    readers = actors = frozenset({Role.APPLICANT})
    scopes = {"POST": Scope.SUBMIT}
    makes = False  # withdrawn once more, a case stays as it is

    @extend_schema(
        operation_id="case_withdraw", request=Withdrawal, responses=CaseCard, summary="Отозвать обращение",
        tags=["Заявитель"],
    )  # fmt: skip
    def post(self, request: Any, pk: int) -> Response:
        case, given = self.submitted(pk), self.sent(Withdrawal)
        if case.is_closed and case.stage != Stage.WITHDRAWN:
            raise CaseIsClosed
        services.withdraw(case, reason=one_line(given["reason"]), by=self.user, now=self.now)
        return Response(CaseCard(self.submitted(pk), context={"user": self.user}).data)
