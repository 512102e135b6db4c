"""An application out of a file: a draft, its answers, its documents, the check, the submission.

Each step may be repeated. The key in the file names the application: the same key goes on with the same draft,
whatever was cut before.
"""

import json
from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from . import shapes
from .cabinet import Cabinet
from .errors import KabinetError, NotReady, Problem
from .uploads import Progress, digest, upload

DRAFT = "draft"
TRIES = 3  # while somebody else is writing into the same draft
KNOWN = {"key", "answers", "agreed", "files"}
SAMPLE = '{"key": "дом-на-Мира-1", "answers": {"type": "new", "address": "…"}, "files": ["план.pdf"], "agreed": []}'


class FileOfApplicationWrong(KabinetError):
    def __init__(self, path: Path, wrong: list[str]) -> None:
        self.wrong = wrong
        super().__init__(f"Файл «{path}» не описывает заявку:")

    @property
    def lines(self) -> list[str]:
        return [str(self), *(f"  {sentence}" for sentence in self.wrong), f"  Образец: {SAMPLE}"]


@dataclass(frozen=True)
class Paper:
    path: Path
    title: str = ""
    comment: str = ""


@dataclass(frozen=True)
class Application:
    key: str
    answers: dict[str, Any]
    papers: list[Paper] = field(default_factory=list)
    agreed: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Filed:
    case: shapes.CaseCard
    is_new: bool  # whether this call has submitted it


def read(path: Path, *, attached: Collection[Path] = (), agreed: Collection[str] = ()) -> Application:
    """The application that a file describes, with what the command adds. Raises FileOfApplicationWrong."""
    try:
        told = json.loads(path.read_text("utf-8-sig"))
    except FileNotFoundError:
        raise KabinetError(f"Файла «{path}» нет. Проверьте имя и папку.") from None
    except OSError as error:
        raise KabinetError(f"Файл «{path}» не прочитать: {error.strerror}.") from error
    except UnicodeDecodeError:
        raise FileOfApplicationWrong(path, ["Сохраните его в кодировке UTF-8."]) from None
    except (ValueError, RecursionError) as error:
        where = f", строка {error.lineno}" if isinstance(error, json.JSONDecodeError) else ""
        raise FileOfApplicationWrong(path, [f"Это не JSON{where}. Проверьте запятые, кавычки и скобки."]) from None
    if not isinstance(told, dict):
        raise FileOfApplicationWrong(path, ["Снаружи должен быть объект: { … }."])
    wrong = [f"{name}: такого поля нет, есть: {', '.join(sorted(KNOWN))}." for name in told if name not in KNOWN]
    key, answers = told.get("key"), told.get("answers")
    if not isinstance(key, str) or not key.strip():
        wrong.append(
            "key: дайте заявке своё имя, например номер договора. По нему повтор продолжит её, а не начнёт новую."
        )
    if not isinstance(answers, dict):
        wrong.append("answers: нужен объект с ответами по кодам вопросов.")
    names = told.get("agreed", [])
    if not isinstance(names, list) or not all(isinstance(one, str) for one in names):
        names = []
        wrong.append('agreed: нужен список кодов, например ["passport"].')
    papers = _papers(told.get("files", []), path.parent, wrong) + [Paper(one) for one in attached]
    wrong += [f"files: файла «{paper.path}» нет." for paper in papers if not paper.path.is_file()]
    if wrong or not isinstance(key, str) or not isinstance(answers, dict):
        raise FileOfApplicationWrong(path, wrong)
    return Application(key.strip(), answers, papers, [*names, *agreed])


def _papers(told: object, folder: Path, wrong: list[str]) -> list[Paper]:
    papers: list[Paper] = []
    for one in told if isinstance(told, list) else [None]:
        described = {"path": one} if isinstance(one, str) else one
        if (
            not isinstance(described, dict)
            or not {"path"} <= described.keys() <= {"path", "title", "comment"}
            or not all(isinstance(words, str) for words in described.values())
        ):
            wrong.append('files: нужен список имён или объектов {"path": …, "title": …, "comment": …}.')
            return []
        papers.append(Paper(folder / described["path"], described.get("title", ""), described.get("comment", "")))
    return papers


def prepare(cabinet: Cabinet, application: Application, *, told: Progress) -> shapes.CaseCard:
    """The draft with the answers and documents of the application; a submitted one is left as it is."""
    case = cabinet.start(key=application.key)
    if case["stage"] == DRAFT:
        _fill(cabinet, case["id"], application.answers)
        _attach(cabinet, case["id"], application, told=told)
    return case


def submit(cabinet: Cabinet, application: Application, *, told: Progress) -> Filed:
    """Submit an application, from wherever an earlier call was cut. Raises NotReady, Problem, NoConnection."""
    case = prepare(cabinet, application, told=told)
    if case["stage"] != DRAFT:
        return Filed(case, is_new=False)
    lacks = cabinet.readiness(case["id"])["lacks"]
    missing = [lack for lack in lacks if lack["holds_back"] or lack["code"] not in application.agreed]
    if missing:
        raise NotReady([_said(lack) for lack in missing])
    agreed = [lack["code"] for lack in lacks]
    return Filed(cabinet.submit(case["id"], agreed=agreed, key=application.key), is_new=True)


def _fill(cabinet: Cabinet, case: int, answers: dict[str, Any]) -> None:
    if not answers:
        return
    for tried in range(1, TRIES + 1):
        _, version = cabinet.answers(case)
        try:
            cabinet.change_answers(case, answers, version=version)
            return
        except Problem as problem:
            if problem.status != 412 or tried == TRIES:
                raise


def _attach(cabinet: Cabinet, case: int, application: Application, *, told: Progress) -> None:
    """What lies in the draft already is not sent again."""
    if not application.papers:
        return
    there = {
        (entry["file"]["sha256"], entry["file"]["file_name"])
        for entry in cabinet.every_entry(case)
        if entry["file"] and not entry["withdrawn_at"]
    }
    for paper in application.papers:
        sha256 = digest(paper.path)
        if (sha256, paper.path.name) in there:
            continue
        sent = upload(cabinet, paper.path, told=told)
        cabinet.attach(
            case, upload=sent, title=paper.title, comment=paper.comment,
            key=f"{application.key} {sha256} {paper.path.name}",
        )  # fmt: skip


def _said(lack: shapes.LackShape) -> str:
    point = f" ({lack['point']})" if lack["point"] else ""
    way = "" if lack["holds_back"] else f"; принесёте позже — добавьте --agree {lack['code']}"
    return f"  {lack['code']}: {lack['text']}{point}{way}"
