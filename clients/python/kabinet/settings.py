"""Where the cabinet is and which key is used: the environment first, then a file that only its owner may read."""

import json
import os
import stat
from dataclasses import dataclass
from pathlib import Path

from .errors import KabinetError

KEY, URL, PLACE = "KABINET_KEY", "KABINET_URL", "KABINET_CONFIG"
PRIVATE = 0o600


@dataclass(frozen=True)
class Settings:
    url: str
    key: str
    key_is_from: str  # in words


def path() -> Path:
    given = os.environ.get(PLACE)
    if given:
        return Path(given)
    base = os.environ.get("XDG_CONFIG_HOME") or os.environ.get("APPDATA")
    return (Path(base) if base else Path.home() / ".config") / "kabinet" / "config.json"


def read() -> Settings:
    """Raises KabinetError with what to do if something is missing or the file is open to others."""
    url, key = os.environ.get(URL, ""), os.environ.get(KEY, "")
    kept = {} if url and key else _kept()
    if not (url or kept.get("url")):
        raise KabinetError(f"Не задан адрес кабинета. Выполните kabinet login или задайте {URL}.")
    if not (key or kept.get("key")):
        raise KabinetError(f"Не задан ключ. Выполните kabinet login или задайте {KEY}.")
    # A key of the file belongs to the address of the file: it is not sent to another one.
    if url and not key and url.rstrip("/") != kept.get("url"):
        raise KabinetError(f"Ключ в {path()} — для {kept.get('url')}, а {URL} указывает на {url}. Задайте и {KEY}.")
    where = f"переменная {KEY}" if key else str(path())
    return Settings((url or kept["url"]).rstrip("/"), key or kept["key"], where)


def keep(url: str, key: str) -> Path:
    """Write the file anew, from its first byte readable by its owner only."""
    place = path()
    try:
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        written = place.with_name(f".{place.name}.{os.getpid()}")
        descriptor = os.open(written, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            json.dump({"url": url.rstrip("/"), "key": key}, file, ensure_ascii=False)
        written.replace(place)
    except OSError as error:
        raise KabinetError(f"Не записать {place}: {error.strerror}. Задайте другой файл в {PLACE}.") from error
    return place


def _kept() -> dict[str, str]:
    place = path()
    try:
        with place.open(encoding="utf-8") as file:
            mode = stat.S_IMODE(os.fstat(file.fileno()).st_mode)
            if os.name == "posix" and mode & 0o077:
                raise KabinetError(f"Файл с ключом {place} могут прочитать другие. Выполните: chmod 600 {place}")
            told = json.load(file)
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise KabinetError(f"Файл {place} не прочитать: {error.strerror}.") from error
    except ValueError:
        raise KabinetError(f"Файл {place} испорчен. Выполните kabinet login ещё раз.") from None
    return {name: str(value) for name, value in told.items()} if isinstance(told, dict) else {}
