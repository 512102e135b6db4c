"""Kinds of files: those that are accepted, those that are refused, and what people call them."""

from dataclasses import dataclass

from ui.words import size

from .names import extension_of, with_extension
from .policy import policy

ALLOWED_IN_WORDS = "PDF, JPG, PNG, TIFF, HEIC, BMP, GIF, WEBP, DOC(X), XLS(X), ODT, ODS, RTF, TXT, ZIP, SIG, XML, DWG"
_OPEN = "application/vnd.openxmlformats-officedocument."


@dataclass(frozen=True)
class Kind:
    """A kind of file by its content. The first extension is the right one; a kind without extensions is not accepted.

    `other_extensions` occur in practice, but few programs know them, so they are replaced by the right one.
    """

    words: str  # «На самом деле это …»
    extensions: tuple[str, ...] = ()
    content_type: str = ""
    # A wrong extension of the same family is corrected, because phones and office programs save such files.
    family: str = ""
    other_extensions: tuple[str, ...] = ()


KINDS = {
    "pdf": Kind("документ PDF", ("pdf",), "application/pdf"),
    "jpg": Kind(
        "картинка JPG", ("jpg", "jpeg"), "image/jpeg", "picture", ("jfif", "jpe", "jif", "jfi", "pjpeg", "pjp")
    ),
    "png": Kind("картинка PNG", ("png",), "image/png", "picture"),
    "tiff": Kind("картинка TIFF", ("tiff", "tif"), "image/tiff", "picture"),
    "heic": Kind("картинка HEIC", ("heic", "heif"), "image/heic", "picture", ("hif",)),
    "bmp": Kind("картинка BMP", ("bmp",), "image/bmp", "picture", ("dib",)),
    "gif": Kind("картинка GIF", ("gif",), "image/gif", "picture"),
    "webp": Kind("картинка WebP", ("webp",), "image/webp", "picture"),
    "doc": Kind("документ Word", ("doc",), "application/msword", "text"),
    "docx": Kind("документ Word", ("docx",), f"{_OPEN}wordprocessingml.document", "text"),
    "docm": Kind("документ Word", ("docm",), "application/vnd.ms-word.document.macroEnabled.12", "text"),
    "rtf": Kind("документ RTF", ("rtf",), "application/rtf", "text"),
    "xls": Kind("таблица Excel", ("xls",), "application/vnd.ms-excel", "table"),
    "xlsx": Kind("таблица Excel", ("xlsx",), f"{_OPEN}spreadsheetml.sheet", "table"),
    "xlsm": Kind("таблица Excel", ("xlsm",), "application/vnd.ms-excel.sheet.macroEnabled.12", "table"),
    "odt": Kind("документ LibreOffice", ("odt",), "application/vnd.oasis.opendocument.text", "text"),
    "ods": Kind("таблица LibreOffice", ("ods",), "application/vnd.oasis.opendocument.spreadsheet", "table"),
    "txt": Kind("простой текст", ("txt",), "text/plain"),
    "zip": Kind("архив ZIP", ("zip",), "application/zip"),
    "sig": Kind("электронная подпись", ("sig", "p7s", "p7m"), "application/pkcs7-signature"),
    "xml": Kind("файл XML", ("xml",), "application/xml"),
    "dwg": Kind("чертёж DWG", ("dwg",), "image/vnd.dwg"),
    "html": Kind("веб-страница"),
    "svg": Kind("рисунок SVG"),
    "program": Kind("программа"),
    "java": Kind("программа на Java"),
    "ppt": Kind("презентация"),
    "office": Kind("файл офисной программы другого вида"),
    "email": Kind("письмо Outlook"),
    "rar": Kind("архив RAR"),
    "7z": Kind("архив 7z"),
    "gzip": Kind("архив GZIP"),
    "video": Kind("видео"),
    "sound": Kind("звук"),
}
_BY_EXTENSION = {extension: kind for kind in KINDS.values() for extension in (*kind.extensions, *kind.other_extensions)}
ACCEPT = ",".join(f".{extension}" for extension in _BY_EXTENSION)  # the attribute of file inputs


def kind_by_name(file_name: str) -> Kind | None:
    """The kind that the file's extension states; None if the extension is unknown."""
    return _BY_EXTENSION.get(extension_of(file_name))


def may_be_taken(file_name: str) -> bool:
    """Judge by the name alone. A file without an extension may be of any kind, so its content decides later."""
    extension = extension_of(file_name)
    return not extension or extension in _BY_EXTENSION


def right_name(file_name: str, kind: Kind) -> str:
    """The name with an extension of this kind. «pdf» alone is treated as an extension without a name."""
    if extension_of(file_name) in kind.extensions:
        return file_name
    return with_extension("файл" if file_name.lower() in _BY_EXTENSION else file_name, kind.extensions[0])


def hint(*, files: int = 1) -> str:
    """The limits in words, shown before a file is chosen; `files` is the greatest number of files."""
    limit = f"{ALLOWED_IN_WORDS}. До {size(policy().max_file_size)}"
    return f"{limit}." if files == 1 else f"{limit} каждый, не больше {files} файлов."
