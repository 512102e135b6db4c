from pathlib import Path

TAIL_LINES = 20


class AlreadyRunning(Exception):
    """Another live process holds this home."""

    def __init__(self, home: Path, pid: int) -> None:
        super().__init__(f"{home}: уже работает (процесс {pid}). Остановите его или откройте тот, что запущен.")
        self.pid = pid


class NotRunning(Exception):
    """A child process ended by itself, or did not answer in time."""

    def __init__(self, name: str, log: Path) -> None:
        super().__init__(f"{name}: не работает. Конец журнала {log}:\n{tail(log)}")


def tail(log: Path) -> str:
    if not log.exists():
        return "(журнала нет)"
    return "\n".join(log.read_text(errors="replace").splitlines()[-TAIL_LINES:])
