"""A folder with a table of applications and, for each of them, a folder of its own with files."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tenancy.errors import DomainError

from . import table as tables
from .table import Most, Table

TABLES = (".csv", ".xlsx")
MOST = Most(size=100 * tables.MEGABYTE, lines=100_000, letters=50_000_000, written=256 * tables.MEGABYTE)


class FolderRefused(DomainError):
    status = 422
    code = "folder_refused"


@dataclass(frozen=True)
class Folder:
    path: Path
    table_path: Path

    @classmethod
    def opened(cls, path: Path) -> "Folder":
        """Raises FolderRefused."""
        if not path.is_dir():
            raise FolderRefused(f"Папки «{path}» нет. Проверьте --folder")
        found = sorted(one for one in path.iterdir() if one.is_file() and one.suffix.lower() in TABLES)
        if len(found) != 1:
            named = ", ".join(one.name for one in found) or "ни одной"
            raise FolderRefused(f"В папке «{path}» должна лежать одна таблица CSV или XLSX, а лежит: {named}")
        return cls(path, found[0])

    def table(self) -> Table:
        """Raises TableRefused."""
        with self.table_path.open("rb") as file:
            return tables.read(file, size=self.table_path.stat().st_size, most=MOST)

    def files_of(self, number: str) -> list[Path]:
        """In the order of their names. A number that leads out of the folder, or a link that does, brings nothing."""
        if not number or number in {".", ".."} or any(sign in number for sign in "/\\\0"):
            return []
        own = self.path / number
        if not own.is_dir() or own.is_symlink():
            return []
        return sorted(one for one in own.iterdir() if one.is_file() and not one.is_symlink())

    def unclaimed(self, numbers: set[str]) -> Iterator[str]:
        """Folders that belong to no line."""
        for one in sorted(self.path.iterdir()):
            if one.is_dir() and one.name not in numbers:
                yield one.name
