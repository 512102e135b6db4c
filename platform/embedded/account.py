"""The account under which PostgreSQL runs: it refuses to run as root, so for root it runs as `nobody`.

No permission in the checkout or above it is widened. If a parent folder is closed to others (root's home usually is),
PostgreSQL and its data live in `/var/lib/setevoy-kabinet/` instead.
"""

import hashlib
import os
import pwd
import shutil
import stat
from dataclasses import dataclass
from pathlib import Path

OUTSIDE = Path("/var/lib/setevoy-kabinet")
OTHERS_MAY_ENTER = stat.S_IXOTH
OTHERS_MAY_RUN = stat.S_IROTH | stat.S_IXOTH


@dataclass(frozen=True)
class Account:
    name: str
    uid: int
    gid: int

    def can_reach(self, path: Path) -> bool:
        return all(parent.stat().st_mode & OTHERS_MAY_ENTER for parent in path.resolve().parents)

    def own(self, folder: Path) -> None:
        os.chown(folder, self.uid, self.gid)


def unprivileged() -> Account | None:
    """The account for a server that refuses to run as root; None if we are not root."""
    if os.geteuid() != 0:
        return None
    entry = pwd.getpwnam("nobody")
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)


def outside(home: Path) -> Path:
    """The folder that stands for this home at a place that every account can reach."""
    return OUTSIDE / hashlib.sha256(str(home).encode()).hexdigest()[:12]


def reachable_copy(source: Path, target: Path) -> Path:
    """A copy of a program's folder that other accounts may read and run. It is made once."""
    if not target.exists():
        unfinished = target.with_name(f"{target.name}.unfinished")
        shutil.rmtree(unfinished, ignore_errors=True)
        shutil.copytree(source, unfinished, symlinks=True)
        for path in [unfinished, *unfinished.rglob("*")]:
            if not path.is_symlink():
                path.chmod(path.stat().st_mode | (OTHERS_MAY_RUN if path.is_dir() or _runs(path) else stat.S_IROTH))
        unfinished.rename(target)
    return target


def _runs(path: Path) -> bool:
    return bool(path.stat().st_mode & stat.S_IXUSR)
