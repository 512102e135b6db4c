"""The script of the child: it reads the file from stdin and writes its answer to stdout."""

import sys
from pathlib import Path

# The isolated interpreter ignores PYTHONPATH, and the site need not be installed as a package.
sys.path.insert(0, str(Path(__file__).resolve().parents[3]))

from documents.sandbox.inspection.answer import answer_about

with open(sys.stdin.fileno(), "rb") as file:
    print(answer_about(file))
