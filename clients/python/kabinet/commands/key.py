"""`kabinet login`, `kabinet config`: the address and the key."""

import argparse
import getpass
import os
import sys

from .. import settings
from ..cabinet import Cabinet
from ..connection import Connection, address_of
from ..errors import KabinetError
from . import terminal

SIDES = {"applicant": "заявитель", "company": "сетевая организация"}


def login(asked: argparse.Namespace) -> None:
    """Keep a key that works. It is never an argument: those are seen by everybody on the computer."""
    url = asked.url or os.environ.get(settings.URL, "")
    if not url and sys.stdin.isatty():
        url = input("Адрес кабинета: ")
    url = address_of(url).geturl()
    key = os.environ.get(settings.KEY, "")
    if not key:
        key = getpass.getpass("Ключ из раздела «Интеграции»: ") if sys.stdin.isatty() else sys.stdin.readline()
    key = key.strip()
    if not key:
        raise KabinetError(f"Передайте ключ: введите его, пошлите на вход команды или задайте {settings.KEY}.")
    me = Cabinet(Connection(url, key)).me()
    place = settings.keep(url, key)
    terminal.say(f"Ключ «{me['key']}» действует до {me['expires_at'][:10]} и записан в {place}.")


def config(asked: argparse.Namespace) -> None:
    found = settings.read()
    me = Cabinet(Connection(found.url, found.key)).me()
    if asked.json:
        terminal.say_json({"url": found.url, "key_is_from": found.key_is_from, **me})
        return
    terminal.say(f"Кабинет: {found.url}")
    terminal.say(f"Ключ: «{me['key']}», {found.key_is_from}, действует до {me['expires_at'][:10]}")
    terminal.say(f"Сторона: {SIDES.get(me['side'], me['side'])}{', ' + me['acts_for'] if me['acts_for'] else ''}")
    terminal.say(f"Разрешено: {', '.join(me['scopes'])}")
