"""Files of a draft: each is taken or refused by itself."""

import uuid
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import User
from cabinet.cases import services
from cabinet.cases.errors import TooManyFiles
from cabinet.cases.models import Case, Entry
from cabinet.company.models import Profile
from documents.errors import FileIsEmpty, FileOfForbiddenKind, FileOfWrongType, FileTooLarge
from documents.models import Document
from tests import world
from tests.moment import NOW

pytestmark = pytest.mark.usefixtures("here")


def attach(case: Case, upload: SimpleUploadedFile, key: uuid.UUID | None = None, **given: Any) -> Entry:
    asked = {"title": "", "by": case.author, "key": key or uuid.uuid4(), "now": NOW, **given}
    return services.attach(case, upload, **asked)


@pytest.fixture
def case(applicant: User) -> Case:
    return world.draft(applicant)


@pytest.mark.parametrize(
    ("upload", "content_type"),
    [
        (world.pdf, "application/pdf"),
        (world.docx, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        (world.jpg, "image/jpeg"),
    ],
)
def test_a_file_is_taken(case: Case, upload: Any, content_type: str) -> None:
    document = attach(case, upload()).document

    assert document is not None
    assert document.content_type == content_type
    assert document.placed_at is None


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("выписка ЕГРН.pdf", "Правоустанавливающий документ на дом или участок"),
        ("ПЛАН участка.pdf", "План расположения энергопринимающих устройств"),
        ("pasport_orlova.pdf", "Паспорт"),
        ("Заявление.pdf", "Заявка на технологическое присоединение"),
        ("доверенность на Лугова.pdf", "Доверенность"),
        ("IMG_20260313.pdf", "Дополнительный материал"),
    ],
)
def test_a_document_is_named_by_its_file(case: Case, name: str, title: str) -> None:
    assert attach(case, world.pdf(name)).title == title


def test_a_typed_name_and_a_comment_are_kept(case: Case) -> None:
    entry = attach(case, world.pdf(), title="Согласие соседа", comment="Подписано <script>вчера</script>")

    assert entry.title == "Согласие соседа"
    assert "script" not in entry.html


def test_the_same_key_is_the_same_file(case: Case) -> None:
    key = uuid.uuid4()

    assert attach(case, world.pdf(), key) == attach(case, world.pdf(), key)
    assert Document.objects.count() == 1


def test_the_same_key_in_another_draft_is_another_file(case: Case, stranger: User) -> None:
    key = uuid.uuid4()

    assert attach(case, world.pdf(), key) != attach(world.draft(stranger), world.pdf(), key)


@pytest.mark.parametrize(
    ("upload", "error", "sentence"),
    [
        (SimpleUploadedFile("план.pdf", b""), FileIsEmpty, "Файл «план.pdf» пуст. Проверьте его и добавьте ещё раз"),
        (
            SimpleUploadedFile("план.exe", b"MZ"),
            FileOfWrongType,
            "Файл «план.exe» не подходит. Можно: PDF, JPG, PNG, TIFF, HEIC, BMP, GIF, WEBP, DOC(X), XLS(X), ODT",
        ),
        (
            SimpleUploadedFile("план.pdf", b"<html><script>alert(1)</script>"),
            FileOfForbiddenKind,
            "Файл «план.pdf» на самом деле веб-страница, такие файлы не принимаются. Можно: PDF, JPG, PNG",
        ),
        (SimpleUploadedFile("план", bytes(range(256))), FileOfWrongType, "Файл «план» не подходит"),
    ],
    ids=["empty", "wrong by name", "wrong by content", "without extension"],
)
def test_a_wrong_file_gets_a_sentence_with_its_name(
    case: Case, upload: SimpleUploadedFile, error: type[Exception], sentence: str
) -> None:
    with pytest.raises(error, match=r".*") as refusal:
        attach(case, upload)

    assert str(refusal.value).startswith(sentence)
    assert not Document.objects.exists()


def test_a_file_over_the_limit_is_told_its_size(case: Case) -> None:
    Profile.objects.update(max_file_mb=2)

    attach(case, world.pdf(content=world.PDF.ljust(2 * 1024 * 1024)))
    with pytest.raises(FileTooLarge) as refusal:
        attach(case, world.pdf("скан.pdf", world.PDF.ljust(2_400_000)))

    assert str(refusal.value).replace("\u00a0", " ") == (
        "Файл «скан.pdf» (2,3 МБ) больше 2 МБ. Сожмите его или разделите на части"
    )


def test_there_is_a_limit_of_files(case: Case, settings: Any) -> None:
    settings.MAX_FILES_PER_CASE = 2
    attach(case, world.pdf())
    attach(case, world.pdf())

    with pytest.raises(TooManyFiles, match="Можно добавить не больше 2 файлов"):
        attach(case, world.pdf())


def test_a_file_is_taken_out_again(case: Case) -> None:
    stays, goes = attach(case, world.pdf()), attach(case, world.jpg())

    services.detach(goes, now=NOW)

    assert list(case.entries.all()) == [stays]
    assert Document.objects.count() == 1
