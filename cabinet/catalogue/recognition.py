"""Which document a file is, by its name: «dogovor_15.pdf» is «Договор…», however it was transliterated."""

import re
from collections.abc import Iterable

from .models import DocumentName

# Letters as the commonest way of writing Russian in Latin has them; what differs between ways is evened out below.
_LATIN = str.maketrans(
    {
        **dict(zip("абвгдеёзийклмнопрстуфхцыэ", "abvgdeeziiklmnoprstufhcie", strict=True)),
        "ж": "zh",
        "ч": "ch",
        "ш": "sh",
        "щ": "sch",
        "ъ": "",
        "ь": "",
        "ю": "iu",
        "я": "ia",
    }
)
_WAYS = (  # in this order
    ("shch", "sch"), ("shh", "sch"), ("kh", "h"), ("ts", "c"), ("tz", "c"), ("yo", "e"), ("jo", "e"), ("ye", "e"),
    ("je", "e"), ("j", "i"), ("y", "i"), ("x", "h"), ("w", "v"), ("'", ""), ("`", ""), ("’", ""),
)  # fmt: skip
_TWICE = re.compile(r"(.)\1+")
_WORD = re.compile(r"[^\W\d_]+(?:['`’][^\W\d_]+)*")
_CAMEL = re.compile(r"(?<=[a-zа-яё])(?=[A-ZА-ЯЁ])")
SHORT = 4  # letters; a shorter word has to stand alone: «акт» is not in «актуальный»


def recognised(file_name: str, names: Iterable[DocumentName]) -> str:
    """The title of the name which the file's name tells of, by what it says first; empty if it tells of none."""
    names = list(names)
    said = _said(file_name.rpartition(".")[0] or file_name)
    found = [
        (place, -len(phrase), number)
        for number, name in enumerate(names)
        for phrase in map(_said, (name.title, *name.words))
        if (place := _place(phrase, said)) is not None
    ]
    if found:
        return names[min(found)[-1]].title
    return next((name.title for name in names if _is_beginning(said, _said(name.title))), "")


def is_readable(file_name: str) -> bool:
    """Whether the name of a file says something in Russian."""
    return re.search(r"[а-яё]{3}", file_name.lower()) is not None


def _said(text: str) -> list[str]:
    """The words of a text, each evened out."""
    return [even for word in _WORD.findall(_CAMEL.sub(" ", text)) if (even := _even(word))]


def _even(word: str) -> str:
    text = word.lower().translate(_LATIN)
    for way, ours in _WAYS:
        text = text.replace(way, ours)
    return _TWICE.sub(r"\1", text)


def _place(phrase: list[str], said: list[str]) -> int | None:
    """Where the words of a phrase stand one after another; each may have an ending of its own."""
    places = range(len(said) - len(phrase) + 1) if phrase else ()
    return next((at for at in places if all(map(_is_form_of, said[at:], phrase))), None)


def _is_form_of(word: str, stem: str) -> bool:
    return word == stem or (len(stem) >= SHORT and word.startswith(stem))


def _is_beginning(said: list[str], title: list[str]) -> bool:
    """«dogovor 15»: nothing is said but what the title says too, and it begins as the title does."""
    long = [word for word in said if len(word) >= SHORT]
    return bool(long) and bool(title) and long[0] == title[0] and set(long) <= set(title)
