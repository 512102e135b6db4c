"""Documents on the disk of whoever downloads: under a safe name, whole, with the hash that the cabinet names."""

import hashlib
import http.client
import os
import re
from pathlib import Path

from . import shapes
from .cabinet import Cabinet
from .errors import KabinetError, NoConnection

PIECE = 1024 * 1024
FORBIDDEN = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*\u202a-\u202e\u2066-\u2069]')
DEVICES = {"con", "prn", "aux", "nul", *(f"{name}{n}" for name in ("com", "lpt") for n in range(1, 10))}
LONGEST = 200  # bytes: file systems take 255, and a number may come to it


def name_of(entry: shapes.EntryShape) -> str:
    """A name that stays in its folder, whatever was written into it."""
    given = entry["file"]["file_name"] if entry["file"] else ""
    name = FORBIDDEN.sub("_", given).strip(" .") or "документ"
    stem, ending = os.path.splitext(name)
    if stem.lower() in DEVICES:
        stem = f"_{stem}"
    while len((stem + ending).encode()) > LONGEST and stem:
        stem = stem[:-1]
    return stem + ending


def download(cabinet: Cabinet, entry: shapes.EntryShape, folder: Path) -> tuple[Path, bool]:
    """Where the document lies, and whether it was downloaded just now. An existing other file is never replaced."""
    if entry["file"] is None:
        raise KabinetError("У этой записи нет файла.")
    sha256 = entry["file"]["sha256"]
    path = folder / name_of(entry)
    if path.exists() and _digest(path) != sha256:
        path = path.with_stem(f"{path.stem} ({entry['id']})")
    if path.exists():
        if _digest(path) == sha256:
            return path, False
        raise KabinetError(f"«{path}» уже есть, и это другой файл. Уберите его или назовите другую папку.")
    folder.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{entry['id']}.part")
    try:
        with cabinet.file(entry["id"]) as source, part.open("wb") as target:
            received = _copied(source, target.fileno())
        if received != sha256:
            raise NoConnection(f"«{path.name}» пришёл не целиком. Повторите команду.")
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    return path, True


def _copied(source: http.client.HTTPResponse, target: int) -> str:
    digest = hashlib.sha256()
    while piece := source.read(PIECE):
        digest.update(piece)
        left = memoryview(piece)
        while left:
            left = left[os.write(target, left) :]
    return digest.hexdigest()


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
