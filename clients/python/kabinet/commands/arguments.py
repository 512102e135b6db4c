"""Arguments of the command in Russian: argparse speaks English by itself."""

import argparse
import re
from typing import Any, NoReturn

from ..errors import WRONG_USE

SENTENCES = [
    (re.compile(r"the following arguments are required: (.*)"), r"не хватает: \1"),
    (re.compile(r"unrecognized arguments: (.*)"), r"лишнее: \1"),
    (re.compile(r"argument (.*?): invalid choice: (.*) \(choose from (.*)\)"), r"\1: нет варианта \2, есть: \3"),
    (
        re.compile(r"argument (.*?): expected (one argument|at least one argument|\d+ arguments?)"),
        r"\1: не хватает значения",
    ),
    (re.compile(r"argument (.*?): not allowed with argument (.*)"), r"\1 нельзя вместе с \2"),
    (re.compile(r"argument (.*?): ignored explicit argument (.*)"), r"\1: значение \2 здесь лишнее"),
    (re.compile(r"ambiguous option: (.*) could match (.*)"), r"\1: допишите, подходят \2"),
    (re.compile(r"one of the arguments (.*) is required"), r"нужно одно из: \1"),
    (re.compile(r"argument (.*?): (.*)"), r"\1: \2"),
]


def in_russian(message: str) -> str:
    for pattern, sentence in SENTENCES:
        if pattern.fullmatch(message):
            return pattern.sub(sentence, message)
    return message


class _Help(argparse.HelpFormatter):
    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
        super().add_usage(usage, actions, groups, "Как вызвать: " if prefix is None else prefix)


class Parser(argparse.ArgumentParser):
    def __init__(self, **options: Any) -> None:
        super().__init__(add_help=False, allow_abbrev=False, formatter_class=_Help, **options)
        self._positionals.title, self._optionals.title = "Что передать", "Дополнительно"
        self.add_argument("-h", "--help", action="help", help="эта справка")

    def error(self, message: str) -> NoReturn:
        self.exit(WRONG_USE, f"{self.format_usage()}{self.prog}: {in_russian(message)}\n")


def number(text: str) -> int:
    if not text.isascii() or not text.isdecimal() or len(text) > 18:
        raise argparse.ArgumentTypeError(f"нужно число, а не «{text}»")
    return int(text)


def positive(text: str) -> int:
    if found := number(text):
        return found
    raise argparse.ArgumentTypeError("нужно число больше нуля")
