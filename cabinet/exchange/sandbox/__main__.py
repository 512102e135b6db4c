"""The script of the child: the table on stdin becomes JSON on stdout, see `tables.read`.

__main__.py LIMITS     JSON: {"lines": …, "columns": …, "letters": …, "cell": …}
"""

import json
import os
import sys
from pathlib import Path

# The isolated interpreter ignores PYTHONPATH, and the site need not be installed as a package.
sys.path.insert(0, str(Path(__file__).resolve().parents[3]))

from cabinet.exchange.sandbox import tables

with os.fdopen(0, "rb") as source:
    print(json.dumps(tables.answer(source, json.loads(sys.argv[1]))))
