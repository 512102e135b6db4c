"""Names of files come from strangers and are cleaned, so that they can be shown, saved and sent in a header."""

import re
import unicodedata

NAME_LIMIT = 200  # characters: leaves room for what a file system adds


_ENDING_LIMIT = 10  # characters; a longer text after the last dot belongs to the name
_ENDING = re.compile(r"(?=.*[a-z])[a-z0-9]{1,10}", re.I)
# Dots and spaces of every width, which systems remove or add at both ends of a name.
_AROUND = " .\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"


def clean_name(name: str) -> str:
    """The name without a path, without control characters and direction marks, and of limited length."""
    name = name.replace("\\", "/").rsplit("/", 1)[-1]
    name = "".join(char for char in unicodedata.normalize("NFC", name) if unicodedata.category(char)[0] != "C")
    name = name.strip(_AROUND) or "файл"
    stem, dot, extension = name.rpartition(".")
    stem, extension = stem.rstrip(_AROUND), extension.lstrip(_AROUND)
    if not dot or not stem or len(extension) > _ENDING_LIMIT:
        return name[:NAME_LIMIT].rstrip(_AROUND)
    return f"{stem[: NAME_LIMIT - len(extension) - 1].rstrip(_AROUND)}.{extension}"


def extension_of(name: str) -> str:
    """The extension in lower case without the dot; empty if there is none.

    «План от 01.02.2024», «План.Участок» and «план.pdf (1)» have none, because an extension is a short word of Latin
    letters.
    """
    ending = name.rpartition(".")[2] if "." in name else ""
    return ending.lower() if _ENDING.fullmatch(ending) else ""


def with_extension(name: str, extension: str) -> str:
    """The same name with another extension: «план.heic», «план.jpg.heic» and «план» all become «план.jpg»."""
    stem = name.rpartition(".")[0] if extension_of(name) else name
    if extension_of(stem) == extension:
        return stem
    return f"{stem[: NAME_LIMIT - len(extension) - 1].rstrip(_AROUND)}.{extension}"
