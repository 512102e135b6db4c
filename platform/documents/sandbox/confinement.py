"""What a confined child runs first: it sets its own limits, then runs the script it was started for.

    python -I confinement.py LIMITS_AS_JSON SCRIPT ARGUMENTS…

The limits are set here and not between fork and exec, because code run there by a process with threads may deadlock.
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
