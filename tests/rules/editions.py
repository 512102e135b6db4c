"""A copy of a shipped edition with one thing changed in its text, as a lawyer would change it."""

import re
from datetime import date

from cabinet.rules import packs
from cabinet.rules.pack import Pack

EDITION = date(2026, 1, 1)


def text_of(code: str = "electricity_861") -> str:
    return (packs.HERE / code / f"{EDITION}.toml").read_text("utf-8")


def changed(old: str, new: str, *, after: str = "", code: str = "electricity_861", everywhere: bool = False) -> str:
    """The text with `old` turned into `new`: once, behind the first `after`, or everywhere."""
    text = text_of(code)
    if everywhere:
        assert old in text
        return text.replace(old, new)
    start = text.index(after)
    at = text.index(old, start)
    return text[:at] + new + text[at + len(old) :]


def item(name: str, code: str) -> str:
    """Where a row begins: «[[terms]]\\ncode = "pay_first"»."""
    return f'[[{name}]]\ncode = "{code}"'


def read(text: str, code: str = "electricity_861") -> Pack:
    return packs.read_pack(text, code=code, edition=EDITION, file=f"{code}/{EDITION}.toml")


def without(name: str, code: str) -> str:
    """The text without one row."""
    return re.sub(rf"{re.escape(item(name, code))}\n(?:(?!\[\[|\[\w|#).*\n?)*", "", text_of(), count=1)
