"""The words of a QR code by which a bank's app fills in a payment: ГОСТ Р 56042-2014."""

from collections.abc import Mapping

HEADER = "ST00012"  # version 1, UTF-8
HEADER_1251 = "ST00011"
MOST_BYTES = 300  # of the required block, without the header
_REQUIRED = ("Name", "PersonalAcc", "BankName", "BIC", "CorrespAcc")
_LONGEST = {"Name": 160, "PersonalAcc": 20, "BankName": 45, "BIC": 9, "CorrespAcc": 20, "Purpose": 210, "PayeeINN": 12}
_SEPARATORS = "|~^#;:"


class CodeNotPossible(Exception):
    """The details cannot be written into a code; the sentence says which one is in the way."""


def words_of(details: Mapping[str, str], *, kopecks: int | None = None) -> bytes:
    """The bytes of the code. `details` by the names of the standard: Name, PersonalAcc, BankName, BIC, CorrespAcc, then
    Purpose, PayeeINN, KPP, LastName, … ; `kopecks` is the sum. UTF-8, or windows-1251 where names are too long for it.

    Raises CodeNotPossible.
    """
    missing = [name for name in _REQUIRED if not details.get(name)]
    if missing:
        raise CodeNotPossible(f"не заполнено: {', '.join(missing)}")
    values = {name: " ".join(value.split()) for name, value in details.items() if value}
    for name, longest in _LONGEST.items():
        if len(values.get(name, "")) > longest:
            raise CodeNotPossible(f"{name} длиннее {longest} знаков")
    if kopecks is not None:
        values["Sum"] = str(kopecks)
    separator = next((sign for sign in _SEPARATORS if not any(sign in value for value in values.values())), None)
    if separator is None:
        raise CodeNotPossible("в реквизитах есть все знаки, которыми их можно разделить")
    required = separator.join(f"{name}={values.pop(name)}" for name in _REQUIRED)
    rest = "".join(f"{separator}{name}={value}" for name, value in values.items())
    for header, encoding in ((HEADER, "utf-8"), (HEADER_1251, "windows-1251")):
        try:
            block = required.encode(encoding)
            if len(block) <= MOST_BYTES:
                return f"{header}{separator}".encode(encoding) + block + rest.encode(encoding)
        except UnicodeEncodeError:
            continue
    raise CodeNotPossible(f"обязательные реквизиты длиннее {MOST_BYTES} байт: сократите наименование")
