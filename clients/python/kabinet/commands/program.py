"""Which commands there are, and how each ends."""

import argparse
import os
import sys
from collections.abc import Sequence
from typing import Any

from .. import settings
from ..cabinet import Cabinet
from ..connection import Connection
from ..errors import INTERRUPTED, KabinetError
from . import cases, changes, files, key
from .arguments import Parser, number, positive
from .terminal import remark

EXIT_CODES = """\
Чем заканчивается: 0 — сделано; 2 — команда или файл с ошибкой; 3 — кабинет отказал; 4 — ключ не подходит;
5 — нет связи или кабинет занят, повторите; 6 — заявка не готова к подаче."""


def parser() -> Parser:
    whole = Parser(prog="kabinet", description="Сетевой кабинет из командной строки", epilog=EXIT_CODES)
    commands = whole.add_subparsers(title="Команды", metavar="КОМАНДА", dest="command", required=True)

    def command(name: str, run: Any, words: str, *, needs_key: bool = True, has_json: bool = True) -> Parser:
        made: Parser = commands.add_parser(name, help=words, description=words)
        made.set_defaults(run=run, needs_key=needs_key)
        if has_json:
            made.add_argument("--json", action="store_true", help="для программ: JSON, по строке на запись")
        return made

    login = command("login", key.login, "записать адрес и ключ", needs_key=False, has_json=False)
    login.add_argument("url", nargs="?", metavar="АДРЕС", help="https://кабинет.вашей-сети.рф")
    command("config", key.config, "какой кабинет, чей ключ, что ему можно", needs_key=False)

    listed = command("list", cases.list_cases, "список обращений, новые первыми")
    listed.add_argument("--q", metavar="СЛОВА", help="адрес, номер, статус, заявитель")
    listed.add_argument("--stage", metavar="КОД", help="этап")
    listed.add_argument("--tab", metavar="КОД", help="вкладка списка, как на странице")
    listed.add_argument("--due", metavar="КОД", help="срок: для сетевой организации")
    listed.add_argument("--limit", type=positive, metavar="ЧИСЛО", default=50, help="сколько показать, обычно 50")

    shown = command("show", cases.show, "карточка обращения")
    shown.add_argument("case", type=number, metavar="ID", help="id из списка")
    shown.add_argument("--feed", action="store_true", help="и лента")

    sent = command("upload", files.upload_files, "передать файлы, с места обрыва", has_json=False)
    sent.add_argument("files", nargs="+", metavar="ФАЙЛ")
    sent.add_argument("--case", type=number, metavar="ID", help="приложить к обращению")
    sent.add_argument("--title", default="", metavar="СЛОВА", help="название документа; иначе по имени файла")
    sent.add_argument("--comment", default="", metavar="СЛОВА", help="пояснение")
    sent.add_argument("--quiet", action="store_true", help="не говорить, сколько передано")

    filed = command("submit", files.submit, "подать заявку; повтор продолжит её, а не начнёт новую")
    filed.add_argument("file", metavar="ФАЙЛ.json", help="key, answers, files, agreed")
    filed.add_argument("--attach", nargs="+", action="extend", default=[], metavar="ФАЙЛ", help="приложить и эти файлы")
    filed.add_argument("--agree", nargs="+", action="extend", default=[], metavar="КОД", help="подать без этого")
    filed.add_argument("--draft", action="store_true", help="заполнить и приложить, но не подавать")
    filed.add_argument("--quiet", action="store_true", help="не говорить, сколько передано")

    watched = command("watch", changes.watch, "что изменилось с прошлого раза")
    watched.add_argument("--cursor", default="kabinet.cursor", metavar="ФАЙЛ", help="где помнить, до чего дошли")
    watched.add_argument("--once", action="store_true", help="спросить один раз и закончить")
    watched.add_argument("--from-now", action="store_true", help="при первом запуске — только новое")
    watched.add_argument("--every", type=positive, metavar="СЕКУНДЫ", default=60, help="как часто спрашивать")

    brought = command("download", cases.download, "скачать документы обращения", has_json=False)
    brought.add_argument("case", type=number, metavar="ID")
    brought.add_argument("document", nargs="*", type=number, metavar="ДОКУМЕНТ", help="id документов; иначе все")
    brought.add_argument("--to", default=".", metavar="ПАПКА")
    return whole


def main(arguments: Sequence[str] | None = None) -> int:
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # a console of Windows may have no letter for what people write
    try:
        asked = parser().parse_args(arguments)
        _run(asked)
    except SystemExit as end:  # of argparse
        return int(end.code or 0)
    except KabinetError as error:
        for line in error.lines:
            remark(line)
        return error.exit_code
    except KeyboardInterrupt:
        remark("Прервано. Повторите команду, и она продолжит.")
        return INTERRUPTED
    except BrokenPipeError:  # whoever was reading has read enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    return 0


def _run(asked: argparse.Namespace) -> None:
    if not asked.needs_key:
        asked.run(asked)
        return
    found = settings.read()
    asked.run(asked, Cabinet(Connection(found.url, found.key)))
