"""An application by the API: a draft, its answers by the codes of the rule pack, the check, the submission."""

from collections.abc import Mapping
from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response

import accounts.services
from api import matching
from api.endpoint import Endpoint
from api.parameters import IDEMPOTENCY_KEY, IF_MATCH
from api.problems import FieldsWrong
from api.scopes import Scope
from cabinet.cases import queries
from cabinet.cases.api.shapes import CaseCard
from cabinet.cases.drafts.state import DraftState, Sheet
from cabinet.cases.errors import DraftChanged, NotADraft
from cabinet.cases.models import Case, Entry
from cabinet.rules.packs import current_pack
from tenancy.access import Role
from tenancy.errors import DomainError

from . import services
from .checklist import papers_of
from .kind import APPLICATION
from .models import Application
from .readiness import Lack, lacks_of
from .sent_answers import AnswersWrong, read
from .standing import Standing, standing_of


class NotReady(DomainError):
    status = 422
    code = "not_ready"
    message = "Заявка не готова: {texts}. Чего нет только в документах, можно подать, назвав это в agreed."


class Choice(serializers.Serializer):
    code = serializers.CharField()
    label = serializers.CharField()


class QuestionShape(serializers.Serializer):
    code = serializers.CharField()
    label = serializers.CharField()
    type = serializers.CharField()
    required = serializers.BooleanField()
    choices = Choice(many=True)


class Answers(serializers.Serializer):
    answers = serializers.DictField(help_text="Ответы по кодам вопросов и `type` — код типа заявки")
    types = Choice(many=True, help_text="Типы заявок")
    asked = QuestionShape(many=True, help_text="Что спрашивается при таких ответах")


class GivenAnswers(serializers.Serializer):
    answers = serializers.DictField(
        allow_empty=False,
        help_text="Что меняется; null стирает ответ. Дата — ГГГГ-ММ-ДД, да/нет — true/false",
    )


class LackShape(serializers.Serializer):
    code = serializers.CharField()
    text = serializers.CharField()
    point = serializers.CharField(help_text="Пункт правил")
    holds_back = serializers.BooleanField(help_text="Без этого подать нельзя")


class Readiness(serializers.Serializer):
    is_ready = serializers.BooleanField()
    lacks = LackShape(many=True)


class Submission(serializers.Serializer):
    agreed = serializers.ListField(
        child=serializers.CharField(max_length=100), max_length=100, default=list,
        help_text="Коды того, без чего вы подаёте: из проверки готовности",
    )  # fmt: skip


class ApplicantEndpoint(Endpoint):
    readers = actors = frozenset({Role.APPLICANT})

    def found(self, pk: int) -> Application:
        reads = self.request.method in {"GET", "HEAD"}
        cases = Case.objects.visible_to(self.user) if reads else Case.objects.acted_on_by(self.user)
        case = get_object_or_404(cases.filter(kind=APPLICATION).select_related("application", "applicant"), pk=pk)
        application: Application = case.application
        return application

    def standing(self, application: Application, changed: Mapping[str, Any] | None = None) -> Standing:
        return standing_of(application, by_representative=self.user.acting.is_representative, changed=changed)

    def lacks(self, application: Application) -> list[Lack]:
        case, standing = application.case, self.standing(application)
        papers = papers_of(case, standing, case.entries.filter(kind=Entry.Kind.DOCUMENT))
        return lacks_of(case, standing, papers, lacks_phone=accounts.services.lacks_phone(self.user))


class ApplicationsEndpoint(ApplicantEndpoint):
    @extend_schema(
        operation_id="application_start", parameters=[IDEMPOTENCY_KEY], request=None, responses={201: CaseCard},
        summary="Начать заявку", tags=["Заявитель"],
    )  # fmt: skip
    def post(self, request: Any) -> Response:
        if not self.user.may_act or self.user.applicant is None:
            raise Http404
        application = services.start(
            applicant=self.user.applicant, by=self.user, key=self.key, step=current_pack().pages[0].code,
            source=Application.Source.API, now=self.now,
        )  # fmt: skip
        case = get_object_or_404(queries.card_to_act(self.user), pk=application.pk)
        return Response(
            CaseCard(case, context={"user": self.user}).data, status=201,
            headers={"ETag": matching.tag(DraftState.of(case).version)},
        )  # fmt: skip


class AnswersEndpoint(ApplicantEndpoint):
    shape = Answers

    @extend_schema(operation_id="answers", responses=Answers, summary="Ответы и вопросы заявки", tags=["Заявитель"])
    def get(self, request: Any, pk: int) -> Response:
        return self._answers(self.found(pk))

    @extend_schema(
        operation_id="answers_change", parameters=[IF_MATCH], request=GivenAnswers, responses=Answers,
        summary="Заполнить черновик", tags=["Заявитель"],
    )  # fmt: skip
    def patch(self, request: Any, pk: int) -> Response:
        application = self.found(pk)
        version, given = matching.version_of(request), self.sent(GivenAnswers)["answers"]
        if not application.case.is_draft:
            raise NotADraft
        try:
            answers = read(application, given, by_representative=self.user.acting.is_representative)
        except AnswersWrong as wrong:
            raise FieldsWrong(wrong.fields) from wrong
        try:
            services.save_draft(
                application, answers=answers, step=application.step, sheet=Sheet(version=version), now=self.now
            )
        except DraftChanged as refusal:
            raise matching.VersionPassed from refusal
        return self._answers(self.found(pk))

    def _answers(self, application: Application) -> Response:
        standing = self.standing(application)
        pack = standing.pack
        asked = [
            {
                "code": one.code,
                "label": one.label,
                "type": one.type,
                "required": one.is_required(standing.facts),
                "choices": [{"code": choice.code, "label": choice.label} for choice in one.choices],
            }
            for one in standing.asked()
        ]
        types = [{"code": type_.code, "label": type_.title} for type_ in pack.types]
        shown = Answers({"answers": application.given, "types": types, "asked": asked}).data
        return Response(shown, headers={"ETag": matching.tag(DraftState.of(application.case).version)})


class ReadinessEndpoint(ApplicantEndpoint):
    shape = Readiness

    @extend_schema(operation_id="readiness", responses=Readiness, summary="Проверка готовности", tags=["Заявитель"])
    def get(self, request: Any, pk: int) -> Response:
        application = self.found(pk)
        lacks = self.lacks(application) if application.case.is_draft else []
        return Response(Readiness({"is_ready": not lacks, "lacks": lacks}).data)


class SubmissionEndpoint(ApplicantEndpoint):
    scopes = {"POST": Scope.SUBMIT}

    @extend_schema(
        operation_id="application_submit", parameters=[IDEMPOTENCY_KEY], request=Submission, responses={201: CaseCard},
        summary="Подать заявку", tags=["Заявитель"],
    )  # fmt: skip
    def post(self, request: Any, pk: int) -> Response:
        application, agreed = self.found(pk), set(self.sent(Submission)["agreed"])
        if application.case.is_draft:
            missing = [lack for lack in self.lacks(application) if lack.holds_back or lack.code not in agreed]
            if missing:
                raise NotReady(texts="; ".join(lack.text for lack in missing))
        services.submit(application, answers={}, step=application.step, by=self.user, now=self.now)
        case = queries.card(self.user, pk)
        return Response(CaseCard(case, context={"user": self.user}).data, status=201)
