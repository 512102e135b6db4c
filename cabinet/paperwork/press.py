"""Word and PDF out of a template and its fields. All of it is done by a child process with limits: templates come from
companies, words from anybody."""

import json
import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import signing
from documents.sandbox.child import ChildFailed, Limits, run
from tenancy.errors import DomainError

from .merge_fields import known

log = logging.getLogger(__name__)

_SCRIPT = Path(__file__).with_name("sandbox") / "__main__.py"
_ORIGINALS = Path(__file__).with_name("originals")
_FONTS = Path(signing.__file__).parent / "papers" / "fonts"
_MEGABYTE = 1024 * 1024
_LIMITS = Limits(seconds=15, patience=30, memory=768 * _MEGABYTE, written=32 * _MEGABYTE, files=64)

WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PDF_TYPE = "application/pdf"


class NotMade(DomainError):
    code = "not_made"
    message = "Не получилось составить документ. Повторите через минуту; если не поможет, проверьте шаблон документа"


@dataclass(frozen=True)
class Printed:
    word: bytes
    pdf: bytes


def original(code: str) -> bytes:
    """Our own template of a document."""
    return (_ORIGINALS / f"{code}.docx").read_bytes()


def word(template: bytes, fields: Mapping[str, Any]) -> bytes:
    """The template filled in. Raises NotMade."""
    with _folder(template, fields) as folder:
        _run("fill", folder)
        return (folder / "result.docx").read_bytes()


def printed(template: bytes, fields: Mapping[str, Any]) -> Printed:
    """The same as Word and as PDF. Raises NotMade."""
    with _folder(template, fields) as folder:
        _run("print", folder, _FONTS)
        return Printed((folder / "result.docx").read_bytes(), (folder / "result.pdf").read_bytes())


def faults_of(template: bytes, code: str) -> list[dict[str, Any]]:
    """What is wrong in a template of this document. A child that gave up is a fault as well."""
    with TemporaryDirectory() as place:
        folder = Path(place)
        (folder / "template.docx").write_bytes(template)
        (folder / "known.json").write_text(json.dumps(known(code)), "utf-8")
        try:
            found: list[dict[str, Any]] = json.loads(run([_SCRIPT, "check", folder], limits=_LIMITS))
        except (ChildFailed, ValueError) as error:
            log.warning("a template could not be checked: %s", error)
            return [{"code": "too_complex"}]
        return found


@contextmanager
def _folder(template: bytes, fields: Mapping[str, Any]) -> Iterator[Path]:
    """A folder with what the child reads."""
    with TemporaryDirectory() as place:
        folder = Path(place)
        (folder / "template.docx").write_bytes(template)
        (folder / "fields.json").write_text(json.dumps(cleaned(dict(fields))), "utf-8")
        yield folder


def _run(act: str, folder: Path, *more: Path) -> None:
    try:
        run([_SCRIPT, act, folder, *more], limits=_LIMITS)
    except ChildFailed as error:
        log.warning("a paper could not be made (%s): %s", act, error)
        raise NotMade from error


def cleaned(value: Any) -> Any:
    """Without the letters that XML cannot hold and those that docxtpl takes for a page or a paragraph of its own."""
    if isinstance(value, str):
        return "".join(" " if c == "\t" else c for c in value if c in "\n\t" or _may_stand(c))
    if isinstance(value, dict):
        return {name: cleaned(one) for name, one in value.items()}
    return [cleaned(one) for one in value] if isinstance(value, list) else value


def _may_stand(char: str) -> bool:
    code = ord(char)
    return 0x20 <= code < 0x7F or 0xA0 <= code < 0xD800 or 0xE000 <= code < 0xFFFE or code > 0xFFFF
