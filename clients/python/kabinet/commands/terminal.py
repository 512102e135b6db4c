"""What is said: results to the output, all else to the error stream, so that results can be handed on."""

import json
import sys
from typing import Any

MEGABYTE = 1024 * 1024


def say(words: str) -> None:
    print(plain(words), flush=True)


def say_json(told: Any) -> None:
    """One line for programs, whatever the words are."""
    print(json.dumps(told, ensure_ascii=False), flush=True)


def remark(words: str) -> None:
    print(plain(words), file=sys.stderr, flush=True)


def plain(words: str) -> str:
    """Without what steers a terminal: words of strangers are shown, never obeyed."""
    return "".join(letter if letter.isprintable() else " " for letter in words)


class Progress:
    """How much of a file is there: one line that changes, or lines where nobody looks."""

    def __init__(self, *, is_quiet: bool) -> None:
        self.is_quiet = is_quiet

    def __call__(self, name: str, there: int, size: int) -> None:
        if self.is_quiet:
            return
        line = f"{plain(name)}: {there / MEGABYTE:.1f} из {size / MEGABYTE:.1f} МБ ({100 * there // size} %)"
        if sys.stderr.isatty():
            print(f"\r\033[K{line}", end="\n" if there == size else "", file=sys.stderr, flush=True)
        else:
            remark(line)
