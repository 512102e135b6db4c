"""`make run`: the servers, the site, its worker and its clock, until Ctrl-C or until one of them ends.

Everything lives in `.local/`, or in the folder given as the argument.
"""

import signal
import sys
import time
from pathlib import Path
from types import FrameType
from typing import NoReturn

from .errors import AlreadyRunning, NotRunning
from .site import ROOT, Site
from .stack import Stack
from .steps import say

STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def main(home: Path) -> int:
    for number in STOP_SIGNALS:
        signal.signal(number, leave)
    began = time.monotonic()
    stack = Stack(home)
    site = None
    try:
        stack.start()
        greet(stack, time.monotonic() - began)
        site = Site(stack)
        site.prepare()
        show(site, site.start(), time.monotonic() - began)
        watch(site)
    except (AlreadyRunning, NotRunning) as error:
        print(f"\n{error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nОстанавливаю…", flush=True)
        return 0
    finally:
        for number in STOP_SIGNALS:
            signal.signal(number, signal.SIG_IGN)  # a second Ctrl-C must not interrupt the stopping
        if site:
            site.stop()
        stack.stop()


def leave(number: int, frame: FrameType | None) -> NoReturn:
    raise KeyboardInterrupt


def greet(stack: Stack, seconds: float) -> None:
    if stack.stopped_from_before:
        say(f"Прошлый запуск был прерван: остановлено его процессов — {stack.stopped_from_before}")
    if stack.postgres in stack.servers and stack.postgres.notice:
        say(stack.postgres.notice)
    say(f"Серверы: {seconds:.1f} с")


def show(site: Site, accounts: str, seconds: float) -> None:
    lines = [(server.title, f"127.0.0.1:{server.port}") for server in site.stack.servers]
    lines += [(title, "") for title in ("Celery worker", "Celery beat")]
    width = max(len(title) for title, _ in lines)
    print(f"\nЗапущено за {seconds:.1f} с. Остановить: Ctrl-C.\n")
    print(f"  {'Сайт':{width}}  {site.url}")
    for title, address in lines:
        print(f"  {title:{width}}  {address}".rstrip())
    print(f"  {'Письма и SMS':{width}}  {site.url}/outbox/")
    print(f"  {'Журналы':{width}}  {site.folder / 'logs'}")
    print(f"\n{accounts.strip()}\n", flush=True)


def watch(site: Site) -> NoReturn:
    """Wait until a child ends by itself, or until Ctrl-C raises its exception."""
    servers = {server.title: server.child for server in site.stack.servers if server.child}
    while True:
        for name, child in {**servers, **site.children}.items():
            if not child.is_alive:
                raise NotRunning(name, child.log)
        time.sleep(0.5)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / ".local"))
