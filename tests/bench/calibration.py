"""How fast this machine is beside the one for which the limits of time were set.

The limits are those of the reference machine, on which the figures of 0.1.0 in the README were taken. A fixed piece of
work, plain Python and a hash as on our pages, is timed here before each part of the measurement. What a time
would be there is shown beside it, divided by how many times longer the work takes here; limits are judged by what was
measured, because the constant below is inferred.
"""

import hashlib
import json
import statistics
import time

# Seconds of the work on the reference machine. It was not timed there: it took 0.0178 s on a later machine, on which a
# verdict without hashing took 1.61 times and a hundred signatures 1.82 times as long as on the reference one. Both are
# plain Python on one core, as the work is; the smaller ratio is taken.
REFERENCE_SECONDS = 0.0111
TIMES = 7
ROWS = 1500
HASHED = bytes(1024 * 1024)


def slowness() -> float:
    """How many times longer the work takes here than on the reference machine. Below 1, this one is faster."""
    return seconds() / REFERENCE_SECONDS


def seconds() -> float:
    """The median of several times, of the processor: other programs make the limits no wider."""
    return statistics.median(_timed() for _ in range(TIMES))


def _timed() -> float:
    began = time.process_time()
    rows = [{"number": n, "name": f"№ {n * 7919 % 10_007}", "words": ["заявка"] * (n % 5)} for n in range(ROWS)]
    for row in json.loads(json.dumps(sorted(rows, key=lambda row: str(row["name"])))):
        " ".join(f"{name}={value}" for name, value in row.items()).replace("№", "&#8470;").split()
    hashlib.sha256(HASHED).hexdigest()
    return time.process_time() - began
