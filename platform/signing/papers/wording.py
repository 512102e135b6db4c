"""The wording of a sealed protocol: sections of names and values, for its PDF and for the public check page."""

from datetime import datetime
from typing import Any

from accounts.identifiers import format_snils
from ui import clock, words

from ..crypto.pep import Sealed

EVENTS = {
    "document_opened": "документ открыт",
    "code_sent": "код отправлен",
    "code_wrong": "введён неверный код",
    "code_confirmed": "код подтверждён",
}
Pair = tuple[str, str]
Section = tuple[str, list[Pair]]


def protocol(sealed: Sealed) -> list[Section]:
    """The sections of a protocol whose seal and shape have been checked."""
    told, stamp = sealed["protocol"], sealed["seal"]
    document, signer, agreement, key, message = (
        told[part] for part in ("document", "signer", "agreement", "key", "message")
    )
    return [
        (
            "Документ",
            [
                ("Название", document["title"]),
                ("Файл", f"{document['file']}, {words.grouped(document['size'])} байт"),
                ("SHA-256", document["sha256"]),
                ("Стрибог-256", document["streebog256"]),
            ],
        ),
        (
            "Подписант",
            [
                ("ФИО", signer["name"]),
                ("СНИЛС", format_snils(signer["snils"])),
                ("Телефон", f"{words.phone(signer['phone'])}, подтверждён {at(signer['phone_confirmed_at'])}"),
                ("Учётная запись", f"№ {signer['account']} в кабинете {told['operator']['address']}"),
                ("Подписано", at(told["signed_at"])),
            ],
        ),
        (
            "Соглашение",
            [
                ("Текст", f"{agreement['title']}, редакция {agreement['version']}"),
                ("SHA-256 текста", agreement["sha256"]),
                ("Принято", at(agreement["accepted_at"])),
                ("Организация", f"{told['operator']['name']}, ОГРН {told['operator']['ogrn']}"),
            ],
        ),
        (
            "Ключ подписи (код из СМС)",
            [
                ("Отправлен", f"{at(key['issued_at'])}, действовал до {at(key['expires_at'])}"),
                ("Передан оператору", ", ".join(filter(None, [at(message["handed_at"]), message["gateway_id"]]))),
                ("Получен телефоном", at(message["received_at"])),
                ("Текст СМС", message["text"]),
                ("Попыток", f"{key['attempts']} из {key['attempts_allowed']}"),
                ("Хэш кода (HMAC)", f"{key['proof']}, проверить его может только площадка"),
            ],
        ),
        ("События", [(at(event["at"]), _event(event)) for event in told["events"]]),
        (
            "Печать",
            [
                ("Номер", f"№ {told['number']} в цепочке протоколов организации"),
                ("Предыдущий", told["previous"]),
                ("Ключ печати", f"{stamp['key_id']}, {stamp['algorithm']}"),
                ("Печать", stamp["value"]),
            ],
        ),
    ]


def at(moment: str | None) -> str:
    """A moment for people, like «13.03.2026 14:05:09 (МСК)»; a dash if it is unknown."""
    if moment is None:
        return "—"
    at_ = datetime.fromisoformat(moment)
    return f"{words.to_the_second(clock.local(at_))} ({clock.zone_of(at_)})"


def _event(event: dict[str, Any]) -> str:
    where = ", ".join(filter(None, [event["ip"], event["user_agent"]]))
    return f"{EVENTS.get(event['event'], event['event'])}; {where}"
