"""The first thing a confined child runs: it gives up what it does not need, then becomes the script it was started for.

    python -I confinement.py LIMITS_AS_JSON SCRIPT ARGUMENTS…

The limits are set here and not between fork and exec: code run there in a process with threads may never return.
"""

import json
import resource
import runpy
import sys


def main() -> None:
    limits = json.loads(sys.argv[1])
    sys.argv = sys.argv[2:]
    for name, value in (
        (resource.RLIMIT_CPU, limits["seconds"]),
        (resource.RLIMIT_AS, limits["memory"]),
        (resource.RLIMIT_FSIZE, limits["written"]),
        (resource.RLIMIT_NOFILE, limits["files"]),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(name, (value, value))
    runpy.run_path(sys.argv[0], run_name="__main__")


main()
