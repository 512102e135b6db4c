"""What the API answers with, by the names of the schemas in `docs/api/openapi.yaml`; a test compares the fields."""

from typing import Any, TypedDict


class Me(TypedDict):
    key: str
    scopes: list[str]
    expires_at: str
    side: str
    acts_for: str


class CaseRow(TypedDict):
    id: int
    kind: str
    title: str
    subject: str
    number: str
    stage: str
    status: str
    created_at: str
    submitted_at: str | None
    changed_at: str
    applicant: str
    assignee: str
    due_on: str | None


class StageShape(TypedDict):
    title: str
    state: str
    note: str


class CaseCard(CaseRow):
    stages: list[StageShape]


class CasePage(TypedDict):
    items: list[CaseRow]
    next: str | None


class FileShape(TypedDict):
    file_name: str
    size: int
    sha256: str
    may_be_opened: bool


class EntryShape(TypedDict):
    id: int
    kind: str
    title: str
    text: str
    from_company: bool
    created_at: str
    placed_at: str | None
    withdrawn_at: str | None
    file: FileShape | None


class EntryPage(TypedDict):
    items: list[EntryShape]
    next: str | None


class UploadShape(TypedDict):
    key: str
    chunk_size: int
    parts: list[int]


class Uploaded(TypedDict):
    key: str
    file_name: str
    size: int
    sha256: str


class Choice(TypedDict):
    code: str
    label: str


class QuestionShape(TypedDict):
    code: str
    label: str
    type: str
    required: bool
    choices: list[Choice]


class Answers(TypedDict):
    answers: dict[str, Any]
    types: list[Choice]
    asked: list[QuestionShape]


class LackShape(TypedDict):
    code: str
    text: str
    point: str
    holds_back: bool


class Readiness(TypedDict):
    is_ready: bool
    lacks: list[LackShape]


class ChangedCase(TypedDict):
    id: int
    kind: str
    number: str
    stage: str
    status: str


class ChangeShape(TypedDict):
    id: int
    at: str
    event: str
    case: ChangedCase | None
    entry: int | None
    payment: int | None


class ChangesPage(TypedDict):
    items: list[ChangeShape]
    next: str
    has_more: bool
