"""Waits until the process that started it has ended in whatever way, then stops what that process left running.

Standard input ends at that moment, because only that process holds the other end of the pipe.
"""

import sys
from pathlib import Path

from .processes import stop_left_behind

if __name__ == "__main__":
    sys.stdin.buffer.read()
    stop_left_behind(Path(sys.argv[1]))
