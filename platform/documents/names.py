"""Names of files come from strangers: what is kept can be shown, saved and sent in a header."""

import unicodedata

NAME_LIMIT = 200  # characters: leaves room for what a file system adds


def clean_name(name: str) -> str:
    """The file's own name as it may be shown and saved: no path, no control or direction marks, not too long."""
    name = name.replace("\\", "/").rsplit("/", 1)[-1]
    name = "".join(char for char in unicodedata.normalize("NFC", name) if unicodedata.category(char)[0] != "C")
    name = name.strip(" .") or "файл"
    stem, dot, extension = name.rpartition(".")
    return f"{stem[: NAME_LIMIT - len(extension) - 1]}{dot}{extension}" if dot and stem else name[:NAME_LIMIT]


def extension_of(name: str) -> str:
    """In lower case, without the dot; empty where there is none."""
    return name.rsplit(".", 1)[-1].lower() if "." in name else ""


def with_extension(name: str, extension: str) -> str:
    """The same name with another ending: «план.jpg»."""
    stem = name.rpartition(".")[0] or name
    return f"{stem[: NAME_LIMIT - len(extension) - 1]}.{extension}"
