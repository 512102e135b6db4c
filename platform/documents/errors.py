"""Why a file was not taken: each sentence names the file and the remedy."""

from tenancy.errors import DomainError
from ui import words

from .kinds import ALLOWED_IN_WORDS, kind_by_name


class FileRefused(DomainError):
    """Only this file is refused; other files sent together with it are kept."""

    status = 422
    code = "file_refused"


class FileIsEmpty(FileRefused):
    code = "file_is_empty"
    message = "Файл «{name}» пуст. Проверьте его и добавьте ещё раз"


class FileTooLarge(FileRefused):
    code = "file_too_large"
    message = "Файл «{name}»{size} больше {limit}. Сожмите его или разделите на части"

    def __init__(self, *, name: str, size: int, limit: int) -> None:
        told, most = words.size(size), words.size(limit)
        # If both sizes are the same after rounding, only the limit is named: «50 МБ больше 50 МБ» makes no sense.
        super().__init__(name=name, size=f" ({told})" if told != most else "", limit=most)


class FileOfWrongType(FileRefused):
    code = "file_of_wrong_type"
    message = f"Файл «{{name}}» не подходит. Можно: {ALLOWED_IN_WORDS}"


class FileBroken(FileRefused):
    code = "file_broken"
    message = "Файл «{name}» не загрузился. Повторите"


class FileOfForbiddenKind(FileRefused):
    code = "file_of_forbidden_kind"
    message = f"Файл «{{name}}» на самом деле {{kind}}, такие файлы не принимаются. Можно: {ALLOWED_IN_WORDS}"


class FileMisnamed(FileRefused):
    code = "file_misnamed"
    message = "Файл «{name}» на самом деле {kind}. Переименуйте его в «{right_name}» и добавьте ещё раз"


class FileOfTwoKinds(FileRefused):
    code = "file_of_two_kinds"
    message = "Файл «{name}» — это два разных файла в одном. Сохраните нужный отдельно и добавьте ещё раз"


class FileProtected(FileRefused):
    code = "file_protected"
    message = "Файл «{name}» защищён паролем. Снимите пароль и добавьте ещё раз"


class FileDamaged(FileRefused):
    """The remedy depends on the kind that the file's name states, because the content cannot be read."""

    code = "file_damaged"
    message = "Файл «{name}» повреждён: он {opened}. {anew} и добавьте ещё раз"

    def __init__(self, *, name: str) -> None:
        kind = kind_by_name(name)
        what, content_type = (f"как {kind.words}", kind.content_type) if kind else ("", "")
        opened = " ".join(filter(None, ["не открывается", what]))
        super().__init__(name=name, opened=opened, anew=_anew(content_type))


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
    message = "Файл «{name}» не удалось проверить: он повреждён или слишком сложен. Сохраните его заново и повторите"


class FileWithDoctype(FileRefused):
    code = "file_with_doctype"
    message = "Файл «{name}» содержит объявление DOCTYPE, это небезопасно. Сохраните XML без него и добавьте ещё раз"


class PictureTooLarge(FileRefused):
    code = "picture_too_large"
    message = (
        "Картинка «{name}» слишком большая: {width}\u00a0×\u00a0{height} точек. Уменьшите её до 200\u00a0млн точек"
    )


class PictureOfTooMany(FileRefused):
    code = "picture_of_too_many"
    message = "В картинке «{name}» больше {limit} кадров. Сохраните нужный кадр отдельно и добавьте его"


class FileWithProgram(FileRefused):
    code = "file_with_program"
    message = "В файл «{name}» вложена программа, это небезопасно. Сохраните его без вложений и добавьте ещё раз"


class SignatureTooLarge(FileRefused):
    code = "signature_too_large"
    message = "Файл подписи «{name}» больше 1\u00a0МБ. Добавьте документ и отсоединённую подпись к нему по отдельности"


class ArchiveEmpty(FileRefused):
    code = "archive_empty"
    message = "В архиве «{name}» нет файлов. Проверьте его и добавьте ещё раз"


class ArchiveTooLarge(FileRefused):
    """An archive bomb: a small file that unpacks into a huge one."""

    code = "archive_too_large"
    message = "Файл «{name}» при распаковке становится слишком большим. Добавьте его содержимое по отдельности"


class ArchiveTooDeep(FileRefused):
    code = "archive_too_deep"
    message = "В файле «{name}» архивы вложены друг в друга слишком глубоко. Добавьте их содержимое по отдельности"


class ArchiveOfTooMany(FileRefused):
    code = "archive_of_too_many"
    message = "В архиве «{name}» больше {limit} файлов. Разделите его на несколько"


class ArchiveWithBadNames(FileRefused):
    code = "archive_with_bad_names"
    message = "В архиве «{name}» есть ссылки, одинаковые имена или имена с недопустимыми знаками. Соберите архив заново"


class ArchiveOfUnknownMethod(FileRefused):
    code = "archive_of_unknown_method"
    message = "Архив «{name}» сжат необычным способом. Соберите его заново обычным ZIP и добавьте ещё раз"


class NoSpaceLeft(FileRefused):
    code = "no_space_left"
    message = (
        "Файл «{name}» не поместится: место для файлов организации закончилось. "
        "Сообщите об этом сетевой организации и добавьте его позже"
    )


class UploadRefused(DomainError):
    """The file itself is not at fault, but it has to be sent in another way or later."""


class TooManyUploads(UploadRefused):
    code = "too_many_uploads"
    message = "Загружено {limit} файлов, которые никуда не добавлены. Добавьте их или уберите лишние"


class TooManyAtOnce(UploadRefused):
    """Too many people upload at the same time. The script repeats the request by itself."""

    status = 503
    retry_after = 60
    code = "too_many_at_once"
    message = "Файл «{name}» пока не проверен: сейчас загружают слишком много файлов. Повторите через минуту"


class UploadLost(UploadRefused):
    """S3 no longer knows the parts. The script starts again from the first part."""

    status = 410
    code = "upload_lost"
    message = "Загрузка файла «{name}» прервалась. Выберите его ещё раз, и она начнётся сначала"


class UploadGone(UploadRefused):
    """The upload has been cancelled, filed or swept, for example from another tab."""

    status = 404
    code = "upload_gone"
    message = "Этого файла уже нет среди загруженных: он добавлен, убран или пролежал больше суток. Обновите страницу"


class PartOfWrongSize(UploadRefused):
    status = 422
    code = "part_of_wrong_size"
    message = "Часть файла пришла не целиком. Повторите"


class PartsMissing(UploadRefused):
    code = "parts_missing"
    message = "Файл «{name}»: загружено не всё. Повторите"
