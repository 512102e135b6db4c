"""The child itself: the file is stdin, the answer one line of JSON."""

import json
import sys
from pathlib import Path

# The isolated interpreter leaves out PYTHONPATH, and the site need not be installed.
sys.path.insert(0, str(Path(__file__).resolve().parents[3]))

from documents.sandbox.inspection.outcome import Refused
from documents.sandbox.inspection.recognition import recognise

with open(sys.stdin.fileno(), "rb") as file:
    try:
        answer = recognise(file)._asdict()
    except Refused as refused:
        answer = {"refused": refused.code, **refused.details}
print(json.dumps(answer))
