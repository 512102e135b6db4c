"""The child itself: the file is stdin, the answer is stdout."""

import sys
from pathlib import Path

# The isolated interpreter leaves out PYTHONPATH, and the site need not be installed.
sys.path.insert(0, str(Path(__file__).resolve().parents[3]))

from documents.sandbox.inspection.answer import answer_about

with open(sys.stdin.fileno(), "rb") as file:
    print(answer_about(file))
