"""Documents on S3, and what a company may upload."""

from .. import env

S3_ENDPOINT_URL = env.text("S3_ENDPOINT_URL")
# What a person's browser can reach, where it differs from what the servers use.
S3_PUBLIC_ENDPOINT_URL = env.text("S3_PUBLIC_ENDPOINT_URL", S3_ENDPOINT_URL)
S3_REGION = env.text("S3_REGION", "us-east-1")
S3_BUCKET = env.text("S3_BUCKET")
S3_ACCESS_KEY = env.secret("S3_ACCESS_KEY")
S3_SECRET_KEY = env.secret("S3_SECRET_KEY")
S3_LINK_SECONDS = 60
S3_SECONDS = env.number("S3_SECONDS", 10)  # without a byte of an answer, per try; a call tries twice
S3_FAILURES = 3  # failed calls in a row, after which S3 is not asked
S3_REST_SECONDS = 20  # for so long; then one call tries whether it is back
S3_CALLS_AT_ONCE = 12  # per process: of 16 threads some stay free for pages, whatever S3 does
MAX_FILE_SIZE = 200 * 1024 * 1024  # bytes; the most that a company may allow, see documents.policy
CHUNK_SIZE = 5 * 1024 * 1024  # bytes of one part of an upload; S3 takes no smaller ones
CLAMD_ADDRESS = env.text("CLAMD_ADDRESS", "")  # a socket's path or host:port; empty: files are not scanned
MAX_FILES_PER_CASE = 50
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024  # of a form without its files
DATA_UPLOAD_MAX_NUMBER_FILES = MAX_FILES_PER_CASE
FILE_UPLOAD_HANDLERS = ["documents.form_files.LimitedUploadHandler"]
