"""Slow and greedy clients (platform/front): no thread waits for them, and they are cut."""

from .. import env
from .files import DATA_UPLOAD_MAX_MEMORY_SIZE, MAX_FILE_SIZE

HEADERS_SECONDS = env.number("HEADERS_SECONDS", 15)  # for the headers of a request, all of them
BODY_IDLE_SECONDS = env.number("BODY_IDLE_SECONDS", 30)  # between two pieces of a body: a lift, a tunnel
# After the grace a body comes at this rate on average: bad GPRS does, a client that trickles does not.
BODY_GRACE_SECONDS = env.number("BODY_GRACE_SECONDS", 20)
BODY_BYTES_PER_SECOND = env.number("BODY_BYTES_PER_SECOND", 1024)
BODY_SECONDS = env.number("BODY_SECONDS", 7200)  # in all: what came fast may not lie on the disk for days
READER_SECONDS = env.number("READER_SECONDS", 30)  # without a byte taken of an answer that waits
MAX_REQUEST_SIZE = 10 * MAX_FILE_SIZE + DATA_UPLOAD_MAX_MEMORY_SIZE  # ten of the largest files in one form
BODIES_ON_DISK = env.number("BODIES_ON_DISK", 4 * 1024**3)  # bytes in TMPDIR, per worker: then large bodies get a 503
