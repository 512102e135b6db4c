"""A ministry's list of accredited authorities in the published format, with test authorities in it."""

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from xml.etree.ElementTree import Element, SubElement, tostring

IN_FORCE, ENDED = "Действует", "Прекращена"


@dataclass(frozen=True)
class Listed:
    """An authority with the history of its accreditation, oldest first."""

    name: str
    ogrn: str
    certificate: bytes
    statuses: Sequence[tuple[str, datetime]]
    crl_addresses: Sequence[str] = ()


def authority_list(authorities: Sequence[Listed], *, edition: str = "1") -> bytes:
    root = Element("АккредитованныеУдостоверяющиеЦентры")
    SubElement(root, "Версия").text = edition
    for number, authority in enumerate(authorities, start=1):
        about = SubElement(root, "УдостоверяющийЦентр")
        SubElement(about, "Название").text = authority.name
        SubElement(about, "ОГРН").text = authority.ogrn
        SubElement(about, "РеестровыйНомер").text = str(number)
        _status(SubElement(about, "СтатусАккредитации"), *authority.statuses[-1])
        history = SubElement(about, "ИсторияСтатусовАккредитации")
        for status in authority.statuses:
            _status(SubElement(history, "СтатусАккредитации"), *status)
        tools = SubElement(SubElement(about, "ПрограммноАппаратныеКомплексы"), "ПрограммноАппаратныйКомплекс")
        key = SubElement(SubElement(tools, "КлючиУполномоченныхЛиц"), "Ключ")
        addresses = SubElement(key, "АдресаСписковОтзыва")
        for address in authority.crl_addresses:
            SubElement(addresses, "Адрес").text = address
        data = SubElement(SubElement(key, "Сертификаты"), "ДанныеСертификата")
        SubElement(data, "Данные").text = b64encode(authority.certificate).decode()
    xml: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return xml


def _status(element: Element, status: str, since: datetime) -> None:
    SubElement(element, "Статус").text = status
    SubElement(element, "ДействуетС").text = since.isoformat()
