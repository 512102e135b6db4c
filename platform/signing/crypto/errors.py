"""Verdicts on a signature: a status, a stable code, and the sentence a person reads."""

from enum import StrEnum


class Status(StrEnum):
    VALID = "valid"
    INVALID = "invalid"
    INDETERMINATE = "indeterminate"  # it cannot be decided now; the same signature may pass later


class Code(StrEnum):
    """The reason of a verdict. Codes are stored and compared, so they are never renamed."""

    OK = "ok"
    MALFORMED = "malformed"
    UNUSUAL_ENCODING = "unusual_encoding"
    TOO_LARGE = "too_large"
    NOT_SIGNED_DATA = "not_signed_data"
    ATTACHED = "attached"
    NO_SIGNER = "no_signer"
    SEVERAL_SIGNERS = "several_signers"
    NO_SIGNED_ATTRIBUTES = "no_signed_attributes"
    BAD_SIGNED_ATTRIBUTES = "bad_signed_attributes"
    NOT_GOST = "not_gost"
    ALGORITHM_MISMATCH = "algorithm_mismatch"
    OTHER_DOCUMENT = "other_document"
    NO_CERTIFICATE = "no_certificate"
    CERTIFICATE_SUBSTITUTED = "certificate_substituted"
    BAD_SIGNATURE = "bad_signature"
    UNTRUSTED = "untrusted"
    CHAIN_BROKEN = "chain_broken"
    NOT_YET_VALID = "not_yet_valid"
    EXPIRED = "expired"
    REVOKED = "revoked"
    REVOCATION_UNKNOWN = "revocation_unknown"
    KEY_USAGE = "key_usage"
    NOT_QUALIFIED = "not_qualified"
    BAD_TIMESTAMP = "bad_timestamp"
    TIMESTAMP_REQUIRED = "timestamp_required"
    SIGNING_TIME = "signing_time"
    WRONG_SUBJECT = "wrong_subject"
    NO_DOCUMENT = "no_document"


MESSAGES = {
    Code.OK: "Подпись действительна.",
    Code.MALFORMED: "Файл подписи повреждён или имеет неверный формат.",
    Code.UNUSUAL_ENCODING: (
        "Подпись сохранена в необычной записи (BER). Сохраните её в программе подписания в формате DER или Base64 и "
        "приложите снова либо подпишите документ ещё раз."
    ),
    Code.TOO_LARGE: "Файл подписи слишком большой.",
    Code.NOT_SIGNED_DATA: "Файл не является электронной подписью формата CAdES.",
    Code.ATTACHED: "Подпись содержит документ внутри. Нужна отсоединённая подпись.",
    Code.NO_SIGNER: "В файле подписи нет ни одной подписи.",
    Code.SEVERAL_SIGNERS: "В файле несколько подписей. Нужна подпись одного лица.",
    Code.NO_SIGNED_ATTRIBUTES: "В подписи нет подписанных атрибутов. Нужен формат CAdES-BES или CAdES-T.",
    Code.BAD_SIGNED_ATTRIBUTES: "Подписанные атрибуты подписи неполны или противоречивы.",
    Code.NOT_GOST: "Подпись создана не по ГОСТ Р 34.10-2012.",
    Code.ALGORITHM_MISMATCH: "Алгоритм хэширования не соответствует ключу подписи.",
    Code.OTHER_DOCUMENT: "Подпись сделана для другого документа или документ изменён.",
    Code.NO_DOCUMENT: "Файл документа не сохранился, проверить подпись нельзя.",
    Code.NO_CERTIFICATE: "В подписи нет сертификата подписавшего.",
    Code.CERTIFICATE_SUBSTITUTED: "Сертификат в подписи не тот, на котором она создана.",
    Code.BAD_SIGNATURE: "Подпись неверна.",
    Code.UNTRUSTED: "Сертификат выдан удостоверяющим центром, которого нет среди аккредитованных.",
    Code.CHAIN_BROKEN: "Цепочка сертификатов нарушена.",
    Code.NOT_YET_VALID: "Срок действия сертификата ещё не начался.",
    Code.EXPIRED: "Срок действия сертификата истёк.",
    Code.REVOKED: "Сертификат отозван.",
    Code.REVOCATION_UNKNOWN: "Не удалось проверить, отозван ли сертификат. Повторите проверку позже.",
    Code.KEY_USAGE: "Сертификат не предназначен для подписания документов.",
    Code.NOT_QUALIFIED: "Сертификат не является квалифицированным.",
    Code.BAD_TIMESTAMP: "Штамп времени в подписи неверен.",
    Code.TIMESTAMP_REQUIRED: "В подписи нет штампа времени.",
    Code.SIGNING_TIME: "Время подписания в подписи не совпадает с временем её получения.",
    Code.WRONG_SUBJECT: "Сертификат выдан другому лицу.",
}

# Reasons that may pass with time, when a revocation list is published or a service answers again.
TEMPORARY = frozenset({Code.REVOCATION_UNKNOWN})


class Fault(Exception):
    """The first failed check. It never leaves this package, because `cades.verify` turns it into a report."""

    def __init__(self, code: Code, detail: str = "") -> None:
        super().__init__(f"{code}: {detail}" if detail else code)
        self.code, self.detail = code, detail

    @property
    def status(self) -> Status:
        return Status.INDETERMINATE if self.code in TEMPORARY else Status.INVALID
