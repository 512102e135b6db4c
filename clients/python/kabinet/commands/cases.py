"""`kabinet list`, `kabinet show`, `kabinet download`."""

import argparse
from itertools import islice
from pathlib import Path

from .. import shapes
from ..cabinet import Cabinet
from ..downloads import download as bring
from ..errors import KabinetError, Problem
from . import terminal


def list_cases(asked: argparse.Namespace, cabinet: Cabinet) -> None:
    filters = {name: value for name in ("q", "stage", "tab", "due") if (value := getattr(asked, name))}
    for row in islice(cabinet.every_case(**filters), asked.limit):
        if asked.json:
            terminal.say_json(row)
        else:
            words = (f"{row['id']:>8}", row["number"] or "без номера", row["status"], row["applicant"], row["subject"])
            terminal.say("  ".join(filter(None, words)))


def show(asked: argparse.Namespace, cabinet: Cabinet) -> None:
    card = cabinet.case(asked.case)
    entries = list(cabinet.every_entry(asked.case)) if asked.feed else []
    if asked.json:
        terminal.say_json({**card, "feed": entries} if asked.feed else card)
        return
    terminal.say(f"{card['title']} {card['number'] or '(номера ещё нет)'}")
    rows = {
        "Статус": card["status"],
        "Предмет": card["subject"],
        "Заявитель": card["applicant"],
        "Исполнитель": card["assignee"],
        "Подано": (card["submitted_at"] or "нет, это черновик")[:16].replace("T", " "),
        "Ближайший срок": card["due_on"] or "",
    }
    for label, words in rows.items():
        if words:
            terminal.say(f"{label}: {words}")
    marks = {"done": "[x]", "current": "[>]", "bad": "[!]"}
    for stage in card["stages"]:
        note = f" — {stage['note']}" if stage["note"] else ""
        terminal.say(f"  {marks.get(stage['state'], '[ ]')} {stage['title']}{note}")
    for entry in entries:
        terminal.say(_line(entry))


def download(asked: argparse.Namespace, cabinet: Cabinet) -> None:
    """One refused document does not keep back the others; the command still ends as refused."""
    entries = [entry for entry in cabinet.every_entry(asked.case) if entry["file"] and not entry["withdrawn_at"]]
    if asked.document:
        wanted = set(asked.document)
        unknown = wanted - {entry["id"] for entry in entries}
        if unknown:
            raise KabinetError(f"В обращении {asked.case} нет документов {', '.join(map(str, sorted(unknown)))}.")
        entries = [entry for entry in entries if entry["id"] in wanted]
    if not entries:
        terminal.remark("Файлов в обращении нет.")
    refused: Problem | None = None
    for entry in entries:
        try:
            path, is_new = bring(cabinet, entry, Path(asked.to))
        except Problem as problem:
            if problem.is_temporary or problem.status in {401, 403}:
                raise
            refused = problem
            terminal.remark(f"{entry['id']}: {problem.detail}")
            continue
        terminal.say(str(path))
        if not is_new:
            terminal.remark(f"«{path.name}» уже был скачан.")
    if refused is not None:
        raise refused


def _line(entry: shapes.EntryShape) -> str:
    whose = "организация" if entry["from_company"] else "заявитель"
    file = f" [{entry['id']}: {entry['file']['file_name']}]" if entry["file"] else ""
    return f"{entry['created_at'][:16].replace('T', ' ')}  {whose}  {entry['title']} {entry['text']}{file}".rstrip()
