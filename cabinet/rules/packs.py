"""Rule packs, read once and immutable: a folder for a pack, a file for an edition, named by the day it holds from."""

import tomllib
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from .pack import Pack, Status
from .validation import PackInvalid, mistakes_of_form, mistakes_of_sense

__all__ = ["PACKS", "Pack", "Status", "current_pack", "editions", "load", "pack_on", "read_pack"]

HERE = Path(__file__).parent
PACKS = {"electricity": "electricity_861", "heat": "heat_2115"}  # by the kind of grid


def read_pack(text: str, *, code: str, edition: date, file: str) -> Pack:
    """One edition out of the text of its file. Raises PackInvalid with everything that is wrong."""
    try:
        raw: dict[str, Any] = tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        raise PackInvalid(
            file, [f"файл не читается как TOML: {error}. Исправьте строку, которая здесь названа"]
        ) from error
    try:
        pack = Pack.model_validate({**raw, "code": code})
    except ValidationError as error:
        raise PackInvalid(file, mistakes_of_form(error, raw)) from error
    mistakes = mistakes_of_sense(pack)
    if pack.edition.valid_from != edition:
        mistakes.append(
            f"edition → valid_from: {pack.edition.valid_from}, а файл назван {edition}. Пусть они совпадают"
        )
    if mistakes:
        raise PackInvalid(file, mistakes)
    return pack


@cache
def load(code: str, edition: date) -> Pack:
    """One edition of a pack. Raises FileNotFoundError for one that does not exist, PackInvalid for a wrong one."""
    file = HERE / code / f"{edition}.toml"
    return read_pack(file.read_text("utf-8"), code=code, edition=edition, file=f"{code}/{file.name}")


def text_of(pack: Pack) -> bytes:
    """The file of an edition, as evidence of what was counted by."""
    return (HERE / pack.code / f"{pack.edition.valid_from}.toml").read_bytes()


@cache
def editions(code: str) -> tuple[date, ...]:
    """The days from which the editions of a pack hold, the first one first. Raises PackInvalid for a file of no day."""
    return tuple(sorted(_day_of(file) for file in (HERE / code).glob("*.toml")))


def _day_of(file: Path) -> date:
    try:
        return date.fromisoformat(file.stem)
    except ValueError as error:
        wrong = "имя файла — день, с которого действует редакция, например 2026-01-01.toml. Назовите файл так"
        raise PackInvalid(f"{file.parent.name}/{file.name}", [wrong]) from error


def pack_on(kind: str, day: date) -> Pack:
    """The edition that holds on a day for a kind of grid (`electricity`, `heat`); before the first one, the first."""
    code = PACKS[kind]
    first, *later = editions(code)
    return load(code, max((edition for edition in later if edition <= day), default=first))


def current_pack(day: date | None = None) -> Pack:
    """What holds in the company of this request on a day, which is today for drafts and for what belongs to no case."""
    # Only here: whoever reads an edition outside the site, as an outsider's check of the clock does, needs no Django.
    from django.utils.timezone import localdate

    from tenancy.company import current_company

    return pack_on(current_company().kind, day or localdate())
