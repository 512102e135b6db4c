"""The child itself: the file is stdin, the answer one line of JSON."""

import json
import os
import sys

# The isolated interpreter leaves out PYTHONPATH, and the site need not be installed.
sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))))

from documents.inspection.found import Refused
from documents.inspection.look import look

with open(sys.stdin.fileno(), "rb") as file:
    try:
        answer = look(file)._asdict()
    except Refused as refused:
        answer = {"refused": refused.code, **refused.details}
print(json.dumps(answer))
