"""How cases and entries look in JSON."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from accounts.models import User
from documents import release

from ..models import Case, Entry
from ..stage_line import line_of
from ..stages import CHOICES


class CaseRow(serializers.Serializer):
    id = serializers.IntegerField()
    kind = serializers.CharField(help_text="`application` или `enquiry`")
    title = serializers.CharField()
    subject = serializers.CharField(help_text="Адрес или тема")
    number = serializers.CharField(help_text="Регистрационный номер, пока не присвоен — пусто")
    stage = serializers.ChoiceField(choices=CHOICES)
    status = serializers.CharField()
    created_at = serializers.DateTimeField()
    submitted_at = serializers.DateTimeField(allow_null=True)
    changed_at = serializers.DateTimeField()
    applicant = serializers.SerializerMethodField(help_text="Для сетевой организации; у заявителя пусто")
    assignee = serializers.SerializerMethodField(help_text="Исполнитель: для сетевой организации")
    due_on = serializers.SerializerMethodField(help_text="Последний день ближайшего срока: для сетевой организации")

    def get_applicant(self, case: Case) -> str:
        return str(case.applicant) if self._is_for_staff else ""

    def get_assignee(self, case: Case) -> str:
        return case.assignee.short_name if self._is_for_staff and case.assignee else ""

    @extend_schema_field(serializers.DateField(allow_null=True))
    def get_due_on(self, case: Case) -> Any:
        due = getattr(case, "due", None) if self._is_for_staff else None
        return due.last_day.isoformat() if due and due.last_day else None

    @property
    def _is_for_staff(self) -> bool:
        user: User = self.context["user"]
        return user.is_staff_of_company


class StageShape(serializers.Serializer):
    title = serializers.CharField()
    state = serializers.CharField(help_text="`done`, `current`, `bad`; впереди — пусто")
    note = serializers.CharField()


class CaseCard(CaseRow):
    stages = serializers.SerializerMethodField()

    @extend_schema_field(StageShape(many=True))
    def get_stages(self, case: Case) -> Any:
        return line_of(case) if case.nature.has_stages and not case.is_draft else []


class FileShape(serializers.Serializer):
    file_name = serializers.CharField()
    size = serializers.IntegerField()
    sha256 = serializers.CharField()
    may_be_opened = serializers.BooleanField(help_text="Можно ли скачать сейчас")


class EntryShape(serializers.Serializer):
    id = serializers.IntegerField(help_text="У документа — и номер для /documents/{id}/file/")
    kind = serializers.ChoiceField(choices=Entry.Kind.choices)
    title = serializers.CharField()
    text = serializers.CharField(source="comment")
    from_company = serializers.BooleanField()
    from_supplier = serializers.BooleanField(help_text="От гарантирующего поставщика")
    created_at = serializers.DateTimeField()
    placed_at = serializers.DateTimeField(allow_null=True)
    withdrawn_at = serializers.SerializerMethodField()
    file = serializers.SerializerMethodField()

    @extend_schema_field(serializers.DateTimeField(allow_null=True))
    def get_withdrawn_at(self, entry: Entry) -> Any:
        if not hasattr(entry, "withdrawal"):
            return None
        return serializers.DateTimeField().to_representation(entry.withdrawal.created_at)

    @extend_schema_field(FileShape(allow_null=True))
    def get_file(self, entry: Entry) -> Any:
        if entry.document is None:
            return None
        user: User = self.context["user"]
        own = entry.is_own_of(user)
        opens = release.may_have(entry.document, own=own) and not hasattr(entry, "withdrawal")
        document = entry.document
        return {
            "file_name": document.file_name, "size": document.size, "sha256": document.sha256, "may_be_opened": opens,
        }  # fmt: skip


class CasePage(serializers.Serializer):
    items = CaseRow(many=True)
    next = serializers.CharField(allow_null=True, help_text="Передайте как `cursor`; на последней странице — null")


class EntryPage(serializers.Serializer):
    items = EntryShape(many=True)
    next = serializers.CharField(allow_null=True)
