"""The directory of БИК of the Bank of Russia: the message ED807, as XML or in the ZIP in which it is published."""

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from xml.etree import ElementTree

from .requisites import bik_is_possible, correspondent_fits

MOST_BYTES = 64 * 1024 * 1024  # of the XML; today's has about four


@dataclass(frozen=True)
class Bank:
    bik: str
    name: str
    place: str
    correspondent_account: str  # empty for those that have none


@dataclass(frozen=True)
class Directory:
    day: date
    banks: list[Bank]


class DirectoryRefused(Exception):
    """It is no such file; the sentence says what to do."""


def read(content: bytes) -> Directory:
    """Raises DirectoryRefused. Nothing of a file that is refused is taken."""
    try:
        # Without a DOCTYPE there is nothing to expand.
        root = ElementTree.fromstring(_xml(content), ElementTree.XMLParser(target=_Plain()))  # noqa: S314
    except (ElementTree.ParseError, LookupError, ValueError) as error:
        raise DirectoryRefused("Файл не читается: это не XML или он обрезан. Скачайте справочник ещё раз") from error
    if _local(root.tag) != "ED807":
        raise DirectoryRefused("Это не справочник БИК: нужен файл ED807 Банка России")
    try:
        day = date.fromisoformat(root.get("BusinessDay") or root.get("EDDate") or "")
    except ValueError:
        raise DirectoryRefused("В справочнике нет даты. Скачайте его ещё раз") from None
    banks = list(_banks(root))
    if not banks:
        raise DirectoryRefused("В справочнике нет ни одного банка. Скачайте его ещё раз")
    return Directory(day, banks)


def _xml(content: bytes) -> bytes:
    if not content.startswith(b"PK"):
        return content
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            inside = [one for one in archive.infolist() if one.filename.lower().endswith(".xml")]
            if len(inside) != 1 or inside[0].file_size > MOST_BYTES:
                raise DirectoryRefused("В архиве должен быть один файл XML. Загрузите архив Банка России без изменений")
            with archive.open(inside[0]) as file:
                return file.read(MOST_BYTES)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
        raise DirectoryRefused("Архив не открывается. Скачайте справочник ещё раз") from error


def _banks(root: ElementTree.Element) -> Iterator[Bank]:
    """Those of which payments can name the БИК; entries that are malformed or deleted are left out."""
    for entry in root:
        bik = entry.get("BIC", "")
        about = next((one for one in entry if _local(one.tag) == "ParticipantInfo"), None)
        if about is None or not bik_is_possible(bik) or about.get("ParticipantStatus") == "PSDL":
            continue
        accounts = [
            account.get("Account", "")
            for account in entry
            if _local(account.tag) == "Accounts" and account.get("RegulationAccountType") == "CRSA"
        ]
        place = " ".join(filter(None, [about.get("Tnp", ""), about.get("Nnp", "")]))
        correspondent = next((account for account in accounts if correspondent_fits(account, bik)), "")
        yield Bank(bik, " ".join(about.get("NameP", "").split())[:160], place[:100], correspondent)


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


class _Plain(ElementTree.TreeBuilder):
    """Refuses a DOCTYPE where it begins: the directory has none, and entities could grow without end."""

    def doctype(self, name: str, pubid: str | None, system: str | None) -> None:
        raise DirectoryRefused("Это не справочник БИК: нужен файл ED807 Банка России")
