"""`kabinet watch`: what has changed since the last time."""

import argparse
import time
from pathlib import Path

from .. import cursor, shapes
from ..cabinet import Cabinet
from ..errors import KabinetError, NoConnection, Problem
from . import terminal

FOR_COMPANIES = (
    "Изменения по курсору отдаются ключу сетевой организации. "
    "Заявителю: kabinet list или вебхук в разделе «Интеграции»."
)


def watch(asked: argparse.Namespace, cabinet: Cabinet) -> None:
    """The cursor is kept only after its page was handed over: after a cut a change may come twice, never not at all."""
    path = Path(asked.cursor)
    reached = cursor.read(path)
    if not reached and asked.from_now:
        reached = _first(cabinet)
        cursor.write(path, reached)
    while True:
        try:
            for items, following in cursor.following(cabinet, reached):
                for change in items:
                    terminal.say_json(change) if asked.json else terminal.say(_line(change))
                if following != reached:
                    cursor.write(path, following)
                    reached = following
        except NoConnection as error:
            if asked.once:
                raise
            terminal.remark(str(error))
        except Problem as problem:
            if problem.status == 404:
                raise KabinetError(FOR_COMPANIES) from None
            if asked.once or not problem.is_temporary:
                raise
            terminal.remark(problem.detail)
        if asked.once:
            return
        time.sleep(asked.every)


def _first(cabinet: Cabinet) -> str:
    try:
        return cabinet.latest()
    except Problem as problem:
        if problem.status == 404:
            raise KabinetError(FOR_COMPANIES) from None
        raise


def _line(change: shapes.ChangeShape) -> str:
    case = change["case"]
    about = f"обращение {case['id']} {case['number']} {case['status']}" if case else ""
    entry = f"запись {change['entry']}" if change["entry"] else ""
    payment = f"платёж {change['payment']}" if change["payment"] else ""
    return "  ".join(filter(None, (change["at"][:19].replace("T", " "), change["event"], about, entry, payment)))
