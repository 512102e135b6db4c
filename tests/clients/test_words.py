"""What strangers have written is shown on a terminal and put on a disk, and steers neither."""

from typing import Any

import pytest

from kabinet.commands.terminal import plain
from kabinet.downloads import name_of


def entry(name: str) -> Any:
    return {"id": 1, "file": {"file_name": name, "sha256": "", "size": 1, "may_be_opened": True}}


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("план.pdf", "план.pdf"),
        ("../../.ssh/authorized_keys", "_.._.ssh_authorized_keys"),
        ("C:\\Windows\\x.dll", "C__Windows_x.dll"),
        ("/etc/passwd", "_etc_passwd"),
        (".bashrc", "bashrc"),
        ("con.pdf", "_con.pdf"),
        ("NUL", "_NUL"),
        ("a\x00\n\x1b[2Jb.pdf", "a___[2Jb.pdf"),
        ("\u202efdp.exe", "_fdp.exe"),
        ("", "документ"),
        ("..", "документ"),
    ],
)
def test_a_name_stays_in_its_folder(name: str, kept: str) -> None:
    assert name_of(entry(name)) == kept


def test_a_long_name_fits_and_keeps_its_ending() -> None:
    kept = name_of(entry("ж" * 255 + ".pdf"))

    assert len(kept.encode()) <= 200
    assert kept.endswith("ж.pdf")


def test_words_do_not_steer_the_terminal() -> None:
    assert plain("Статус\x1b]0;x\x07\x9b2J\r\nдом") == "Статус ]0;x  2J  дом"
