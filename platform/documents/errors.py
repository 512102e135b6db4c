"""Why a file was not taken: each sentence names the file and the remedy."""

from tenancy.errors import DomainError
from ui import words

from .kinds import ALLOWED_IN_WORDS, kind_by_name


class FileRefused(DomainError):
    """Only this file is refused; the others of the same drop are kept."""

    status = 422
    code = "file_refused"


class FileIsEmpty(FileRefused):
    code = "file_is_empty"

    def __init__(self, name: str) -> None:
        super().__init__(f"Файл «{name}» пуст. Проверьте его и добавьте ещё раз")


class FileTooLarge(FileRefused):
    code = "file_too_large"

    def __init__(self, name: str, size: int, limit: int) -> None:
        told, most = words.size(size), words.size(limit)
        # «50 МБ больше 50 МБ» would be a riddle.
        is_told = f" ({told})" if told != most else ""
        super().__init__(f"Файл «{name}»{is_told} больше {most}. Сожмите его или разделите на части")


class FileOfWrongType(FileRefused):
    code = "file_of_wrong_type"

    def __init__(self, name: str) -> None:
        super().__init__(f"Файл «{name}» не подходит. Можно: {ALLOWED_IN_WORDS}")


class FileBroken(FileRefused):
    code = "file_broken"

    def __init__(self, name: str) -> None:
        super().__init__(f"Файл «{name}» не загрузился. Повторите")


class FileOfForbiddenKind(FileRefused):
    code = "file_of_forbidden_kind"

    def __init__(self, name: str, kind: str) -> None:
        super().__init__(f"Файл «{name}» на самом деле {kind}, такие файлы не принимаются. Можно: {ALLOWED_IN_WORDS}")


class FileMisnamed(FileRefused):
    code = "file_misnamed"

    def __init__(self, name: str, kind: str, right_name: str) -> None:
        super().__init__(f"Файл «{name}» на самом деле {kind}. Переименуйте его в «{right_name}» и добавьте ещё раз")


class FileOfTwoKinds(FileRefused):
    code = "file_of_two_kinds"

    def __init__(self, name: str) -> None:
        super().__init__(f"Файл «{name}» — это два разных файла в одном. Сохраните нужный отдельно и добавьте ещё раз")


class FileProtected(FileRefused):
    code = "file_protected"

    def __init__(self, name: str) -> None:
        super().__init__(f"Файл «{name}» защищён паролем. Снимите пароль и добавьте ещё раз")


class FileDamaged(FileRefused):
    """The remedy is that of the kind which the name says: nobody opens a broken file to save it anew."""

    code = "file_damaged"

    def __init__(self, name: str) -> None:
        kind = kind_by_name(name)
        what, content_type = (f"как {kind.words}", kind.content_type) if kind else ("", "")
        opened = " ".join(filter(None, ["не открывается", what]))
        super().__init__(f"Файл «{name}» повреждён: он {opened}. {_anew(content_type)} и добавьте ещё раз")


def _anew(content_type: str) -> str:
    if content_type.startswith(("application/pdf", "image/")):
        return "Сохраните его заново или сделайте скан ещё раз"
    if content_type == "application/zip":
        return "Соберите архив заново"
    if content_type == "application/pkcs7-signature":
        return "Создайте подпись заново"
    return "Сохраните его заново в программе, в которой он сделан,"


class FileTooComplex(FileRefused):
    code = "file_too_complex"

    def __init__(self, name: str) -> None:
        super().__init__(
            f"Файл «{name}» не удалось проверить: он повреждён или слишком сложен. Сохраните его заново и повторите"
        )


class FileWithDoctype(FileRefused):
    code = "file_with_doctype"

    def __init__(self, name: str) -> None:
        super().__init__(
            f"Файл «{name}» содержит объявление DOCTYPE, это небезопасно. Сохраните XML без него и добавьте ещё раз"
        )


class PictureTooLarge(FileRefused):
    code = "picture_too_large"

    def __init__(self, name: str, width: int, height: int) -> None:
        super().__init__(
            f"Картинка «{name}» слишком большая: {width}\u00a0×\u00a0{height} точек. Уменьшите её до 200\u00a0млн точек"
        )


class PictureOfTooMany(FileRefused):
    code = "picture_of_too_many"

    def __init__(self, name: str, limit: int) -> None:
        super().__init__(f"В картинке «{name}» больше {limit} кадров. Сохраните нужный кадр отдельно и добавьте его")


class FileWithProgram(FileRefused):
    code = "file_with_program"

    def __init__(self, name: str) -> None:
        super().__init__(
            f"В файл «{name}» вложена программа, это небезопасно. Сохраните его без вложений и добавьте ещё раз"
        )


class SignatureTooLarge(FileRefused):
    code = "signature_too_large"

    def __init__(self, name: str) -> None:
        super().__init__(
            f"Файл подписи «{name}» больше 1\u00a0МБ. Добавьте документ и отсоединённую подпись к нему по отдельности"
        )


class ArchiveEmpty(FileRefused):
    code = "archive_empty"

    def __init__(self, name: str) -> None:
        super().__init__(f"В архиве «{name}» нет файлов. Проверьте его и добавьте ещё раз")


class ArchiveTooLarge(FileRefused):
    """A bomb: little that unpacks into much."""

    code = "archive_too_large"

    def __init__(self, name: str) -> None:
        super().__init__(
            f"Файл «{name}» при распаковке становится слишком большим. Добавьте его содержимое по отдельности"
        )


class ArchiveTooDeep(FileRefused):
    code = "archive_too_deep"

    def __init__(self, name: str) -> None:
        super().__init__(
            f"В файле «{name}» архивы вложены друг в друга слишком глубоко. Добавьте их содержимое по отдельности"
        )


class ArchiveOfTooMany(FileRefused):
    code = "archive_of_too_many"

    def __init__(self, name: str, limit: int) -> None:
        super().__init__(f"В архиве «{name}» больше {limit} файлов. Разделите его на несколько")


class ArchiveWithBadNames(FileRefused):
    code = "archive_with_bad_names"

    def __init__(self, name: str) -> None:
        super().__init__(
            f"В архиве «{name}» есть ссылки, одинаковые имена или имена с недопустимыми знаками. Соберите архив заново"
        )


class ArchiveOfUnknownMethod(FileRefused):
    code = "archive_of_unknown_method"

    def __init__(self, name: str) -> None:
        super().__init__(f"Архив «{name}» сжат необычным способом. Соберите его заново обычным ZIP и добавьте ещё раз")


class NoSpaceLeft(FileRefused):
    code = "no_space_left"

    def __init__(self, name: str) -> None:
        super().__init__(
            f"Файл «{name}» не поместится: место для файлов организации закончилось. "
            "Сообщите об этом сетевой организации и добавьте его позже"
        )


class UploadRefused(DomainError):
    """Nothing is wrong with the file: its sending has to be done otherwise."""


class TooManyUploads(UploadRefused):
    code = "too_many_uploads"

    def __init__(self, limit: int) -> None:
        super().__init__(f"Загружено {limit} файлов, которые никуда не добавлены. Добавьте их или уберите лишние")


class TooManyAtOnce(UploadRefused):
    """Of all people together; the script asks again by itself."""

    status = 503
    retry_after = 60
    code = "too_many_at_once"

    def __init__(self, name: str) -> None:
        super().__init__(
            f"Файл «{name}» пока не проверен: сейчас загружают слишком много файлов. Повторите через минуту"
        )


class UploadLost(UploadRefused):
    """S3 has forgotten the parts: the script begins again from the first."""

    status = 410
    code = "upload_lost"

    def __init__(self, name: str) -> None:
        super().__init__(f"Загрузка файла «{name}» прервалась. Выберите его ещё раз, и она начнётся сначала")


class UploadGone(UploadRefused):
    """Cancelled, filed or swept, in another tab or by an earlier press."""

    status = 404
    code = "upload_gone"
    message = "Этого файла уже нет среди загруженных: он добавлен, убран или пролежал больше суток. Обновите страницу"


class PartOfWrongSize(UploadRefused):
    status = 422
    code = "part_of_wrong_size"
    message = "Часть файла пришла не целиком. Повторите"


class PartsMissing(UploadRefused):
    code = "parts_missing"

    def __init__(self, name: str) -> None:
        super().__init__(f"Файл «{name}»: загружено не всё. Повторите")
