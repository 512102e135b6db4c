"""Waits until the process that started it is gone, however it went, and stops what it left running.

The end of standard input is that moment: the pipe's other end is open only in that process.
"""

import sys
from pathlib import Path

from .processes import stop_left_behind

if __name__ == "__main__":
    sys.stdin.buffer.read()
    stop_left_behind(Path(sys.argv[1]))
