"""Проверка архива «Скачать всё для проверки» без кабинета и без интернета.

Нужен только Python 3.9 или новее. Запуск:  python проверить.py [архив.zip или папка]
Ответ: «ВСЁ ВЕРНО» (код 0), «НАРУШЕНО: …» (код 1) или «НЕДОСТАТОЧНО ДАННЫХ: …» (код 2).

This same file is tested in the project. It uses only the standard library; Ed25519 follows RFC 8032.
"""

import base64
import hashlib
import json
import sys
import zipfile
from datetime import datetime, timedelta
from pathlib import Path

MANIFEST, KEYS = "Доказательства/Опись.json", "Доказательства/Ключи печати.json"
GENESIS = "0" * 64
# What the list of an archive has to name, by its kind: of one signed document, of a whole case.
NEEDED = {
    "evidence": ("document", "sheet", "report", "instructions", "verifier"),
    "case": ("cover", "terms", "days", "events", "history", "letters", "rules", "instructions", "verifier"),
}
OVERLAP = timedelta(hours=1)  # during a key change some processes still seal with the old key

# --- Ed25519 (RFC 8032, 5.1) --------------------------------------------------------------------------------------

P = 2**255 - 19
Q = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT = pow(2, (P - 1) // 4, P)


def add(one, two):
    a = (one[1] - one[0]) * (two[1] - two[0]) % P
    b = (one[1] + one[0]) * (two[1] + two[0]) % P
    c = 2 * one[3] * two[3] * D % P
    d = 2 * one[2] * two[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def multiply(number, point):
    result = (0, 1, 1, 0)
    while number:
        if number & 1:
            result = add(result, point)
        point = add(point, point)
        number >>= 1
    return result


def recover(y, sign):
    """The x coordinate of the point with this y; None if there is no such point."""
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    if square == 0:
        return None if sign else 0
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT % P
    if (x * x - square) % P:
        return None
    return P - x if (x & 1) != sign else x


def point_of(raw):
    y = int.from_bytes(raw, "little")
    sign, y = y >> 255, y & ((1 << 255) - 1)
    x = recover(y, sign)
    return None if x is None else (x, y, 1, x * y % P)


BASE = point_of((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))


def is_sealed_by(public, message, value):
    if len(public) != 32 or len(value) != 64:
        return False
    key, r = point_of(public), point_of(value[:32])
    s = int.from_bytes(value[32:], "little")
    if key is None or r is None or s >= Q:
        return False
    h = int.from_bytes(hashlib.sha512(value[:32] + public + message).digest(), "little") % Q
    one, two = multiply(s, BASE), add(r, multiply(h, key))
    return (one[0] * two[2] - two[0] * one[2]) % P == 0 and (one[1] * two[2] - two[1] * one[2]) % P == 0


# --- What is read -------------------------------------------------------------------------------------------------


class Broken(Exception):
    """Some data do not agree: «НАРУШЕНО»."""


class Missing(Exception):
    """Some data are missing: «НЕДОСТАТОЧНО ДАННЫХ»."""


def canonical(value):
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode()


def sha256(content):
    return hashlib.sha256(content).hexdigest()


def moment(text):
    found = datetime.fromisoformat(text)
    if found.tzinfo is None:
        raise ValueError("время без часового пояса")
    return found


class Folder:
    """The files of an unpacked archive."""

    def __init__(self, path):
        self.path = path

    def read(self, name):
        file = self.path / name
        if not file.is_file():
            raise Missing("нет файла «" + name + "»")
        return file.read_bytes()


class Archive:
    """The files of the ZIP itself."""

    def __init__(self, path):
        try:
            self.zip = zipfile.ZipFile(path)
        except (zipfile.BadZipFile, OSError):
            raise Missing("архив «" + path.name + "» не открывается: скачайте его заново") from None
        names = self.zip.namelist()
        if len(set(names)) != len(names):
            raise Broken("в архиве два файла с одним именем")

    def read(self, name):
        try:
            return self.zip.read(name)
        except KeyError:
            raise Missing("нет файла «" + name + "»") from None
        except Exception:
            raise Broken("файл «" + name + "» в архиве повреждён") from None


class Inner:
    """A folder of another source."""

    def __init__(self, source, folder):
        self.source, self.folder = source, folder

    def read(self, name):
        return self.source.read(self.folder + name)


def opened(path):
    if path.is_dir():
        return Folder(path)
    if path.is_file():
        return Archive(path)
    raise Missing("нет файла «" + str(path) + "»")


# --- What is checked ----------------------------------------------------------------------------------------------


class Check:
    def __init__(self, source):
        self.source = source
        self.broken, self.missing, self.notes = [], [], []
        self.keys = {}

    def attempt(self, what, check, *arguments):
        """Run one check and continue after its failure, so that every fault is named."""
        try:
            return check(*arguments)
        except Broken as fault:
            self.broken.append(what + ": " + str(fault))
        except Missing as fault:
            self.missing.append(str(fault))
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            self.broken.append(what + ": файл не читается или составлен не по форме")
        return None

    def all(self):
        self.attempt(KEYS, self.check_keys, KEYS)
        self.attempt("опись", self.check_manifest)

    def check_manifest(self):
        sealed = self.read_sealed(MANIFEST)
        manifest, files = sealed["protocol"], sealed["protocol"]["files"]
        for file in files:
            self.attempt(file["name"], self.check_file, file)
        by_role = {}
        for file in files:
            by_role.setdefault(file["role"], []).append(file["name"])
        if not self.keys:
            raise Missing("нет списка ключей печати, поэтому печати проверить нечем")
        self.check_seal(sealed)
        for need in NEEDED[manifest["kind"]]:
            if need not in by_role:
                raise Missing("в описи нет части «" + need + "»")
        for name in by_role.get("signed", []):
            self.check_inner(name[: -len(MANIFEST)])
        if manifest["kind"] == "case":
            self.notes.append("опись заявки " + manifest["case"] + " составлена " + manifest["signed_at"])
            return
        links = None
        for name in by_role.get("chain", []):
            links = self.attempt(name, self.check_chain, name)
        for name in by_role.get("heads", []):
            self.attempt(name, self.check_heads, name, links)
        document = by_role["document"][0]
        for name in by_role.get("simple", []):
            self.attempt(name, self.check_protocol, name, document, links, by_role.get("agreement", []))
        for name in by_role.get("qualified", []):
            self.notes.append(
                "подпись «" + name + "» (УКЭП): файл тот же, что в описи. Математику ГОСТ проверяет OpenSSL, "
                "команда в файле «КАК ПРОВЕРИТЬ.txt»"
            )
            for need, words in (("certificates", "сертификатов"), ("revocation", "сведений об отзыве")):
                if need not in by_role:
                    self.missing.append("нет " + words + " для подписи «" + name + "»")
        self.notes.append("опись составлена " + manifest["signed_at"] + ", " + manifest["operator"]["name"])

    def check_inner(self, folder):
        """A signed document of a case stands in a folder with a list of its own."""
        inner = Check(Inner(self.source, folder))
        inner.all()
        self.broken += [folder + " " + fault for fault in inner.broken]
        self.missing += [folder + " " + fault for fault in inner.missing]
        self.notes += [folder + " " + note for note in inner.notes]

    def check_file(self, file):
        if sha256(self.source.read(file["name"])) != file["sha256"]:
            raise Broken("файл изменён")

    def check_seal(self, sealed):
        """Check the seal of a statement. Its key must be on the list and in use at the moment that is stated."""
        said, seal = sealed["protocol"], sealed["seal"]
        public = base64.b64decode(seal["public_key"], validate=True)
        key = self.keys.get(public)
        if key is None:
            raise Broken("печать сделана ключом, которого нет в списке")
        if seal["algorithm"] != "Ed25519" or seal["key_id"] != sha256(public)[:16]:
            raise Broken("печать названа неверно")
        if not is_sealed_by(public, canonical(said), base64.b64decode(seal["value"], validate=True)):
            raise Broken("печать неверна: текст изменён")
        at = moment(said["signed_at"])
        until = moment(key["until"]) if key["until"] else None
        if at < moment(key["since"]) - OVERLAP or (until is not None and at > until + OVERLAP):
            raise Broken("ключ печати в это время не действовал")

    def read_sealed(self, name):
        raw = self.source.read(name)
        sealed = json.loads(raw)
        if canonical(sealed) != raw:
            raise Broken("записан не так, как его пишет кабинет")
        return sealed

    def check_keys(self, name):
        sealed = self.read_sealed(name)
        keys = sealed["protocol"]["keys"]
        self.keys = {base64.b64decode(key["public_key"], validate=True): key for key in keys}
        self.notes.append(
            "SHA-256 списка ключей печати на "
            + sealed["protocol"]["signed_at"]
            + ": "
            + sha256(canonical(keys))
            + ". Сверьте с письмом организации или с сайтом"
        )
        self.check_seal(sealed)

    def check_chain(self, name):
        sealed = self.read_sealed(name)
        self.check_seal(sealed)
        return sealed["protocol"]["links"]

    def check_heads(self, name, links):
        if links is None:
            raise Missing("нет цепочки, с которой сверить отправленные суммы")
        for head in json.loads(self.source.read(name))["heads"]:
            self.check_seal(head["statement"])
            said = head["statement"]["protocol"]
            if said["number"] > len(links) or total(links[: said["number"]]) != said["chain"]:
                raise Broken("цепочка не та, сумма которой была отправлена (№ " + str(said["number"]) + ")")
            words = ", есть штамп времени" if head["stamp"] else ""
            self.notes.append("сумма " + str(said["number"]) + ":" + said["chain"] + " от " + said["signed_at"] + words)

    def check_protocol(self, name, document, links, agreements):
        sealed = self.read_sealed(name)
        self.check_seal(sealed)
        said = sealed["protocol"]
        if said["document"]["sha256"] != sha256(self.source.read(document)):
            raise Broken("протокол относится к другому файлу")
        if links is None:
            raise Missing("нет цепочки протоколов")
        number = said["number"]
        if not 0 < number <= len(links) or links[number - 1] != sha256(canonical(sealed)):
            raise Broken("протокола нет в цепочке")
        if said["previous"] != (links[number - 2] if number > 1 else GENESIS):
            raise Broken("предыдущий протокол не тот, что в цепочке")
        if "chain" in said and said["chain"] != total(links[: number - 1]):
            raise Broken("сумма цепочки до протокола другая: протоколы до него подменены")
        texts = [sha256(self.source.read(agreement)) for agreement in agreements]
        if said["agreement"]["sha256"] not in texts:
            raise Missing("нет текста соглашения, которое назвал протокол «" + name + "»")
        self.notes.append("подписал(а) " + said["signer"]["name"] + ", " + said["signed_at"])
        if said.get("test"):
            self.notes.append("протокол создан на демонстрационной площадке")


def total(links):
    found = GENESIS
    for link in links:
        found = sha256((found + link).encode())
    return found


def main(arguments):
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    path = Path(arguments[0]) if arguments else Path(__file__).resolve().parent
    try:
        check = Check(opened(path))
        check.all()
        broken, missing, notes = check.broken, check.missing, check.notes
    except Broken as fault:
        broken, missing, notes = [str(fault)], [], []
    except Missing as fault:
        broken, missing, notes = [], [str(fault)], []
    for note in notes:
        print("- " + note)
    if broken:
        print("НАРУШЕНО: " + "; ".join(dict.fromkeys(broken)))
        return 1
    if missing:
        print("НЕДОСТАТОЧНО ДАННЫХ: " + "; ".join(dict.fromkeys(missing)))
        return 2
    print("ВСЁ ВЕРНО")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
