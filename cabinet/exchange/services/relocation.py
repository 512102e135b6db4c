"""Moving from another cabinet: each line with its files is entered whole or not at all, so a run that died goes on."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.core.files import File
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

import documents.services
from accounts.models import User
from cabinet.desk.services import Scan
from documents.models import Upload
from documents.sandbox.inspector import inspect
from documents.services.limits import refuse_early
from tenancy.errors import DomainError

from ..imports.folder import Folder
from ..imports.line import Mistake, Reader, Setting, known
from ..imports.table import Line, Table
from .imports import Report, enter_line

PURPOSE = "exchange"


def try_lines(
    folder: Folder, table: Table, setting: Setting, report: Report, *, by: User, now: datetime
) -> Iterator[Line]:
    """The dry run, line by line into the report. Each is entered and taken back; files are looked at, not stored."""
    seen: dict[object, int] = {}
    for line in table.lines:
        wrong = list(_mistakes_of_files(folder, line, setting))
        key = Reader(line, setting, now=now).keys()[0]
        with transaction.atomic():
            if seen.setdefault(key, line.number) != line.number:
                said = f"Та же заявка, что в строке {seen[key]}. Оставьте одну"
                wrong.append(Mistake(line.number, setting.name_of("external"), said))
            else:
                enter_line(line, setting, report, made=set(), by=by, now=now)
            transaction.set_rollback(True)
        report.mistakes += wrong
        yield line


def enter_lines(
    folder: Folder, table: Table, setting: Setting, report: Report, *, by: User, now: datetime
) -> Iterator[Line]:
    """Enter what is not entered yet, line by line into the report. What an earlier run has entered keeps its files."""
    made: set[int] = set()
    for line in table.lines:
        _enter(folder, line, setting, report, made=made, by=by, now=now)
        yield line


def _enter(
    folder: Folder, line: Line, setting: Setting, report: Report, *, made: set[int], by: User, now: datetime
) -> None:
    told = Reader(line, setting, now=now).read()
    scans: list[Scan] = []
    if not known(told, made=made) and not told.mistakes:
        try:
            for path in _files(folder, line, setting):
                scans.append(Scan(_held(path, by=by, now=now)))
        except DomainError as refusal:
            report.mistakes.append(Mistake(line.number, setting.name_of("external"), refusal.message))
            _cancel(scans)
            return
    count = len(report.entered)
    enter_line(line, setting, report, made=made, scans=scans, by=by, now=now)
    if len(report.entered) == count:  # refused: what was sent for it is not needed
        _cancel(scans)


def _cancel(scans: list[Scan]) -> None:
    for scan in scans:
        documents.services.cancel_upload(scan.upload)


def _files(folder: Folder, line: Line, setting: Setting) -> list[Path]:
    column = setting.columns.get("external")
    return folder.files_of(line.cell(column)) if column is not None else []


def _held(path: Path, *, by: User, now: datetime) -> Upload:
    """In parts, by the same door as files of people. Raises FileRefused, StorageUnavailable."""
    with path.open("rb") as content:
        file: UploadedFile[bytes] = UploadedFile(File(content), name=path.name, size=path.stat().st_size)
        return documents.services.hold_upload(file, purpose=PURPOSE, by=by, now=now)


def _mistakes_of_files(folder: Folder, line: Line, setting: Setting) -> Iterator[Mistake]:
    files = _files(folder, line, setting)
    field = setting.name_of("external")
    if len(files) > settings.MAX_FILES_PER_CASE:
        said = f"В папке {len(files)} файлов, а в заявке может быть {settings.MAX_FILES_PER_CASE}. Соберите часть в ZIP"
        yield Mistake(line.number, field, said)
    for path in files:
        try:
            refuse_early(path.name, path.stat().st_size)
            with path.open("rb") as content:
                inspect(content, name=path.name)
        except DomainError as refusal:
            yield Mistake(line.number, field, refusal.message)
