"""`kabinet upload`, `kabinet submit`."""

import argparse
from pathlib import Path

from .. import applications
from ..cabinet import Cabinet
from ..uploads import digest, upload
from . import terminal


def upload_files(asked: argparse.Namespace, cabinet: Cabinet) -> None:
    """Files that lie in the case already are not sent again."""
    progress = terminal.Progress(is_quiet=asked.quiet)
    there = set()
    if asked.case:
        entries = cabinet.every_entry(asked.case)
        there = {
            (entry["file"]["sha256"], entry["file"]["file_name"])
            for entry in entries
            if entry["file"] and not entry["withdrawn_at"]
        }
    for path in map(Path, asked.files):
        sha256 = digest(path)
        if (sha256, path.name) in there:
            terminal.remark(f"«{path.name}» уже приложен к обращению {asked.case}.")
            continue
        sent = upload(cabinet, path, told=progress)
        if not asked.case:
            terminal.say(sent)
            continue
        entry = cabinet.attach(
            asked.case, upload=sent, title=asked.title, comment=asked.comment,
            key=f"{asked.case} {sha256} {path.name}",
        )  # fmt: skip
        terminal.say(str(entry["id"]))


def submit(asked: argparse.Namespace, cabinet: Cabinet) -> None:
    application = applications.read(Path(asked.file), attached=[Path(one) for one in asked.attach], agreed=asked.agree)
    progress = terminal.Progress(is_quiet=asked.quiet)
    if asked.draft:
        case = applications.prepare(cabinet, application, told=progress)
        terminal.say_json(case) if asked.json else terminal.say(f"Черновик {case['id']} заполнен, заявка не подана.")
        return
    filed = applications.submit(cabinet, application, told=progress)
    if not filed.is_new:
        terminal.remark(
            f"Заявка с key «{application.key}» подана раньше, она не менялась. Для новой заявки дайте другой key."
        )
    case = filed.case
    if asked.json:
        terminal.say_json(case)
    else:
        terminal.say(f"Заявка {case['id']} подана. Статус: {case['status']}. Номер: {case['number'] or 'ещё нет'}.")
